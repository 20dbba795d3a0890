//! From the edge's configuration to the source of the function that keeps its rules in CloudFront Functions.
//!
//! The function's own text is `function.js`; what depends on the configuration, or stands in Rust already, is written before
//! it as constants. The Lambda@Edge handler reads the same configuration by the same code.

mod constants;

use roundel_edge::Config;
use roundel_token::Scopes;

use constants::Constants;

/// Where the constants go.
const PLACE: &str = "/* CONSTANTS */";

const FUNCTION: &str = include_str!("../function.js");

/// Why there is no function for a configuration that the handler takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// A session has no scopes.
    #[error(
        "scopes is for access tokens, which this function never sees: leave it out and let the lambda `session` ask for them"
    )]
    Scopes,
}

/// The function's source, complete and readable.
///
/// # Errors
/// A [`SourceError`], rather than a function that leaves a check out.
pub fn source(config: &Config) -> Result<String, SourceError> {
    if *config.policy().scopes() != Scopes::Any {
        return Err(SourceError::Scopes);
    }
    let constants = Constants::of(config).to_string();
    Ok(FUNCTION.replacen(PLACE, &constants, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../config.example.json");

    fn source_of(config: &str) -> Result<String, SourceError> {
        source(&Config::parse(config.as_bytes()).unwrap())
    }

    #[test]
    fn every_constant_that_the_function_uses_is_written() {
        let source = source_of(EXAMPLE).unwrap();
        assert!(!source.contains(PLACE));
        let is_constant = |word: &&str| {
            word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
        };
        let code: Vec<&str> = FUNCTION
            .lines()
            .filter(|line| !line.trim().starts_with("//"))
            .collect();
        let code = code.join("\n");
        let quoted = ["HEAD", "OPTIONS", "JSON", "CONSTANTS"];
        let words = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let mut count = 0;
        for word in words
            .filter(is_constant)
            .filter(|word| !quoted.contains(word))
        {
            assert!(source.contains(&format!("const {word} = ")), "{word}");
            count += 1;
        }
        assert!(count > 20);
    }

    #[test]
    fn a_check_that_a_session_cannot_answer_is_refused() {
        let scoped = EXAMPLE.replacen('{', r#"{"scopes":["avatars/read"],"#, 1);
        assert_eq!(source_of(&scoped), Err(SourceError::Scopes));
    }
}
