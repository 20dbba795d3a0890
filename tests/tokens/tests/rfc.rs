//! The examples of RFC 7515 (appendix A) and RFC 8037 (appendix A), typed in. They have no key ids, and what they sign is
//! not a Cognito token: so each is verified by a policy that takes its key without a name, and what is refused behind the
//! signature says that the signature is good.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use roundel_token::json::JsonError;
use roundel_token::{
    DropReason, Groups, JwkSet, NativeVerifier, Policy, Recipient, Scopes, TokenError, TokenUse,
    VerifySignature, verify,
};
use roundel_token_portable::PortableVerifier;

/// A.2.1.
const RSA: &str = r#"{"kty":"RSA","e":"AQAB",
    "n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#;
/// A.2.1 and A.2.2: `{"iss":"joe","exp":1300819380,"http://example.com/is_root":true}` in lines.
const RS256: &str = "eyJhbGciOiJSUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKB\
    YNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6Bf\
    I7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

/// A.3.1.
const P256: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
/// A.3.1 and A.3.2: the same claims.
const ES256: &str = "eyJhbGciOiJFUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

/// A.4.1.
const P521: &str = r#"{"kty":"EC","crv":"P-521",
    "x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
    "y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"}"#;
/// A.4.1 and A.4.2: `Payload`.
const ES512: &str = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.\
    AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdO\
    O8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";

/// RFC 8037 A.2.
const ED25519: &str =
    r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// RFC 8037 A.4: `Example of Ed25519 signing`.
const EDDSA: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
    hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

/// When the claims of A.2 and A.3 were good.
const NOW: u64 = 1_300_819_300;

fn set(key: &str) -> Vec<u8> {
    format!(r#"{{"keys":[{key}]}}"#).into_bytes()
}

fn check_with<S: VerifySignature>(token: &str, key: &str, primitive: &S) -> Option<TokenError> {
    let policy = Policy::new(
        ["joe"],
        Recipient::Any,
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    );
    let policy = policy.unwrap().allowing_missing_kid();
    let (keys, _) = JwkSet::load(&set(key), primitive).unwrap();
    verify(token.as_bytes(), &keys, &policy, NOW, primitive).err()
}

/// What both primitives answer, and that it is the same.
fn check(token: &str, key: &str) -> Option<TokenError> {
    let native = check_with(token, key, &NativeVerifier);
    assert_eq!(check_with(token, key, &PortableVerifier), native);
    native
}

/// Whether the primitives take the signature, whatever is signed.
fn signature_is_good(token: &str, key: &str) -> bool {
    fn by<S: VerifySignature>(token: &str, key: &str, primitive: &S) -> bool {
        let (keys, dropped) = JwkSet::load(&set(key), primitive).unwrap();
        assert_eq!(dropped, []);
        let key = primitive
            .prepare(keys.only().unwrap().public_key())
            .unwrap();
        let (input, signature) = token.rsplit_once('.').unwrap();
        primitive.verify(&key, input.as_bytes(), &decode(signature))
    }
    let native = by(token, key, &NativeVerifier);
    assert_eq!(by(token, key, &PortableVerifier), native);
    native
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(text)
        .unwrap()
}

/// The same token with another signature of the same length.
fn changed(token: &str) -> String {
    let (input, signature) = token.rsplit_once('.').unwrap();
    let other: String = signature
        .chars()
        .rev()
        .skip(2)
        .chain("AA".chars())
        .collect();
    format!("{input}.{other}")
}

#[test]
fn rfc_7515_a_2_rs256() {
    assert!(signature_is_good(RS256, RSA));
    // joe's claims have no subject, which is looked for when the signature is good
    assert_eq!(check(RS256, RSA), Some(TokenError::ClaimMissing("sub")));
    assert_eq!(check(&changed(RS256), RSA), Some(TokenError::BadSignature));
}

#[test]
fn rfc_7515_a_3_es256() {
    assert!(signature_is_good(ES256, P256));
    assert_eq!(check(ES256, P256), Some(TokenError::ClaimMissing("sub")));
    assert_eq!(check(&changed(ES256), P256), Some(TokenError::BadSignature));
}

#[test]
fn rfc_7515_a_4_es512_is_refused_by_name() {
    assert_eq!(check(ES512, P521), Some(TokenError::AlgNotAllowed));
    let (_, dropped) = JwkSet::load(&set(P521), &NativeVerifier).unwrap();
    assert_eq!(dropped[0].reason, DropReason::WrongCurve);
}

#[test]
fn rfc_8037_a_4_eddsa() {
    assert!(signature_is_good(EDDSA, ED25519));
    // what is signed is no JSON at all
    assert_eq!(
        check(EDDSA, ED25519),
        Some(TokenError::Payload(JsonError::Malformed))
    );
    assert!(!signature_is_good(&changed(EDDSA), ED25519));
}
