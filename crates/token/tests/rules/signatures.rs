//! Signatures: their range, and whose they are.

use roundel_token::{Claims, TokenError};

use crate::check;
use crate::signing::{ED25519, OTHER_RSA, P256, RSA, Signer, claims, claims_with, encode};

/// A token of `signer` whose signature bytes are changed.
fn resigned(
    signer: &Signer,
    kid: &str,
    change: impl FnOnce(&mut Vec<u8>),
) -> Result<Claims, TokenError> {
    let token = signer.good(kid);
    let (input, _) = token.rsplit_once('.').unwrap();
    let mut signature = signer.sign(input.as_bytes());
    change(&mut signature);
    check(format!("{input}.{}", encode(&signature)))
}

const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6,
    0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

#[test]
fn row_06_ecdsa_r_and_s_are_in_range() {
    let bad = Err(TokenError::BadSignature);
    assert!(resigned(&P256, "p", |_| {}).is_ok());
    for half in [0, 32] {
        assert_eq!(resigned(&P256, "p", |s| s[half..half + 32].fill(0)), bad);
        assert_eq!(
            resigned(&P256, "p", |s| s[half..half + 32]
                .copy_from_slice(&P256_ORDER)),
            bad
        );
        assert_eq!(resigned(&P256, "p", |s| s[half..half + 32].fill(0xff)), bad);
    }
    assert_eq!(resigned(&P256, "p", |s| s.fill(0)), bad);
}

#[test]
fn row_06_ecdsa_is_64_bytes_and_never_der() {
    let bad = Err(TokenError::BadSignature);
    assert_eq!(resigned(&P256, "p", |s| s.push(0)), bad);
    assert_eq!(resigned(&P256, "p", |s| s.truncate(s.len() - 1)), bad);
    assert_eq!(resigned(&P256, "p", |s| s.insert(0, 0)), bad);
    let der = |s: &mut Vec<u8>| {
        let integer = |half: &[u8]| [&[2, 33, 0], half].concat();
        let (r, s_half) = (integer(&s[..32]), integer(&s[32..]));
        *s = [
            &[0x30, u8::try_from(r.len() + s_half.len()).unwrap()],
            &r[..],
            &s_half[..],
        ]
        .concat();
    };
    assert_eq!(resigned(&P256, "p", der), bad);
}

/// Little-endian addition of the group's order to s.
fn add_order(scalar: &mut [u8]) {
    let order: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0;
    for (byte, add) in scalar.iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        [*byte, _] = sum.to_le_bytes();
        carry = sum >> 8;
    }
}

#[test]
fn row_06_ed25519_s_is_below_the_order() {
    let bad = Err(TokenError::BadSignature);
    assert!(resigned(&ED25519, "e", |_| {}).is_ok());
    assert_eq!(resigned(&ED25519, "e", |s| add_order(&mut s[32..])), bad);
    assert_eq!(resigned(&ED25519, "e", |s| s.push(0)), bad);
}

#[test]
fn row_06_an_ed25519_signature_with_a_point_of_small_order() {
    // R = the neutral point.
    let neutral = |s: &mut Vec<u8>| {
        s[..32].fill(0);
        s[0] = 1;
    };
    assert_eq!(
        resigned(&ED25519, "e", neutral),
        Err(TokenError::BadSignature)
    );
}

#[test]
fn row_07_rsa_length_and_range() {
    let bad = Err(TokenError::BadSignature);
    assert!(resigned(&RSA, "r", |_| {}).is_ok());
    assert_eq!(resigned(&RSA, "r", |s| s.insert(0, 0)), bad);
    assert_eq!(resigned(&RSA, "r", |s| s.truncate(s.len() - 1)), bad);
    assert_eq!(resigned(&RSA, "r", |s| s.fill(0xff)), bad);
    assert_eq!(resigned(&RSA, "r", |s| s.fill(0)), bad);
    assert_eq!(resigned(&RSA, "r", |s| s[17] ^= 1), bad);
}

#[test]
fn row_07_the_signature_is_over_header_and_payload() {
    let token = RSA.good("r");
    let parts: Vec<&str> = token.split('.').collect();
    let other = encode(claims(r#","admin":true"#).as_bytes());
    assert_eq!(
        check(format!("{}.{other}.{}", parts[0], parts[2])),
        Err(TokenError::BadSignature)
    );
    assert_eq!(check(OTHER_RSA.good("r")), Err(TokenError::BadSignature));
}

#[test]
fn nothing_is_said_about_claims_before_the_signature_is_good() {
    let expired = OTHER_RSA.token(OTHER_RSA.header("r"), claims_with("exp", Some("1")));
    assert_eq!(check(expired), Err(TokenError::BadSignature));
}
