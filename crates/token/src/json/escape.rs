//! What stands behind a backslash (RFC 8259 §7).

use super::JsonError;

/// The character of the escape at `at`, behind its backslash; `at` moves behind it.
pub(super) fn escape(bytes: &[u8], at: &mut usize) -> Result<char, JsonError> {
    Ok(match next(bytes, at)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(bytes, at),
        _ => return Err(JsonError::Malformed),
    })
}

fn unicode(bytes: &[u8], at: &mut usize) -> Result<char, JsonError> {
    let first = four_hex_digits(bytes, at)?;
    let scalar = match first {
        0xd800..=0xdbff => 0x10000 + ((first - 0xd800) << 10) + low_surrogate(bytes, at)?,
        _ => first,
    };
    char::from_u32(scalar).ok_or(JsonError::LoneSurrogate)
}

/// The ten bits of the second half of a pair.
fn low_surrogate(bytes: &[u8], at: &mut usize) -> Result<u32, JsonError> {
    if !bytes.get(*at..).unwrap_or_default().starts_with(b"\\u") {
        return Err(JsonError::LoneSurrogate);
    }
    *at += 2;
    match four_hex_digits(bytes, at)? {
        low @ 0xdc00..=0xdfff => Ok(low - 0xdc00),
        _ => Err(JsonError::LoneSurrogate),
    }
}

fn four_hex_digits(bytes: &[u8], at: &mut usize) -> Result<u32, JsonError> {
    let mut value = 0;
    for _ in 0..4 {
        let digit = char::from(next(bytes, at)?).to_digit(16);
        value = value * 16 + digit.ok_or(JsonError::Malformed)?;
    }
    Ok(value)
}

fn next(bytes: &[u8], at: &mut usize) -> Result<u8, JsonError> {
    let byte = *bytes.get(*at).ok_or(JsonError::Malformed)?;
    *at += 1;
    Ok(byte)
}
