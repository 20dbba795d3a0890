//! Row 12: other spellings of a good token, each with a signature over just this spelling where it is signed.

use super::Table;
use crate::base64url::encode;
use crate::claims::{claims, claims_with};
use crate::signer::{ED25519, P256};

pub(super) fn add(table: &mut Table) {
    table.row(12);
    behind_each_part(table);
    inside_the_payload(table);
    spare_bits(table);
    standard_alphabet(table);
    padding(table);
}

/// A header of 28 bytes, a payload of whatever, 64 bytes of signature: one character short of a multiple of four is what is
/// behind is about.
fn behind_each_part(table: &mut Table) {
    for (name, suffix) in [
        ("=", "="),
        ("==", "=="),
        ("a space", " "),
        ("a line feed", "\n"),
        ("CR LF", "\r\n"),
        ("a tab", "\t"),
        ("%3D", "%3D"),
        ("a zero byte", "\0"),
        ("é", "é"),
        ("a comma", ","),
    ] {
        table.refuse(
            "not_base64url",
            format!("{name} behind the header"),
            spelt(suffix, "", ""),
        );
        table.refuse(
            "not_base64url",
            format!("{name} behind the payload"),
            spelt("", suffix, ""),
        );
        table.refuse(
            "not_base64url",
            format!("{name} behind the signature"),
            spelt("", "", suffix),
        );
    }
    table.refuse(
        "not_base64url",
        "a space before the header",
        format!(" {}", P256.good("p")),
    );
    table.refuse(
        "not_base64url",
        "a byte order mark before the header",
        format!("\u{feff}{}", P256.good("p")),
    );
}

fn spelt(header: &str, payload: &str, signature: &str) -> String {
    let input = format!(
        "{}{header}.{}{payload}",
        encode(P256.header("p")),
        encode(claims(""))
    );
    format!("{}{signature}", P256.signed(&input))
}

fn inside_the_payload(table: &mut Table) {
    for (name, inserted) in [
        ("a space", " "),
        ("a line feed", "\n"),
        ("=", "="),
        ("+", "+"),
        ("~", "~"),
    ] {
        let payload = encode(claims(""));
        let (before, after) = payload.split_at(16);
        let input = format!("{}.{before}{inserted}{after}", encode(P256.header("p")));
        table.refuse(
            "not_base64url",
            format!("{name} inside the payload"),
            P256.signed(&input),
        );
    }
    let lines: Vec<String> = encode(claims(""))
        .as_bytes()
        .chunks(76)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    let input = format!("{}.{}", encode(P256.header("p")), lines.join("\r\n"));
    table.refuse(
        "not_base64url",
        "a payload in lines, as MIME has it",
        P256.signed(&input),
    );
}

/// RFC 4648 §3.5: 64 bytes leave four bits of the last character, one byte left over the same, two leave two.
fn spare_bits(table: &mut Table) {
    for (signer, kid) in [(&*P256, "p"), (&*ED25519, "e")] {
        for spare in [1, 8, 15] {
            let token = with_spare_bits(&signer.good(kid), spare);
            let name = format!("{}, spare bits {spare:04b} in the signature", signer.alg());
            table.refuse("not_base64url", name, token);
        }
    }
    let (header, payload) = (encode(P256.header("p")), encode(claims_of_length(1)));
    let input = format!("{header}.{}", with_spare_bits(&payload, 4));
    table.refuse(
        "not_base64url",
        "spare bits in the payload, one byte left over",
        P256.signed(&input),
    );
    let input = format!(
        "{header}.{}",
        with_spare_bits(&encode(claims_of_length(2)), 1)
    );
    table.refuse(
        "not_base64url",
        "spare bits in the payload, two bytes left over",
        P256.signed(&input),
    );
    let header = r#"{"alg":"ES256", "kid":"p"}"#;
    let input = format!("{}.{payload}", with_spare_bits(&encode(header), 1));
    table.refuse(
        "not_base64url",
        "spare bits in the header",
        P256.signed(&input),
    );
    table.refuse(
        "not_base64url",
        "one character more than bytes have",
        format!("{}A", encode_signature_of_three()),
    );
}

/// Claims whose length leaves so many bytes over when divided by three.
fn claims_of_length(over: usize) -> String {
    let fits = |spaces: &usize| (claims("").len() + spaces) % 3 == over;
    let spaces = (0..3).find(fits).unwrap_or_default();
    claims("") + &" ".repeat(spaces)
}

fn with_spare_bits(text: &str, spare: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (start, last) = text.split_at(text.len() - 1);
    let value = ALPHABET.iter().position(|byte| [*byte] == last.as_bytes());
    let other = ALPHABET[value.unwrap_or_default() | spare];
    format!("{start}{}", char::from(other))
}

/// 66 bytes of signature are 88 characters: whole, so one more is none.
fn encode_signature_of_three() -> String {
    let input = format!("{}.{}", encode(P256.header("p")), encode(claims("")));
    let signature = [P256.sign(input.as_bytes()), vec![0; 2]].concat();
    format!("{input}.{}", encode(signature))
}

/// RFC 4648 §4 in place of §5, where it makes a difference.
fn standard_alphabet(table: &mut Table) {
    let standard = |part: &str| part.replace('-', "+").replace('_', "/");
    let name = claims_with("name", Some("\"ÿÿÿ>>>???~~~\""));
    let payload = standard(&encode(name));
    let input = format!("{}.{payload}", encode(P256.header("p")));
    table.refuse(
        "not_base64url",
        "+ and / in the payload",
        P256.signed(&input),
    );
    let token = (0..64).find_map(|n| {
        let token = P256.token(P256.header("p"), claims(&format!(r#","n":{n}"#)));
        let (input, signature) = token.rsplit_once('.')?;
        let other = standard(signature);
        (other != signature).then(|| format!("{input}.{other}"))
    });
    table.refuse(
        "not_base64url",
        "+ or / in the signature",
        token.unwrap_or_default(),
    );
}

fn padding(table: &mut Table) {
    let pad = |part: String| {
        let missing = (4 - part.len() % 4) % 4;
        part + &"=".repeat(missing)
    };
    let payload = claims_of_length(1);
    let input = format!(
        "{}.{}",
        pad(encode(P256.header("p"))),
        pad(encode(&payload))
    );
    let signature = encode(P256.sign(input.as_bytes()));
    let padded = format!("{input}.{}", pad(signature.clone()));
    table.refuse(
        "not_base64url",
        "padded as a load balancer does",
        padded.clone(),
    );
    table.against("padding");
    table.allow("padded, where that is allowed", padded.clone());
    table.allow("not padded, where it could be", P256.good("p"));
    for (name, token) in [
        ("half of the padding", format!("{input}.{signature}=")),
        ("too much padding", format!("{padded}=")),
        ("four more", format!("{padded}====")),
        ("padding alone", format!("{input}.=")),
        ("padding, then a line feed", format!("{padded}\n")),
    ] {
        table.refuse(
            "not_base64url",
            format!("{name}, where padding is allowed"),
            token,
        );
    }
}
