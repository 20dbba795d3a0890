//! Row 6: signatures on curves.

use num_bigint::BigUint;

use super::super::Table;
use super::{input, over_other_claims, resigned};
use crate::base64url::encode;
use crate::claims::claims;
use crate::signer::{ED25519, OTHER_ED25519, OTHER_P256, P256, Signer, ed25519_with_neutral_point};

/// P-256's order (SP 800-186 §3.2.1.3).
const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

pub(super) fn p256(table: &mut Table) {
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

pub(super) fn ed25519(table: &mut Table) {
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
