//! The one list of origins that gateway, lambdas, bucket and edge go by.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// Origins whose pages may call us, each like `https://app.example.com`: compared byte for byte, never echoed
/// when foreign (fault F19), never `*`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedOrigins(Vec<String>);

impl AllowedOrigins {
    /// Reads a comma-separated list; white space around an origin does not count, nor does a closing slash.
    ///
    /// # Errors
    /// Every entry that is not a scheme and authority alone, in order.
    pub fn parse(list: &str) -> Result<Self, Vec<String>> {
        let entries: Vec<String> = list
            .split(',')
            .map(|entry| entry.trim().trim_end_matches('/').to_owned())
            .filter(|entry| !entry.is_empty())
            .collect();
        let wrong: Vec<String> = entries.iter().filter(|e| !is_origin(e)).cloned().collect();
        if wrong.is_empty() {
            Ok(Self(entries))
        } else {
            Err(wrong)
        }
    }

    /// The listed origin that equals this `Origin` header, to be answered in `Access-Control-Allow-Origin`.
    pub fn allow(&self, origin: &str) -> Option<&str> {
        self.0
            .iter()
            .map(String::as_str)
            .find(|listed| *listed == origin)
    }

    /// The origins, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

fn is_origin(entry: &str) -> bool {
    let Some(authority) = entry
        .strip_prefix("https://")
        .or_else(|| entry.strip_prefix("http://"))
    else {
        return false;
    };
    !authority.is_empty()
        && authority
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.:[]".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::AllowedOrigins;

    #[test]
    fn f19_a_foreign_origin_is_not_echoed() {
        let origins = AllowedOrigins::parse("https://a.example, http://127.0.0.1:4620/").unwrap();
        assert_eq!(
            origins.allow("https://a.example"),
            Some("https://a.example")
        );
        assert_eq!(
            origins.allow("http://127.0.0.1:4620"),
            Some("http://127.0.0.1:4620")
        );
        for foreign in [
            "https://evil.example",
            "null",
            "",
            "https://a.example.evil",
            "HTTPS://A.EXAMPLE",
        ] {
            assert_eq!(origins.allow(foreign), None, "{foreign:?}");
        }
    }

    #[test]
    fn what_is_not_an_origin_is_named() {
        let wrong = AllowedOrigins::parse("*,a.example,https://b.example/path,https://ok.example")
            .unwrap_err();
        assert_eq!(wrong, ["*", "a.example", "https://b.example/path"]);
    }
}
