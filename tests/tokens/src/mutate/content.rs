//! Changes to what a token says.

use fastrand::Rng;

use super::values::{
    algorithm, any_json, close_to, key_id, name_of_claim, name_of_header_member, time, type_name,
};
use crate::claims::{CLIENT, ISSUER, NOW, SUB};

/// Header and payload while they are changed: members as JSON text, so that nothing is too strange to be written.
pub(super) struct Content {
    header: Vec<Member>,
    payload: Vec<Member>,
    /// Applied to the finished texts.
    spaces: bool,
    broken_header: Option<u8>,
    broken_payload: Option<u8>,
}

/// A name as it stands between quotes, and a value.
type Member = (String, String);

impl Content {
    pub(super) fn good(alg: &str, kid: &str) -> Self {
        let quoted = |text: &str| format!("\"{text}\"");
        let member = |name: &str, value: String| (name.to_owned(), value);
        Self {
            header: vec![member("alg", quoted(alg)), member("kid", quoted(kid))],
            payload: vec![
                member("iss", quoted(ISSUER)),
                member("client_id", quoted(CLIENT)),
                member("token_use", quoted("access")),
                member("sub", quoted(SUB)),
                member("exp", (NOW + 3_600).to_string()),
                member("iat", NOW.to_string()),
            ],
            spaces: false,
            broken_header: None,
            broken_payload: None,
        }
    }

    /// Makes one change and names it.
    pub(super) fn change(&mut self, random: &mut Rng) -> &'static str {
        match random.u8(..24) {
            0 => {
                set(&mut self.header, "alg", algorithm(random));
                "alg set"
            }
            1 => {
                set(&mut self.header, "kid", key_id(random));
                "kid set"
            }
            2 => {
                set(&mut self.header, "typ", type_name(random));
                "typ set"
            }
            3 => {
                let (name, value) = (name_of_header_member(random), any_json(random, 3));
                self.header.push((name.to_owned(), value));
                "header member added"
            }
            4 => remove(&mut self.header, random, "header member removed"),
            5 => repeat(&mut self.header, random, "header member repeated"),
            6 => rename(&mut self.header, random, "header member renamed"),
            7..=9 => {
                let name = *random.choice(&["exp", "nbf", "iat"]).unwrap_or(&"exp");
                set(&mut self.payload, name, time(random));
                "time set"
            }
            10 | 11 => {
                let name = *random
                    .choice(&["iss", "client_id", "token_use", "sub"])
                    .unwrap_or(&"sub");
                let own = self.payload.iter().find(|(own, _)| own == name);
                let value = close_to(own.map_or("", |(_, value)| value), random);
                set(&mut self.payload, name, value);
                "name changed a little"
            }
            12..=14 => {
                set(
                    &mut self.payload,
                    name_of_claim(random),
                    any_json(random, 3),
                );
                "claim set"
            }
            15 => remove(&mut self.payload, random, "claim removed"),
            16 => repeat(&mut self.payload, random, "claim repeated"),
            17 => rename(&mut self.payload, random, "claim renamed"),
            18 => {
                let value = any_json(random, 20);
                self.payload.push((format!("x{}", random.u16(..)), value));
                "deep claim added"
            }
            19 => {
                let many = random.usize(1..300);
                self.payload
                    .extend((0..many).map(|n| (format!("m{n}"), "0".to_owned())));
                "many claims added"
            }
            20 => {
                self.spaces = true;
                "space added"
            }
            21 => {
                random.shuffle(&mut self.payload);
                random.shuffle(&mut self.header);
                "members shuffled"
            }
            22 => {
                self.broken_header = Some(random.u8(..));
                "header's text broken"
            }
            _ => {
                self.broken_payload = Some(random.u8(..));
                "claims' text broken"
            }
        }
    }

    pub(super) fn header(&self, random: &mut Rng) -> Vec<u8> {
        written(&self.header, self.spaces, self.broken_header, random)
    }

    pub(super) fn payload(&self, random: &mut Rng) -> Vec<u8> {
        written(&self.payload, self.spaces, self.broken_payload, random)
    }
}

fn written(members: &[Member], spaces: bool, broken: Option<u8>, random: &mut Rng) -> Vec<u8> {
    let mut space = || match spaces {
        true => *random.choice(&["", " ", "\t", "\r\n", "  "]).unwrap_or(&""),
        false => "",
    };
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| {
            format!(
                "{}\"{name}\"{}:{}{value}{}",
                space(),
                space(),
                space(),
                space()
            )
        })
        .collect();
    let text = format!("{}{{{}}}{}", space(), members.join(","), space());
    let mut bytes = text.into_bytes();
    if let Some(byte) = broken {
        break_at(&mut bytes, byte, random);
    }
    bytes
}

/// A byte changed, put in or taken out, or a piece that means something to one reader or another.
fn break_at(bytes: &mut Vec<u8>, byte: u8, random: &mut Rng) {
    const PIECES: [&[u8]; 12] = [
        b"\xef\xbb\xbf",
        b"\0",
        b",",
        b"\"",
        b"\\u0000",
        b"\\ud800",
        b"\xc0\xaf",
        b"//",
        b"{}",
        b"NaN",
        b" ",
        b"\\",
    ];
    let at = random.usize(..=bytes.len());
    match random.u8(..6) {
        0 => bytes.insert(at, byte),
        1 if at < bytes.len() => bytes[at] = byte,
        2 if at < bytes.len() => drop(bytes.remove(at)),
        3 => bytes.truncate(at),
        4 if at < bytes.len() => bytes[at] ^= 1 << (byte & 7),
        _ => {
            let piece = PIECES[usize::from(byte) % PIECES.len()];
            // most readers differ about what stands before and behind
            let at = *random.choice(&[0, at, bytes.len()]).unwrap_or(&at);
            bytes.splice(at..at, piece.iter().copied());
        }
    }
}

fn set(members: &mut Vec<Member>, name: &str, value: String) {
    match members.iter_mut().find(|(own, _)| own == name) {
        Some((_, own)) => *own = value,
        None => members.push((name.to_owned(), value)),
    }
}

fn remove(members: &mut Vec<Member>, random: &mut Rng, name: &'static str) -> &'static str {
    if !members.is_empty() {
        members.remove(random.usize(..members.len()));
    }
    name
}

/// Under the same name, or one that is the same once its escapes are resolved.
fn repeat(members: &mut Vec<Member>, random: &mut Rng, step: &'static str) -> &'static str {
    if let Some((name, value)) = random.choice(&*members).cloned() {
        let name = if random.bool() {
            name
        } else {
            escaped(&name, random)
        };
        let value = if random.bool() {
            value
        } else {
            any_json(random, 2)
        };
        members.insert(random.usize(..=members.len()), (name, value));
    }
    step
}

/// Escaped, which changes nothing, or in another case, which changes everything.
fn rename(members: &mut [Member], random: &mut Rng, step: &'static str) -> &'static str {
    if !members.is_empty() {
        let at = random.usize(..members.len());
        let name = &members[at].0;
        members[at].0 = match random.u8(..4) {
            0 => name.to_uppercase(),
            1 => format!("{name} "),
            _ => escaped(name, random),
        };
    }
    step
}

fn escaped(name: &str, random: &mut Rng) -> String {
    let at = random.usize(..name.len().max(1));
    let escape = |(index, character): (usize, char)| match index == at {
        true => format!("\\u{:04x}", u32::from(character)),
        false => character.to_string(),
    };
    name.char_indices().map(escape).collect()
}
