//! Row 7: RSA's signatures, and messages that are nearly encoded as they should be.

use sha2::{Digest as _, Sha256, Sha512};

use super::super::Table;
use super::{input, over_other_claims, resigned};
use crate::base64url::encode;
use crate::claims::claims;
use crate::jwks::RSA_E3;
use crate::rsa::{RsaKey, SHA256_INFO};
use crate::signer::{OTHER_RSA, RSA, Signer};

pub(super) fn range(table: &mut Table) {
    for (name, change) in [
        ("a zero before", (|s| s.insert(0, 0)) as fn(&mut Vec<u8>)),
        ("a zero behind", |s| s.push(0)),
        ("a byte short", |s| s.truncate(255)),
        ("zero", |s| s.fill(0)),
        ("one", |s| {
            s.fill(0);
            s[255] = 1;
        }),
        ("2^2048 - 1", |s| s.fill(0xff)),
        ("a bit changed", |s| s[17] ^= 1),
    ] {
        table.refuse(
            "bad_signature",
            format!("RSA, {name}"),
            resigned(&RSA, "r", change),
        );
    }
    if let Signer::Rsa(key) = &*RSA {
        table.refuse(
            "bad_signature",
            "RSA, the modulus",
            resigned(&RSA, "r", |s| *s = key.modulus()),
        );
        table.refuse(
            "bad_signature",
            "RSA, the modulus minus one",
            resigned(&RSA, "r", |s| {
                *s = key.modulus();
                s[255] -= 1;
            }),
        );
        table.refuse(
            "bad_signature",
            "RSA, the signature plus the modulus",
            plus_modulus(key),
        );
    }
    table.refuse("bad_signature", "RSA by another key", OTHER_RSA.good("r"));
    table.refuse(
        "bad_signature",
        "RSA over other claims",
        over_other_claims(&RSA, "r"),
    );
}

/// Of the first claims whose signature leaves room for it.
fn plus_modulus(key: &RsaKey) -> String {
    let try_one = |n: u32| {
        let input = input(&RSA.header("r"), &claims(&format!(r#","n":{n}"#)));
        let larger = key.plus_modulus(&key.sign(input.as_bytes()))?;
        Some(format!("{input}.{}", encode(larger)))
    };
    (0..64).find_map(try_one).unwrap_or_default()
}

/// Encoded messages that are nearly RFC 8017 §9.2's, signed with the real key.
pub(super) fn encodings(table: &mut Table, key: &RsaKey) {
    let input = input(&RSA.header("r"), &claims(""));
    let digest = Sha256::digest(input.as_bytes()).to_vec();
    let good = [&SHA256_INFO, digest.as_slice()].concat();
    let null_left_out = [
        &[0x30, 0x2f, 0x30, 0x0b],
        &good[4..15],
        &[0x04, 0x20],
        &digest,
    ]
    .concat();
    let long_lengths = [&[0x30, 0x81, 0x31], &good[2..]].concat();
    let sha512 = Sha512::digest(input.as_bytes());
    let sha512_info = [
        &[0x30, 0x51, 0x30, 0x0d],
        &good[4..14],
        &[0x03, 0x05, 0x00, 0x04, 0x40],
        sha512.as_slice(),
    ]
    .concat();
    let mut other_oid = good.clone();
    other_oid[14] = 2;
    let mut mark = |name: &str, signature: Vec<u8>| {
        let token = format!("{input}.{}", encode(signature));
        table.refuse("bad_signature", format!("RSA, {name}"), token);
    };
    mark("the digest without a DigestInfo", key.sign_info(&digest));
    mark("a DigestInfo without NULL", key.sign_info(&null_left_out));
    mark(
        "a DigestInfo with long lengths",
        key.sign_info(&long_lengths),
    );
    mark("a DigestInfo of SHA-512", key.sign_info(&sha512_info));
    mark(
        "a DigestInfo of SHA-384 around SHA-256's digest",
        key.sign_info(&other_oid),
    );
    mark(
        "garbage behind the digest",
        key.sign_info(&[&good[..], &[0; 16]].concat()),
    );
    for (name, edit) in [
        ("block type 0", (|em| em[1] = 0) as fn(&mut [u8])),
        ("block type 2", |em| em[1] = 2),
        ("a leading byte", |em| em[0] = 0x80),
        ("a byte of padding that is not 0xff", |em| em[40] = 0xfe),
        ("padding of eight bytes and garbage", |em| {
            let info = em[205..].to_vec();
            em[10] = 0;
            em[11..62].copy_from_slice(&info);
        }),
        ("no zero behind the padding", |em| em[204] = 0xff),
        ("another digest", |em| em[255] ^= 1),
    ] {
        let mut encoded = [&[0, 1], [0xff; 202].as_slice(), &[0], &good].concat();
        edit(&mut encoded);
        mark(name, key.sign_encoded(&encoded));
    }
}

/// Row 7 names Bleichenbacher's forgery; the rule that stops it is that no key has exponent 3.
pub(super) fn small_exponent(table: &mut Table) {
    let input = input(r#"{"alg":"RS256","kid":"rsa-e3"}"#, &claims(""));
    let forged = RSA_E3.cube_root_forgery(input.as_bytes());
    table.refuse(
        "unknown_kid",
        "RSA, a cube root without the key",
        format!("{input}.{}", encode(forged)),
    );
}
