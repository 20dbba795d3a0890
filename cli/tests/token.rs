//! `roundel token verify` as a script would call it.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be"
)]

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

const NOW: u64 = 1_795_000_000;

struct Issuer {
    key: Ed25519KeyPair,
    folder: PathBuf,
}

impl Issuer {
    fn new(test: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        fs::create_dir_all(&folder).unwrap();
        let key = Ed25519KeyPair::generate().unwrap();
        let x = URL_SAFE_NO_PAD.encode(key.public_key());
        let jwk = json!({"kty":"OKP","crv":"Ed25519","kid":"k","use":"sig","alg":"EdDSA","x":x});
        fs::write(folder.join("jwks.json"), json!({"keys":[jwk]}).to_string()).unwrap();
        Self { key, folder }
    }

    fn token(&self, change: impl FnOnce(&mut Value)) -> String {
        let mut claims = json!({
            "iss": "https://issuer.example", "sub": "andrew", "client_id": "web", "aud": "api",
            "token_use": "access", "iat": NOW, "exp": NOW + 3600,
        });
        change(&mut claims);
        let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA","kid":"k"}"#);
        let input = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature = URL_SAFE_NO_PAD.encode(self.key.sign(input.as_bytes()));
        format!("{input}.{signature}")
    }

    fn verify(&self, options: &[&str]) -> Command {
        self.command("verify", options)
    }

    fn command(&self, name: &str, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_roundel"));
        command
            .args([
                "token",
                name,
                "--issuer",
                "https://issuer.example",
                "--jwks",
            ])
            .arg(self.folder.join("jwks.json"))
            .args(["--now", &NOW.to_string()])
            .args(options);
        command
    }
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_batch_is_answered_line_by_line_whatever_it_holds() {
    let issuer = Issuer::new("batch");
    let good = issuer.token(|_| {});
    let tokens = [
        json!(good).to_string(),
        json!(issuer.token(|claims| claims["exp"] = NOW.into())).to_string(),
        json!(issuer.token(|claims| claims["client_id"] = "other".into())).to_string(),
        json!(issuer.token(|claims| claims["token_use"] = "id".into())).to_string(),
        json!(format!("{good}\n")).to_string(),
        json!("\u{0} \u{2028} ../../ 💥").to_string(),
        r#""\ud800""#.to_owned(),
        "17".to_owned(),
        String::new(),
        json!("x".repeat(100_000)).to_string(),
    ];
    let batch = issuer.folder.join("batch.jsonl");
    fs::write(&batch, tokens.join("\n") + "\n").unwrap();
    let output = issuer
        .verify(&["--client-id", "web", "--token-use", "access", "--batch"])
        .arg(&batch)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let answers = lines(&output);
    assert_eq!(answers.len(), tokens.len());
    assert_eq!(answers[0]["claims"]["sub"], "andrew");
    let codes: Vec<&str> = answers[1..]
        .iter()
        .map(|answer| answer["code"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes[..3],
        ["expired", "client_id_mismatch", "token_use_mismatch"]
    );
    assert_eq!(codes[3], "not_base64url");
    assert_eq!(codes[5..8], ["not_a_json_string"; 3]);
    assert_eq!(codes[8], "token_too_long");
}

/// What is printed when the token comes from standard input.
fn given(command: &mut Command, token: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{token}").unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn one_token_is_read_from_standard_input_and_decides_the_exit_code() {
    let issuer = Issuer::new("one");
    for (token, code) in [(issuer.token(|_| {}), 0), ("a.b.c".to_owned(), 1)] {
        let output = given(&mut issuer.verify(&["--audience", "api"]), &token);
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(lines(&output)[0]["ok"], code == 0);
    }
}

#[test]
fn an_audience_is_compared_whole() {
    let issuer = Issuer::new("audience");
    let token = issuer.token(|claims| claims["aud"] = json!(["api-2", "ap"]));
    let output = issuer
        .verify(&["--audience", "api", &token])
        .output()
        .unwrap();
    assert_eq!(
        lines(&output)[0],
        json!({"ok": false, "code": "audience_mismatch"})
    );
}

#[test]
fn wrong_usage_is_2_and_a_missing_file_is_1() {
    let issuer = Issuer::new("usage");
    let both = issuer
        .verify(&["--audience", "a", "--client-id", "c", "t"])
        .output()
        .unwrap();
    assert_eq!(both.status.code(), Some(2));
    let missing = issuer
        .verify(&["--batch", "no-such-file"])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(missing.stdout.is_empty());
    assert!(String::from_utf8_lossy(&missing.stderr).contains("no-such-file"));
}

#[test]
fn scopes_groups_and_several_recipients_are_asked_for() {
    let issuer = Issuer::new("policy");
    let token = issuer.token(|claims| {
        claims["scope"] = "openid avatars/write".into();
        claims["roles"] = json!(["staff"]);
    });
    let answer = |options: &[&str]| {
        let output = issuer.verify(options).arg(&token).output().unwrap();
        let answer = lines(&output).remove(0);
        answer["code"].as_str().unwrap_or("ok").to_owned()
    };
    let clients = ["--client-id", "ios", "--client-id", "web"];
    let with = |more: &[&'static str]| answer(&[&clients[..], more].concat());
    assert_eq!(with(&[]), "ok");
    assert_eq!(
        with(&["--scope", "openid", "--scope", "avatars/write"]),
        "ok"
    );
    assert_eq!(
        with(&["--scope", "openid", "--scope", "x"]),
        "scope_mismatch"
    );
    assert_eq!(with(&["--group", "staff"]), "group_mismatch");
    let roles = ["--group-claim", "roles", "--group", "x", "--group", "staff"];
    assert_eq!(with(&roles), "ok");
    assert_eq!(with(&["--longest-lifetime", "60"]), "lifetime_too_long");
    assert_eq!(answer(&["--client-id", "ios"]), "client_id_mismatch");
}

#[test]
fn explain_tells_people_which_check_failed_and_never_the_signature() {
    let issuer = Issuer::new("explain");
    let token = issuer.token(|claims| claims["exp"] = (NOW - 60).into());
    let output = given(
        &mut issuer.command("explain", &["--client-id", "web"]),
        &token,
    );
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("refused: the token has expired (expired)\n"),
        "{text}"
    );
    for line in [
        "  ok   signature          kid \"k\"\n",
        "  off  scopes             scope absent\n",
        "  FAIL expiry             exp 2026-11-18T11:05:40Z (60 s ago)\n      asked for:         now before exp\n",
        "  -    lifetime           not reached\n",
        "signed by the issuer:\n",
        "    \"sub\": \"andrew\"\n",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains(token.rsplit('.').next().unwrap()));
}

#[test]
fn explain_is_json_for_tools_and_harmless_for_terminals() {
    let issuer = Issuer::new("explain-json");
    let good = given(
        &mut issuer.command("explain", &["--json"]),
        &issuer.token(|_| {}),
    );
    assert_eq!(good.status.code(), Some(0));
    let report = lines(&good).remove(0);
    assert_eq!(
        (&report["allowed"], &report["code"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(report["claims"]["sub"], "andrew");
    assert_eq!(report["checks"][0]["name"], "length");
    let hostile = URL_SAFE_NO_PAD.encode("{\"\u{1b}[2J\u{202e}\u{9b}31m\":1");
    for options in [&["--json"][..], &[]] {
        let token = format!("{hostile}.{hostile}.AA");
        let output = given(&mut issuer.command("explain", options), &token);
        assert_eq!(output.status.code(), Some(1));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{text:?}");
        assert!(text.contains("\\u001b[2J\\u202e\\u009b31m"), "{text:?}");
    }
}
