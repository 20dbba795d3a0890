//! The one shape of every refusal.

use alloc::string::String;

use serde::Serialize;

/// What a person or program is told when the answer is no: an HTTP status and
/// `{"error":{"code","message"}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status, 400–599.
    pub status: u16,
    /// A stable word for programs, in `snake_case`.
    pub code: &'static str,
    /// A sentence that is safe to show and says what to do next.
    pub message: String,
}

impl Refusal {
    /// A refusal with this status, code and sentence.
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    /// 401 with the one body that every refused token gets: no reason that an attacker could learn from.
    pub fn unauthorized() -> Self {
        Self::new(401, "unauthorized", "Sign in again, then retry.")
    }

    /// The body to send, with `Content-Type: application/json`.
    pub fn body(&self) -> String {
        #[derive(Serialize)]
        struct Body<'a> {
            error: Detail<'a>,
        }
        #[derive(Serialize)]
        struct Detail<'a> {
            code: &'a str,
            message: &'a str,
        }
        let error = Detail {
            code: self.code,
            message: &self.message,
        };
        // two strings always serialise
        serde_json::to_string(&Body { error }).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn the_body_is_json_whatever_the_message_holds() {
        let refusal = Refusal::new(400, "x", "a \"quoted\"\nline");
        let body: serde_json::Value = serde_json::from_str(&refusal.body()).unwrap();
        assert_eq!(body["error"]["code"], "x");
        assert_eq!(body["error"]["message"], "a \"quoted\"\nline");
    }
}
