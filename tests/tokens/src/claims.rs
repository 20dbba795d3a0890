//! Claims as Cognito writes them into access tokens.

/// Whose tokens they are.
pub const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE";
/// Whom they are for.
pub const CLIENT: &str = "3n4b5urk1ft4fl3mg5e62d9ado";
/// Of whom they speak.
pub const SUB: &str = "9f1c2d3e-0000-4000-8000-123456789abc";
/// When they are looked at, in seconds since 1970: 2026-11-18.
pub const NOW: u64 = 1_795_000_000;

/// Good at [`NOW`] for an hour, with `more` at the end: nothing, or a comma and members.
pub fn claims(more: &str) -> String {
    let (exp, iat) = (NOW + 3_600, NOW);
    format!(
        r#"{{"iss":"{ISSUER}","client_id":"{CLIENT}","token_use":"access","sub":"{SUB}","exp":{exp},"iat":{iat}{more}}}"#
    )
}

/// The same with one member's value replaced, put at the end where it was not there, or left out.
pub fn claims_with(name: &str, value: Option<&str>) -> String {
    let quoted = |text: &str| format!("\"{text}\"");
    let own = [
        ("iss", quoted(ISSUER)),
        ("client_id", quoted(CLIENT)),
        ("token_use", quoted("access")),
        ("sub", quoted(SUB)),
        ("exp", (NOW + 3_600).to_string()),
        ("iat", NOW.to_string()),
    ];
    let others = own.iter().filter(|(own, _)| *own != name);
    let mut members: Vec<String> = others
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    members.extend(value.map(|value| format!("\"{name}\":{value}")));
    format!("{{{}}}", members.join(","))
}
