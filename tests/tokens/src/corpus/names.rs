//! Rows 21 and 22: whose token, for whom, for what, with which scopes and groups. Names are equal to the byte or not at all.

use super::{Table, with_claim, with_payload};
use crate::claims::{CLIENT, ISSUER, claims_with};

pub(super) fn add(table: &mut Table) {
    table.row(21);
    issuer(table);
    table.row(22);
    client(table);
    token_use(table);
    audience(table);
    scopes(table);
    groups(table);
    table.against("open");
    table.allow(
        "no client_id where anybody may be meant",
        with_payload(claims_with("client_id", None)),
    );
    table.allow(
        "no token_use where any will do",
        with_payload(claims_with("token_use", None)),
    );
    table.refuse(
        "claim_invalid",
        "client_id 1 where anybody may be meant",
        with_claim("client_id", "1"),
    );
    table.refuse(
        "claim_invalid",
        "token_use null where any will do",
        with_claim("token_use", "null"),
    );
}

fn issuer(table: &mut Table) {
    table.refuse(
        "claim_missing",
        "no iss",
        with_payload(claims_with("iss", None)),
    );
    for iss in [
        format!("{ISSUER}/"),
        ISSUER.to_uppercase(),
        ISSUER.replace("https", "HTTPS"),
        ISSUER.replace("EXAMPLE", "OTHER"),
        ISSUER.replace("https", "http"),
        ISSUER.replace(".com/", ".com:443/"),
        ISSUER.replace("amazonaws.com", "amazonaws.com.evil.example"),
        format!(" {ISSUER}"),
        format!("{ISSUER}#"),
        ISSUER.replace('_', "%5F"),
        String::new(),
    ] {
        let token = with_claim("iss", &format!("\"{iss}\""));
        table.refuse("issuer_mismatch", format!("iss \"{iss}\""), token);
    }
    for value in [
        format!("[\"{ISSUER}\"]"),
        "null".into(),
        "1".into(),
        "{}".into(),
    ] {
        table.refuse(
            "claim_invalid",
            format!("iss {value}"),
            with_claim("iss", &value),
        );
    }
}

fn client(table: &mut Table) {
    table.refuse(
        "client_id_mismatch",
        "no client_id",
        with_payload(claims_with("client_id", None)),
    );
    for value in [
        format!("{CLIENT}x"),
        CLIENT[1..].to_owned(),
        CLIENT.to_uppercase(),
        format!("{CLIENT} "),
        String::new(),
    ] {
        let token = with_claim("client_id", &format!("\"{value}\""));
        table.refuse(
            "client_id_mismatch",
            format!("client_id \"{value}\""),
            token,
        );
    }
    for value in [
        format!("[\"{CLIENT}\"]"),
        "null".into(),
        "1".into(),
        format!("{{\"{CLIENT}\":1}}"),
    ] {
        table.refuse(
            "claim_invalid",
            format!("client_id {value}"),
            with_claim("client_id", &value),
        );
    }
    let as_audience =
        claims_with("aud", Some(&format!("\"{CLIENT}\""))).replace("client_id", "azp");
    table.refuse(
        "client_id_mismatch",
        "the client as aud",
        with_payload(as_audience),
    );
}

fn token_use(table: &mut Table) {
    table.refuse(
        "token_use_mismatch",
        "no token_use",
        with_payload(claims_with("token_use", None)),
    );
    for value in ["id", "refresh", "Access", "acces", "access ", ""] {
        let token = with_claim("token_use", &format!("\"{value}\""));
        table.refuse(
            "token_use_mismatch",
            format!("token_use \"{value}\""),
            token,
        );
    }
    for value in [r#"["access"]"#, "null", "true"] {
        table.refuse(
            "claim_invalid",
            format!("token_use {value}"),
            with_claim("token_use", value),
        );
    }
}

fn audience(table: &mut Table) {
    table.against("audience");
    for value in [r#""web""#, r#"["web"]"#, r#"["other","app"]"#] {
        table.allow(format!("aud {value}"), with_claim("aud", value));
    }
    table.refuse(
        "audience_mismatch",
        "no aud",
        with_payload(claims_with("iat", None)),
    );
    for value in [
        r#""webx""#,
        r#""we""#,
        r#""WEB""#,
        r#""web,app""#,
        r#"["w","e","b"]"#,
        "[]",
        r#""""#,
    ] {
        table.refuse(
            "audience_mismatch",
            format!("aud {value}"),
            with_claim("aud", value),
        );
    }
    for value in [
        r#"{"web":1}"#,
        r#"["web",1]"#,
        r#"["web",null]"#,
        r#"[["web"]]"#,
        "null",
        "1",
        "true",
    ] {
        table.refuse(
            "claim_invalid",
            format!("aud {value}"),
            with_claim("aud", value),
        );
    }
    table.against("strict");
    for value in [r#"{"a":1}"#, r#"["a",1]"#, "7"] {
        let name = format!("aud {value} where the client counts");
        table.refuse("claim_invalid", name, with_claim("aud", value));
    }
}

fn scopes(table: &mut Table) {
    for (value, has_all, has_one) in [
        (r#""openid avatars/write""#, true, true),
        (r#""avatars/write x openid""#, true, true),
        (r#""openid""#, false, true),
        (r#""Openid avatars""#, false, false),
        (r#""openidavatars/write""#, false, false),
        (r#""openid,avatars/write""#, false, false),
        (r#""openid\tavatars/write""#, false, false),
        (r#""""#, false, false),
    ] {
        for (profile, is_enough) in [("scopes, all", has_all), ("scopes, one", has_one)] {
            table.against(profile);
            let (name, token) = (
                format!("{profile}: scope {value}"),
                with_claim("scope", value),
            );
            match is_enough {
                true => table.allow(name, token),
                false => table.refuse("scope_mismatch", name, token),
            }
        }
    }
    table.refuse(
        "scope_mismatch",
        "no scope",
        with_payload(claims_with("iat", None)),
    );
    for value in [
        r#"["openid","avatars/write"]"#,
        "null",
        "1",
        r#"{"openid":true}"#,
    ] {
        table.refuse(
            "claim_invalid",
            format!("scope {value}"),
            with_claim("scope", value),
        );
    }
}

fn groups(table: &mut Table) {
    for (value, has_all, has_one) in [
        (r#"["staff","admins"]"#, true, true),
        (r#"["admins","x","st\u0061ff"]"#, true, true),
        (r#"["staff"]"#, false, true),
        (r#"["Staff","admin","admins "]"#, false, false),
        ("[]", false, false),
    ] {
        for (profile, is_enough) in [("groups, all", has_all), ("groups, one", has_one)] {
            table.against(profile);
            let (name, token) = (
                format!("{profile}: {value}"),
                with_claim("cognito:groups", value),
            );
            match is_enough {
                true => table.allow(name, token),
                false => table.refuse("group_mismatch", name, token),
            }
        }
    }
    table.refuse(
        "group_mismatch",
        "no groups",
        with_payload(claims_with("iat", None)),
    );
    for value in [r#""staff""#, "null", r#"["staff",1]"#, r#"{"staff":true}"#] {
        table.refuse(
            "claim_invalid",
            format!("groups {value}"),
            with_claim("cognito:groups", value),
        );
    }
    table.against("roles");
    table.allow(
        "groups of another claim",
        with_claim("roles", r#"["staff"]"#),
    );
    table.refuse(
        "group_mismatch",
        "groups where roles count",
        with_claim("cognito:groups", r#"["staff"]"#),
    );
}
