//! The one token of a request.

use roundel_token::{TokenError, TokenSource, token_from};

const HEADER: TokenSource = TokenSource::Header { raw: true };

#[test]
fn row_24_the_authorization_header() {
    let from = |value: &'static str| token_from(&[HEADER], [("Authorization", value)]);
    for value in ["Bearer a.b.c", "bearer a.b.c", "BEARER a.b.c", "a.b.c"] {
        assert_eq!(from(value), Ok("a.b.c"), "{value}");
    }
    for value in [
        "Bearer  a.b.c",
        "Bearer\ta.b.c",
        "Bearer a.b.c ",
        " a.b.c",
        "Bearer ",
        "",
        "Basic a.b.c",
        "Bearer a b",
        "a.b.c\t",
        "Bearer é",
    ] {
        assert_eq!(
            from(value),
            Err(TokenError::MalformedCredentials),
            "{value:?}"
        );
    }
    let strict = [TokenSource::Header { raw: false }];
    assert_eq!(
        token_from(&strict, [("authorization", "a.b.c")]),
        Err(TokenError::MalformedCredentials)
    );
}

#[test]
fn row_24_several_of_a_kind() {
    let two = [("authorization", "Bearer a"), ("Authorization", "Bearer a")];
    assert_eq!(
        token_from(&[HEADER], two),
        Err(TokenError::AmbiguousCredentials)
    );
    let cookie = [TokenSource::Cookie("t".into())];
    for headers in [
        vec![("cookie", "t=a; t=b")],
        vec![("cookie", "t=a;t=a")],
        vec![("cookie", "t=a"), ("Cookie", "t=b")],
    ] {
        assert_eq!(
            token_from(&cookie, headers),
            Err(TokenError::AmbiguousCredentials)
        );
    }
}

#[test]
fn row_24_one_configured_source() {
    let cookie = || TokenSource::Cookie("t".into());
    let both = [("authorization", "Bearer a"), ("cookie", "x=1; t=b; tt=3")];
    assert_eq!(token_from(&[HEADER], both), Ok("a"));
    assert_eq!(token_from(&[cookie()], both), Ok("b"));
    assert_eq!(
        token_from(&[HEADER, cookie()], both),
        Err(TokenError::AmbiguousCredentials)
    );
    let agreeing = [("authorization", "Bearer a"), ("cookie", "t=a")];
    assert_eq!(token_from(&[HEADER, cookie()], agreeing), Ok("a"));
    assert_eq!(
        token_from(&[HEADER, cookie()], [("cookie", "t=b")]),
        Ok("b")
    );
    assert_eq!(
        token_from(&[HEADER, cookie()], [("cookie", "T=b")]),
        Err(TokenError::Missing)
    );
    assert_eq!(
        token_from(&[cookie()], [("cookie", "t=")]),
        Err(TokenError::MalformedCredentials)
    );
    assert_eq!(
        token_from(&[cookie()], [("cookie", "t=\"a\tb\"")]),
        Err(TokenError::MalformedCredentials)
    );
}
