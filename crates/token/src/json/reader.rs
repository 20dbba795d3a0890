//! Text to JSON, by recursive descent as deep as the limits allow.

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
    let text = std::str::from_utf8(text).map_err(|_| JsonError::InvalidUtf8)?;
    if text.starts_with('\u{feff}') {
        return Err(JsonError::ByteOrderMark);
    }
    let mut reader = Reader {
        text,
        at: 0,
        limits,
    };
    let value = reader.value(0)?;
    reader.skip_space();
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(JsonError::Malformed),
    }
}

/// A cursor over the text. `at` is always a character boundary when a string slice is taken: every step is over ASCII
/// or over a run that ends at ASCII.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    limits: Limits,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.skip_space();
        match self.peek().ok_or(JsonError::Malformed)? {
            b'{' => self.object(self.deeper(depth)?),
            b'[' => self.array(self.deeper(depth)?),
            b'"' => self.string().map(Value::String),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.word(),
        }
    }

    fn deeper(&self, depth: usize) -> Result<usize, JsonError> {
        match depth < self.limits.depth {
            true => Ok(depth + 1),
            false => Err(JsonError::TooDeep),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        let mut members: Vec<(String, Value)> = Vec::new();
        self.list(b'}', |reader| {
            let left = reader.limits.members.checked_sub(1);
            reader.limits.members = left.ok_or(JsonError::TooManyMembers)?;
            let name = reader.string()?;
            if members.iter().any(|(taken, _)| *taken == name) {
                return Err(JsonError::DuplicateMember);
            }
            reader.skip_space();
            reader.expect(b':')?;
            members.push((name, reader.value(depth)?));
            Ok(())
        })?;
        Ok(Value::Object(members))
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonError> {
        let mut items = Vec::new();
        self.list(b']', |reader| {
            items.push(reader.value(depth)?);
            Ok(())
        })?;
        Ok(Value::Array(items))
    }

    /// What stands between the brackets: items apart by one comma, none after the last.
    fn list(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        self.at += 1;
        self.skip_space();
        if self.take(close) {
            return Ok(());
        }
        loop {
            self.skip_space();
            item(self)?;
            self.skip_space();
            if self.take(close) {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    fn string(&mut self) -> Result<String, JsonError> {
        self.expect(b'"')?;
        let mut text = String::new();
        loop {
            let run = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..=0x1f)) {
                self.at += 1;
            }
            text.push_str(self.text.get(run..self.at).ok_or(JsonError::Malformed)?);
            match self.next()? {
                b'"' => return Ok(text),
                b'\\' => text.push(self.escape()?),
                _ => return Err(JsonError::ControlCharacter),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        Ok(match self.next()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(JsonError::Malformed),
        })
    }

    fn unicode_escape(&mut self) -> Result<char, JsonError> {
        let first = self.four_hex_digits()?;
        let scalar = match first {
            0xd800..=0xdbff => 0x10000 + ((first - 0xd800) << 10) + self.low_surrogate()?,
            _ => first,
        };
        char::from_u32(scalar).ok_or(JsonError::LoneSurrogate)
    }

    /// The ten bits of the second half of a pair.
    fn low_surrogate(&mut self) -> Result<u32, JsonError> {
        if !(self.take(b'\\') && self.take(b'u')) {
            return Err(JsonError::LoneSurrogate);
        }
        match self.four_hex_digits()? {
            low @ 0xdc00..=0xdfff => Ok(low - 0xdc00),
            _ => Err(JsonError::LoneSurrogate),
        }
    }

    fn four_hex_digits(&mut self) -> Result<u32, JsonError> {
        let mut value = 0;
        for _ in 0..4 {
            let digit = char::from(self.next()?).to_digit(16);
            value = value * 16 + digit.ok_or(JsonError::Malformed)?;
        }
        Ok(value)
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    fn number(&mut self) -> Result<Value, JsonError> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _signed = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        if self.at - start > self.limits.number {
            return Err(JsonError::NumberTooLong);
        }
        let text = self.text.get(start..self.at).ok_or(JsonError::Malformed)?;
        Ok(Value::Number(text.to_owned()))
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        match self.at > start {
            true => Ok(()),
            false => Err(JsonError::Malformed),
        }
    }

    fn word(&mut self) -> Result<Value, JsonError> {
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ];
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (word, value) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(JsonError::Malformed)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Result<u8, JsonError> {
        let byte = self.peek().ok_or(JsonError::Malformed)?;
        self.at += 1;
        Ok(byte)
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        match self.take(byte) {
            true => Ok(()),
            false => Err(JsonError::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
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
