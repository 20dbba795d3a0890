//! Rows 6 and 7: signatures out of range, of another length, in another encoding, or only nearly right.

use num_bigint::BigUint;
use sha2::{Digest as _, Sha256, Sha512};

use super::Table;
use crate::base64url::encode;
use crate::claims::claims;
use crate::jwks::RSA_E3;
use crate::rsa::{RsaKey, SHA256_INFO};
use crate::signer::{
    ED25519, OTHER_ED25519, OTHER_P256, OTHER_RSA, P256, RSA, Signer, ed25519_with_neutral_point,
};

pub(super) fn add(table: &mut Table) {
    table.row(6);
    p256(table);
    ed25519(table);
    table.row(7);
    rsa(table);
    if let Signer::Rsa(key) = &*RSA {
        rsa_encodings(table, key);
    }
    small_exponent(table);
}

/// P-256's order (SP 800-186 §3.2.1.3).
const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

fn p256(table: &mut Table) {
    let zero = [0; 32];
    let all = [0xff; 32];
    for (number, half) in [("r", 0), ("s", 32)] {
        for (value, name) in [
            (&zero, "zero"),
            (&P256_ORDER, "the order"),
            (&all, "2^256 - 1"),
        ] {
            let token = resigned(&P256, "p", |s| s[half..half + 32].copy_from_slice(value));
            table.refuse("bad_signature", format!("ECDSA, {number} is {name}"), token);
        }
    }
    for (name, change) in [
        ("all zero", (|s| s.fill(0)) as fn(&mut Vec<u8>)),
        ("r and s exchanged", |s| s.rotate_left(32)),
        ("a zero behind", |s| s.push(0)),
        ("a zero before", |s| s.insert(0, 0)),
        ("a byte short", |s| s.truncate(63)),
        ("r alone", |s| s.truncate(32)),
        ("each number with a leading zero", |s| {
            s.insert(32, 0);
            s.insert(0, 0);
        }),
        ("one byte", |s| s.truncate(1)),
        ("a bit changed", |s| s[40] ^= 1),
        ("DER", |s| *s = der(s)),
    ] {
        table.refuse(
            "bad_signature",
            format!("ECDSA, {name}"),
            resigned(&P256, "p", change),
        );
    }
    table.refuse(
        "bad_signature",
        "ECDSA by another key",
        OTHER_P256.good("p"),
    );
    table.refuse(
        "bad_signature",
        "ECDSA over other claims",
        over_other_claims(&P256, "p"),
    );
    // FIPS 186-5 has no lower half: both are the signature
    table.allow(
        "ECDSA, the order minus s",
        resigned(&P256, "p", |s| {
            let order = BigUint::from_bytes_be(&P256_ORDER);
            let other = (order - BigUint::from_bytes_be(&s[32..])).to_bytes_be();
            s.truncate(32);
            s.extend(vec![0; 32 - other.len()]);
            s.extend(other);
        }),
    );
}

/// SEQUENCE of two INTEGERs, as TLS and X.509 have it (RFC 3279 §2.2.3).
fn der(signature: &[u8]) -> Vec<u8> {
    let integer = |number: &[u8]| [&[2, 33, 0], number].concat();
    let numbers = [integer(&signature[..32]), integer(&signature[32..])].concat();
    [&[0x30, 70], numbers.as_slice()].concat()
}

fn ed25519(table: &mut Table) {
    let neutral = |first: u8, middle: u8, last: u8| {
        move |s: &mut Vec<u8>| {
            s[..32].fill(middle);
            (s[0], s[31]) = (first, last);
        }
    };
    table.refuse(
        "bad_signature",
        "EdDSA, s plus the order",
        resigned(&ED25519, "e", add_order),
    );
    table.refuse(
        "bad_signature",
        "EdDSA, R is the neutral point",
        resigned(&ED25519, "e", neutral(1, 0, 0)),
    );
    table.refuse(
        "bad_signature",
        "EdDSA, R is the neutral point again",
        resigned(&ED25519, "e", neutral(0xee, 0xff, 0x7f)),
    );
    table.refuse(
        "bad_signature",
        "EdDSA, R is no point",
        resigned(&ED25519, "e", neutral(2, 0, 0)),
    );
    for (name, change) in [
        ("all zero", (|s| s.fill(0)) as fn(&mut Vec<u8>)),
        ("the highest bit of s", |s| s[63] |= 0x80),
        ("the sign of R", |s| s[31] ^= 0x80),
        ("a zero behind", |s| s.push(0)),
        ("a byte short", |s| s.truncate(63)),
        ("R alone", |s| s.truncate(32)),
        ("a bit changed", |s| s[40] ^= 1),
    ] {
        table.refuse(
            "bad_signature",
            format!("EdDSA, {name}"),
            resigned(&ED25519, "e", change),
        );
    }
    if let Signer::Ed25519(key) = &*ED25519 {
        let input = input(&ED25519.header("e"), &claims(""));
        let signature = ed25519_with_neutral_point(key, input.as_bytes());
        table.refuse(
            "bad_signature",
            "EdDSA, R is the neutral point and s is right",
            format!("{input}.{}", encode(signature)),
        );
    }
    table.refuse(
        "bad_signature",
        "EdDSA by another key",
        OTHER_ED25519.good("e"),
    );
    table.refuse(
        "bad_signature",
        "EdDSA over other claims",
        over_other_claims(&ED25519, "e"),
    );
}

/// s and the order, little-endian (RFC 8032 §5.1): the same number to who reduces it.
fn add_order(signature: &mut Vec<u8>) {
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let sum = BigUint::from_bytes_le(&signature[32..]) + BigUint::from_bytes_le(&order);
    let mut bytes = sum.to_bytes_le();
    bytes.resize(32, 0);
    signature.truncate(32);
    signature.extend(bytes);
}

fn rsa(table: &mut Table) {
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
fn rsa_encodings(table: &mut Table, key: &RsaKey) {
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
fn small_exponent(table: &mut Table) {
    let input = input(r#"{"alg":"RS256","kid":"rsa-e3"}"#, &claims(""));
    let forged = RSA_E3.cube_root_forgery(input.as_bytes());
    table.refuse(
        "unknown_kid",
        "RSA, a cube root without the key",
        format!("{input}.{}", encode(forged)),
    );
}

fn input(header: &str, payload: &str) -> String {
    format!("{}.{}", encode(header), encode(payload))
}

fn resigned(signer: &Signer, kid: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let input = input(&signer.header(kid), &claims(""));
    let mut signature = signer.sign(input.as_bytes());
    change(&mut signature);
    format!("{input}.{}", encode(signature))
}

fn over_other_claims(signer: &Signer, kid: &str) -> String {
    let signature = signer.sign(input(&signer.header(kid), &claims("")).as_bytes());
    let other = input(&signer.header(kid), &claims(r#","admin":true"#));
    format!("{other}.{}", encode(signature))
}
