//! Changes to how a token is written.

use fastrand::Rng;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Makes one change to a finished token and names it.
pub(super) fn change(token: &mut String, random: &mut Rng) -> &'static str {
    let at = boundary(token, random);
    match random.u8(..12) {
        0 => {
            token.insert_str(at, piece(random));
            "something put in"
        }
        1 => {
            let piece = piece(random);
            token.push_str(piece);
            "something behind"
        }
        2 => {
            token.insert_str(0, piece(random));
            "something before"
        }
        3 => {
            token.truncate(at);
            "cut off"
        }
        4 => {
            if at < token.len() {
                token.remove(at);
            }
            "a character taken out"
        }
        5 => change_a_character(token, at, random),
        6 => change_spare_bits(token, random),
        7 => change_the_signature(token, random),
        8 => {
            let padded: Vec<String> = token.split('.').map(padded).collect();
            *token = padded.join(".");
            "padded"
        }
        9 => {
            *token = token.replace('-', "+").replace('_', "/");
            "standard alphabet"
        }
        10 => {
            let mut parts: Vec<&str> = token.split('.').collect();
            random.shuffle(&mut parts);
            *token = parts.join(".");
            "parts shuffled"
        }
        _ => {
            let mut parts: Vec<&str> = token.split('.').collect();
            if let Some(part) = random.choice(&parts).copied() {
                parts.insert(
                    random.usize(..=parts.len()),
                    if random.bool() { part } else { "" },
                );
            }
            *token = parts.join(".");
            "a part more"
        }
    }
}

/// The same to what will be signed: header, dot, payload.
pub(super) fn change_input(input: &mut String, random: &mut Rng) -> &'static str {
    let dot = input.find('.').unwrap_or(0);
    // behind either part, where readers differ most, or anywhere
    let at = match random.u8(..3) {
        0 => dot,
        1 => input.len(),
        _ => boundary(input, random),
    };
    match random.u8(..4) {
        0 | 1 => {
            input.insert_str(at, piece(random));
            "something put in before signing"
        }
        2 => {
            let padded: Vec<String> = input.split('.').map(padded).collect();
            *input = padded.join(".");
            "padded before signing"
        }
        _ => {
            change_spare_bits(input, random);
            "spare bits before signing"
        }
    }
}

fn boundary(text: &str, random: &mut Rng) -> usize {
    let at = random.usize(..=text.len());
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn piece(random: &mut Rng) -> &'static str {
    const PIECES: [&str; 18] = [
        "=", "==", " ", "\n", "\r\n", "\t", "\0", "+", "/", "A", "AA", "AAAA", ".", "%3D", "é",
        "\u{feff}", "~", "\u{2028}",
    ];
    random.choice(&PIECES).copied().unwrap_or("=")
}

fn padded(part: &str) -> String {
    part.to_owned() + &"=".repeat((4 - part.len() % 4) % 4)
}

fn change_a_character(token: &mut String, at: usize, random: &mut Rng) -> &'static str {
    let other = char::from(*random.choice(ALPHABET).unwrap_or(&b'A'));
    if token.get(at..at + 1).is_some() {
        token.replace_range(at..=at, other.encode_utf8(&mut [0; 4]));
    }
    "a character changed"
}

/// Of the last character of a part, which may have none.
fn change_spare_bits(text: &mut String, random: &mut Rng) -> &'static str {
    let ends: Vec<usize> = text
        .match_indices('.')
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let end = random.choice(&ends).copied().unwrap_or(0);
    let start = text[..end].rfind('.').map_or(0, |dot| dot + 1);
    let last = text[start..end].bytes().last();
    let value = last.and_then(|last| ALPHABET.iter().position(|own| *own == last));
    let spare = match (end - start) % 4 {
        2 => random.usize(1..16),
        3 => random.usize(1..4),
        _ => 0,
    };
    if let Some(value) = value {
        let other = char::from(ALPHABET[(value | spare) & 63]);
        text.replace_range(end - 1..end, other.encode_utf8(&mut [0; 4]));
    }
    "spare bits"
}

/// Its bytes: one changed, cut, or more of them.
fn change_the_signature(token: &mut String, random: &mut Rng) -> &'static str {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let Some((input, signature)) = token.rsplit_once('.') else {
        return "signature changed";
    };
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    match random.u8(..6) {
        0 => bytes.push(random.u8(..)),
        1 => bytes.insert(0, 0),
        2 => drop(bytes.pop()),
        3 => bytes.fill(*random.choice(&[0, 0xff]).unwrap_or(&0)),
        4 => {
            let half = bytes.len() / 2;
            bytes.rotate_left(half);
        }
        _ if bytes.is_empty() => {}
        _ => {
            let at = random.usize(..bytes.len());
            bytes[at] ^= 1 << random.u8(..8);
        }
    }
    *token = format!("{input}.{}", URL_SAFE_NO_PAD.encode(bytes));
    "signature changed"
}
