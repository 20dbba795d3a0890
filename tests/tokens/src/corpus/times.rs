//! Rows 16 to 18: times that are none, too early, too late, or out of order.

use super::{Table, with_claim, with_payload};
use crate::claims::{NOW, claims_with};

pub(super) fn add(table: &mut Table) {
    table.row(16);
    not_times(table);
    table.row(17);
    expiry(table);
    table.row(18);
    beginnings(table);
    order(table);
}

fn not_times(table: &mut Table) {
    table.refuse(
        "claim_missing",
        "no exp",
        with_payload(claims_with("exp", None)),
    );
    for name in ["exp", "nbf", "iat"] {
        for value in [
            "\"1795003600\"",
            "null",
            "true",
            "[1795003600]",
            "{}",
            "-1",
            "0",
            "-0",
            "0.0",
            "1e400",
            "1e-400",
            "9007199254740992",
            "9223372036854775808",
            "1e16",
        ] {
            let token = with_claim(name, value);
            table.refuse("claim_invalid", format!("{name} {value}"), token);
        }
        let token = with_claim(name, "NaN");
        table.refuse("malformed_json", format!("{name} NaN"), token);
    }
}

fn expiry(table: &mut Table) {
    let exp = |time: u64| with_claim("exp", &time.to_string());
    table.allow("exp a second ahead", exp(NOW + 1));
    table.refuse(
        "expired",
        "exp is now",
        without_iat("exp", &NOW.to_string()),
    );
    table.refuse(
        "expired",
        "exp a second ago",
        without_iat("exp", &(NOW - 1).to_string()),
    );
    table.refuse("expired", "exp long ago", without_iat("exp", "1"));
    table.allow(
        "exp half a second ahead",
        with_claim("exp", &format!("{NOW}.5")),
    );
    table.allow("exp with an exponent", with_claim("exp", "1.7950001e9"));
    table.allow("exp 25 h ahead", exp(NOW + 25 * 3_600));
    table.refuse(
        "lifetime_too_long",
        "exp a second more than 25 h ahead",
        exp(NOW + 25 * 3_600 + 1),
    );
    table.refuse(
        "lifetime_too_long",
        "exp at the end of time",
        exp((1 << 53) - 1),
    );
    table.refuse(
        "lifetime_too_long",
        "exp in milliseconds",
        exp((NOW + 3_600) * 1_000),
    );
    table.against("10 min lifetime");
    table.allow("exp 10 min ahead, and no more allowed", exp(NOW + 600));
    table.refuse(
        "lifetime_too_long",
        "exp an hour ahead where 10 min are allowed",
        exp(NOW + 3_600),
    );
    table.against("300 s tolerance");
    table.allow(
        "exp 299 s ago within 300 s",
        without_iat("exp", &(NOW - 299).to_string()),
    );
    table.refuse(
        "expired",
        "exp 300 s ago within 300 s",
        without_iat("exp", &(NOW - 300).to_string()),
    );
}

fn beginnings(table: &mut Table) {
    table.allow("nbf is now", with_claim("nbf", &NOW.to_string()));
    table.refuse(
        "not_yet_valid",
        "nbf a second ahead",
        with_claim("nbf", &(NOW + 1).to_string()),
    );
    table.refuse(
        "not_yet_valid",
        "nbf half a second ahead",
        with_claim("nbf", &format!("{NOW}.5")),
    );
    table.allow("iat 5 s ahead", with_claim("iat", &(NOW + 5).to_string()));
    table.refuse(
        "issued_in_future",
        "iat 6 s ahead",
        with_claim("iat", &(NOW + 6).to_string()),
    );
    table.refuse(
        "issued_in_future",
        "iat in milliseconds",
        with_claim("iat", &(NOW * 1_000).to_string()),
    );
    table.against("300 s tolerance");
    table.allow(
        "nbf 300 s ahead within 300 s",
        with_claim("nbf", &(NOW + 300).to_string()),
    );
    table.refuse(
        "not_yet_valid",
        "nbf 301 s ahead within 300 s",
        with_claim("nbf", &(NOW + 301).to_string()),
    );
    table.allow(
        "iat 300 s ahead within 300 s",
        with_claim("iat", &(NOW + 300).to_string()),
    );
    table.refuse(
        "issued_in_future",
        "iat 301 s ahead within 300 s",
        with_claim("iat", &(NOW + 301).to_string()),
    );
}

/// What a tolerance lets through, the order of a token's own times does not.
fn order(table: &mut Table) {
    for (profile, late, exp) in [
        ("strict", NOW + 4, NOW + 3),
        ("300 s tolerance", NOW - 1, NOW - 2),
    ] {
        table.against(profile);
        let iat =
            claims_with("iat", Some(&late.to_string())).replace(&until(NOW + 3_600), &until(exp));
        table.refuse(
            "times_out_of_order",
            format!("{profile}: iat after exp"),
            with_payload(iat),
        );
    }
    let nbf = claims_with("nbf", Some(&(NOW + 10).to_string()))
        .replace(&until(NOW + 3_600), &until(NOW + 9));
    table.refuse("times_out_of_order", "nbf after exp", with_payload(nbf));
}

fn until(exp: u64) -> String {
    format!("\"exp\":{exp}")
}

/// So that the order of times is not what is wrong.
fn without_iat(name: &str, value: &str) -> String {
    let iat = format!(",\"iat\":{NOW}");
    with_payload(claims_with(name, Some(value)).replace(&iat, ""))
}
