//! What people write, parsed into types that cannot be wrong.

use unicode_segmentation::UnicodeSegmentation;

use crate::limits;

/// Something to read on one line, of at most [`limits::DISPLAY_NAME_CODE_POINTS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

/// Any number of lines, of at most [`limits::BIO_CODE_POINTS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bio(String);

/// Something to read, of at most [`limits::MESSAGE_GRAPHEMES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message(String);

impl DisplayName {
    /// Reads a name; white space around it does not count.
    ///
    /// # Errors
    /// `display_name_blank`, `display_name_exceed_max_chars`, or `display_name_invalid` for line breaks, control
    /// characters and those that turn the direction of what follows.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if is_blank(text) {
            return Err("display_name_blank");
        }
        if text.chars().count() > limits::DISPLAY_NAME_CODE_POINTS {
            return Err("display_name_exceed_max_chars");
        }
        match text.chars().any(|c| c.is_control() || turns_direction(c)) {
            true => Err("display_name_invalid"),
            false => Ok(Self(text.to_owned())),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Bio {
    /// Reads a bio, which may be empty; white space around it does not count.
    ///
    /// # Errors
    /// `bio_exceed_max_chars`, or `bio_invalid` for control characters.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.chars().count() > limits::BIO_CODE_POINTS {
            return Err("bio_exceed_max_chars");
        }
        match has_controls(text) {
            true => Err("bio_invalid"),
            false => Ok(Self(text.to_owned())),
        }
    }

    /// The bio.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Message {
    /// Reads a message; white space around it does not count.
    ///
    /// # Errors
    /// `message_blank`, `message_exceed_max_chars`, or `message_invalid` for control characters.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if is_blank(text) {
            return Err("message_blank");
        }
        if text.chars().count() > limits::MESSAGE_CODE_POINTS
            || text.graphemes(true).count() > limits::MESSAGE_GRAPHEMES
        {
            return Err("message_exceed_max_chars");
        }
        match has_controls(text) {
            true => Err("message_invalid"),
            false => Ok(Self(text.to_owned())),
        }
    }

    /// The message.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether nothing of it can be seen.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || turns_direction(c)
            || matches!(c,
                '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
    })
}

/// Explicit directional formatting (Unicode Standard Annex #9 §2): behind a name it would turn the page's own words.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Lines may end and be indented.
fn has_controls(text: &str) -> bool {
    let is_layout = |c| matches!(c, '\n' | '\r' | '\t');
    text.chars().any(|c| c.is_control() && !is_layout(c))
}

#[cfg(test)]
mod tests {
    use super::{Bio, DisplayName, Message};

    #[test]
    fn a_name_is_something_to_read_on_one_line() {
        assert_eq!(DisplayName::parse("  Zoë 👩‍🚀 ").unwrap().as_str(), "Zoë 👩‍🚀");
        for blank in ["", " \n", "\u{200B}\u{200D}", "\u{3164}", "\u{FE0F}", "\0"] {
            assert_eq!(
                DisplayName::parse(blank),
                Err("display_name_blank"),
                "{blank:?}"
            );
        }
        assert!(DisplayName::parse(&"é".repeat(64)).is_ok());
        assert_eq!(
            DisplayName::parse(&"é".repeat(65)),
            Err("display_name_exceed_max_chars")
        );
        for wrong in ["a\nb", "a\0b", "\u{202E}nimda", "a\u{7}"] {
            assert_eq!(
                DisplayName::parse(wrong),
                Err("display_name_invalid"),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn f14_a_bio_has_an_end() {
        assert_eq!(Bio::parse("").unwrap().as_str(), "");
        assert_eq!(Bio::parse(" a\nb\t ").unwrap().as_str(), "a\nb");
        assert!(Bio::parse(&"x".repeat(300)).is_ok());
        assert_eq!(Bio::parse(&"x".repeat(301)), Err("bio_exceed_max_chars"));
        assert_eq!(
            Bio::parse(&"x".repeat(2 << 20)),
            Err("bio_exceed_max_chars")
        );
        assert_eq!(Bio::parse("a\u{1b}[2J"), Err("bio_invalid"));
    }

    #[test]
    fn a_message_is_counted_as_people_count() {
        // a family is seven code points, 25 bytes and one picture
        let family = "👨‍👩‍👧‍👦";
        for grapheme in ["x", "é", "e\u{301}", family, "🇺🇦", "நி"] {
            assert!(Message::parse(&grapheme.repeat(280)).is_ok(), "{grapheme}");
            assert_eq!(
                Message::parse(&grapheme.repeat(281)),
                Err("message_exceed_max_chars"),
                "{grapheme}"
            );
        }
        assert_eq!(
            Message::parse(&format!("x{}", "\u{301}".repeat(2_800))),
            Err("message_exceed_max_chars"),
            "one grapheme of 2,801 code points"
        );
        assert_eq!(Message::parse("\u{2800}"), Err("message_blank"));
        assert_eq!(Message::parse("a\0"), Err("message_invalid"));
    }
}
