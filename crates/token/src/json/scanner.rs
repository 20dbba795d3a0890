//! The grammar, held to the letter and to the limits, by recursive descent as deep as they allow. Nothing is kept but where
//! the members of the objects that are open stand.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::escape::escape;
use super::view::Text;
use super::{JsonError, Limits};

/// From byte to byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    /// The name between its quotes.
    pub(super) name: Span,
    /// Whether the name has escapes.
    pub(super) is_escaped: bool,
    pub(super) value: Span,
}

impl Span {
    /// Of a text, `""` where it does not fit.
    pub(super) fn of(self, text: &str) -> &str {
        let range = self.start as usize..self.end as usize;
        text.get(range).unwrap_or_default()
    }

    fn bytes_of(self, text: &str) -> &[u8] {
        let range = self.start as usize..self.end as usize;
        text.as_bytes().get(range).unwrap_or_default()
    }

    fn len(self) -> usize {
        (self.end - self.start) as usize
    }
}

impl Member {
    /// The name, copied only where it has escapes.
    pub(super) fn name<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let name = self.name.of(text);
        match self.is_escaped {
            true => Text(name).resolve(),
            false => Cow::Borrowed(name),
        }
    }

    /// Whether it is the member of `text` with this name.
    pub(super) fn is(&self, text: &str, name: &str) -> bool {
        match self.is_escaped {
            true => Text(self.name.of(text)).is(name),
            false => self.name.len() == name.len() && self.name.bytes_of(text) == name.as_bytes(),
        }
    }
}

/// Checks one JSON text, and gives the members of the object that it is: none of another value.
pub(super) fn scan(text: &str, limits: Limits) -> Result<Vec<Member>, JsonError> {
    if text.starts_with('\u{feff}') {
        return Err(JsonError::ByteOrderMark);
    }
    if u32::try_from(text.len()).is_err() {
        return Err(JsonError::Malformed);
    }
    let members = Vec::with_capacity(16);
    let mut scanner = Scanner {
        text,
        at: 0,
        limits,
        members,
    };
    scanner.value(0)?;
    scanner.skip_space();
    match scanner.peek() {
        None => Ok(scanner.members),
        Some(_) => Err(JsonError::Malformed),
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    limits: Limits,
    /// Of the objects that are open, the innermost last: in the end those of the outermost.
    members: Vec<Member>,
}

/// The names of an object that is open.
struct Names {
    /// Where its members begin.
    first: usize,
    /// A bit for what each name is like: most names are new, and seen to be so without a look at the others.
    seen: u64,
}

impl Names {
    /// Whether a name like this was there before. From now on it was; one with escapes is like all others.
    fn may_have(&mut self, name: &[u8], is_escaped: bool) -> bool {
        let byte = |byte: Option<&u8>| byte.copied().map_or(0, usize::from);
        let like = name.len() + 5 * byte(name.first()) + 11 * byte(name.last());
        let bits = match is_escaped {
            true => u64::MAX,
            false => 1 << (like % 64),
        };
        let may_have = self.seen & bits != 0;
        self.seen |= bits;
        may_have
    }
}

impl Scanner<'_> {
    fn value(&mut self, depth: usize) -> Result<(), JsonError> {
        self.skip_space();
        match self.peek().ok_or(JsonError::Malformed)? {
            b'{' => self.object(self.deeper(depth)?),
            b'[' => self.array(self.deeper(depth)?),
            b'"' => self.string().map(|_| ()),
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

    fn object(&mut self, depth: usize) -> Result<(), JsonError> {
        let mut names = Names {
            first: self.members.len(),
            seen: 0,
        };
        self.at += 1;
        self.skip_space();
        if !self.take(b'}') {
            self.member(&mut names, depth)?;
            while !self.closes(b'}')? {
                self.member(&mut names, depth)?;
            }
        }
        if depth > 1 {
            self.members.truncate(names.first);
        }
        Ok(())
    }

    fn member(&mut self, names: &mut Names, depth: usize) -> Result<(), JsonError> {
        let left = self.limits.members.checked_sub(1);
        self.limits.members = left.ok_or(JsonError::TooManyMembers)?;
        self.skip_space();
        let start = self.at;
        let is_escaped = self.string()?;
        let name = span(start + 1, self.at - 1);
        if names.may_have(name.bytes_of(self.text), is_escaped)
            && self.is_taken(names.first, name, is_escaped)
        {
            return Err(JsonError::DuplicateMember);
        }
        self.skip_space();
        self.expect(b':')?;
        self.skip_space();
        let (at, start) = (self.members.len(), self.at);
        self.members.push(Member {
            name,
            is_escaped,
            value: span(start, start),
        });
        self.value(depth)?;
        // An object or array in it has cleared away what it had put behind.
        if let Some(member) = self.members.get_mut(at) {
            member.value = span(start, self.at);
        }
        Ok(())
    }

    /// Whether the innermost object, whose members begin at `first`, has the name already.
    fn is_taken(&self, first: usize, name: Span, is_escaped: bool) -> bool {
        let mut members = self.members.iter().skip(first);
        match is_escaped {
            true => {
                let own = Text(name.of(self.text));
                members.any(|member| Text(member.name.of(self.text)).chars().eq(own.chars()))
            }
            false => members.any(|member| member.is(self.text, name.of(self.text))),
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), JsonError> {
        self.at += 1;
        self.skip_space();
        if self.take(b']') {
            return Ok(());
        }
        self.value(depth)?;
        while !self.closes(b']')? {
            self.value(depth)?;
        }
        Ok(())
    }

    /// After an item: whether the list ends here, or goes on behind one comma.
    fn closes(&mut self, close: u8) -> Result<bool, JsonError> {
        self.skip_space();
        if self.take(close) {
            return Ok(true);
        }
        self.expect(b',').map(|()| false)
    }

    /// Whether it has escapes.
    fn string(&mut self) -> Result<bool, JsonError> {
        self.expect(b'"')?;
        let bytes = self.text.as_bytes();
        let mut is_escaped = false;
        loop {
            self.at += plain_run(bytes.get(self.at..).unwrap_or_default());
            match bytes.get(self.at).ok_or(JsonError::Malformed)? {
                b'"' => break,
                b'\\' => {
                    is_escaped = true;
                    self.at += 1;
                    escape(bytes, &mut self.at)?;
                }
                _ => return Err(JsonError::ControlCharacter),
            }
        }
        self.at += 1;
        Ok(is_escaped)
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    fn number(&mut self) -> Result<(), JsonError> {
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
        match self.at - start > self.limits.number {
            true => Err(JsonError::NumberTooLong),
            false => Ok(()),
        }
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

    fn word(&mut self) -> Result<(), JsonError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let words: [&[u8]; 3] = [b"null", b"true", b"false"];
        let word = words.into_iter().find(|word| rest.starts_with(word));
        self.at += word.ok_or(JsonError::Malformed)?.len();
        Ok(())
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
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

/// Texts are shorter than 4 GiB: [`scan`] has looked.
#[expect(clippy::cast_possible_truncation, reason = "below 2^32")]
fn span(start: usize, end: usize) -> Span {
    Span {
        start: start as u32,
        end: end as u32,
    }
}

/// How many bytes there are before a quote, a backslash or a control character, looked for eight at a time.
fn plain_run(bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<8>();
    for (at, block) in blocks.iter().enumerate() {
        let hits = special(u64::from_le_bytes(*block));
        if hits != 0 {
            return at * 8 + hits.trailing_zeros() as usize / 8;
        }
    }
    let is_plain = |byte: &&u8| !matches!(byte, b'"' | b'\\' | 0..=0x1f);
    blocks.len() * 8 + rest.iter().take_while(is_plain).count()
}

/// The high bit of each byte that is special. A borrow may set one too many, but none before the first.
fn special(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGHS: u64 = ONES << 7;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGHS;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    is(b'"') | is(b'\\') | below(word, 0x20)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn a_run_ends_at_the_first_special_byte_wherever_it_stands() {
        let specials: Vec<u8> = (0..0x20).chain([b'"', b'\\']).collect();
        for length in 0..40 {
            for at in 0..length {
                for special in &specials {
                    let mut bytes = vec![0xff_u8; length];
                    bytes[at..].fill(*special);
                    assert_eq!(plain_run(&bytes), at, "{special} at {at} of {length}");
                }
            }
            for plain in (0x20..=0xff).filter(|byte| !specials.contains(byte)) {
                assert_eq!(plain_run(&vec![plain; length]), length, "{plain}");
            }
        }
    }
}
