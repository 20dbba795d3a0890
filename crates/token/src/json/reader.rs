//! Text to a tree of values.

use super::scanner::scan;
use super::view::Json;
use super::{JsonError, Limits, Value};

/// Reads one JSON text.
///
/// # Errors
/// The first [`JsonError`] met.
///
/// ```
/// use roundel_token::json::{JsonError, Limits, read};
///
/// let value = read(br#"{"sub":"a\u002db"}"#, Limits::TOKEN)?;
/// assert_eq!(value.get("sub").and_then(|sub| sub.as_str()), Some("a-b"));
/// assert_eq!(read(br#"{"a":1,"\u0061":2}"#, Limits::TOKEN), Err(JsonError::DuplicateMember));
/// # Ok::<(), JsonError>(())
/// ```
pub fn read(text: &[u8], limits: Limits) -> Result<Value, JsonError> {
    let text = core::str::from_utf8(text).map_err(|_| JsonError::InvalidUtf8)?;
    scan(text, limits)?;
    Ok(Json(text.trim_ascii()).to_value())
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    fn token(text: &str) -> Result<Value, JsonError> {
        read(text.as_bytes(), Limits::TOKEN)
    }

    #[test]
    fn a_value_is_written_back_as_it_was_read() {
        let text = r#"{"a":[1,-0.5e+3,true,false,null,{}],"b":"x\"\\\u0001é😀","c":[]}"#;
        assert_eq!(token(text).unwrap().to_string(), text);
    }

    #[test]
    fn escapes_are_resolved() {
        let value = token(r#""\"\\\/\b\f\n\r\t\u0041\uD83D\uDE00""#).unwrap();
        assert_eq!(value.as_str(), Some("\"\\/\u{8}\u{c}\n\r\tA😀"));
    }

    #[test]
    fn space_is_allowed_between_tokens_only() {
        assert!(token(" {\t\"a\" :\r\n[ 1 , 2 ] } ").is_ok());
        for text in ["1 2", "{}{}", "\u{b}{}", "\u{a0}{}", "[1 2]"] {
            assert_eq!(token(text), Err(JsonError::Malformed), "{text}");
        }
    }

    #[test]
    fn the_grammar_is_kept() {
        for text in [
            "",
            " ",
            "{",
            "[",
            "\"",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "[1,]",
            "[,1]",
            "{a:1}",
            "'a'",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "-",
            "--1",
            "0x10",
            "NaN",
            "Infinity",
            "nul",
            "True",
            "truefalse",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\u+123\"",
            "// x\n1",
            "[1]]",
        ] {
            assert_eq!(token(text), Err(JsonError::Malformed), "{text}");
        }
    }

    #[test]
    fn a_duplicate_is_found_behind_its_escapes_and_at_any_depth() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"[{"b":{"é":1,"\u00e9":2}}]"#,
            r#"{"\ud83d\ude00":1,"😀":2}"#,
        ] {
            assert_eq!(token(text), Err(JsonError::DuplicateMember), "{text}");
        }
        assert!(token(r#"{"a":{"a":1},"b":{"a":1}}"#).is_ok());
    }

    #[test]
    fn surrogates_come_in_pairs() {
        for text in [
            r#""\ud800""#,
            r#""\udc00""#,
            r#""\ud800\ud800""#,
            r#""\ud800A""#,
            r#""\ud800\n""#,
            r#""\ud800\u0041""#,
            r#""\udc00\ud800""#,
        ] {
            assert_eq!(token(text), Err(JsonError::LoneSurrogate), "{text}");
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_refused() {
        assert_eq!(
            read(b"\"\xff\"", Limits::TOKEN),
            Err(JsonError::InvalidUtf8)
        );
        assert_eq!(
            read(b"\"\xed\xa0\x80\"", Limits::TOKEN),
            Err(JsonError::InvalidUtf8)
        );
        assert_eq!(
            read(b"\xef\xbb\xbf{}", Limits::TOKEN),
            Err(JsonError::ByteOrderMark)
        );
        for control in ["\"a\0\"", "\"\n\"", "\"\u{1f}\""] {
            assert_eq!(token(control), Err(JsonError::ControlCharacter));
        }
    }

    #[test]
    fn every_budget_ends_exactly_at_its_limit() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(token(&nested(16)).is_ok());
        assert_eq!(token(&nested(17)), Err(JsonError::TooDeep));
        let members = |count: usize| {
            let all: Vec<_> = (0..count).map(|n| format!("\"{n}\":0")).collect();
            format!("{{{}}}", all.join(","))
        };
        assert!(token(&members(256)).is_ok());
        assert_eq!(token(&members(257)), Err(JsonError::TooManyMembers));
        assert!(token(&"1".repeat(32)).is_ok());
        assert_eq!(token(&"1".repeat(33)), Err(JsonError::NumberTooLong));
    }

    #[test]
    fn members_are_counted_over_the_whole_text() {
        let many = vec!["{\"a\":1,\"b\":2}"; 129].join(",");
        assert_eq!(token(&format!("[{many}]")), Err(JsonError::TooManyMembers));
    }
}
