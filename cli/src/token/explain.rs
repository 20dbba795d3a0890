//! `roundel token explain`: every check of one token, for people, or as JSON for their tools.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Args;
use roundel_token::{Check, Content, Line, NativeVerifier, Report, Verdict, explain, json::Value};

use super::{TokenCommandError, against::Options, exit_code, input};

/// Which token, and against what.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    options: Options,
    /// Write the report as one line of JSON
    #[arg(long)]
    json: bool,
    /// The token; without it, it is read from standard input, where no process list shows it
    token: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, TokenCommandError> {
    let against = arguments.options.read()?;
    let token = input::token(arguments.token.as_deref())?;
    let report = explain(
        &token,
        &against.keys,
        &against.policy,
        against.now,
        &NativeVerifier,
    );
    let text = match arguments.json {
        true => report.to_json() + "\n",
        false => for_people(&report),
    };
    io::stdout().write_all(text.as_bytes())?;
    Ok(exit_code(report.refused().is_none()))
}

/// Nothing of the token is printed but as JSON, whose writer lets no character through that a terminal would obey.
fn for_people(report: &Report) -> String {
    let verdict = match report.refused() {
        None => "taken".to_owned(),
        Some(why) => format!("refused: {why} ({})", why.code()),
    };
    let lines: String = report.lines().iter().map(line).collect();
    let belief = match is_signed(report) {
        true => "signed by the issuer",
        false => "nobody has signed for this",
    };
    let header = content("header", report.header());
    let claims = content("claims", report.claims());
    format!("{verdict}\n\n{lines}\n{belief}:\n{header}{claims}")
}

fn line(line: &Line) -> String {
    let (mark, name, asked) = (mark(line.verdict), line.check.name(), &line.asked);
    match (&line.found, line.verdict) {
        (Some(found), Verdict::Failed(_)) => {
            format!("  {mark} {name:<18} {found}\n      asked for:         {asked}\n")
        }
        (Some(found), _) => format!("  {mark} {name:<18} {found}\n"),
        (None, _) => format!("  {mark} {name:<18} not reached\n"),
    }
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "ok  ",
        Verdict::Failed(_) => "FAIL",
        Verdict::Off => "off ",
        Verdict::NotReached => "-   ",
    }
}

fn is_signed(report: &Report) -> bool {
    let signature = |line: &&Line| line.check == Check::Signature;
    let line = report.lines().iter().find(signature);
    line.is_some_and(|line| line.verdict == Verdict::Passed)
}

fn content(name: &str, content: &Content) -> String {
    match content {
        Content::Json(Value::Object(members)) => {
            let member = |(name, value): &(String, Value)| {
                format!("    {}: {value}\n", Value::from(name.as_str()))
            };
            let members: String = members.iter().map(member).collect();
            format!("  {name}\n{members}")
        }
        Content::Json(value) => format!("  {name} {value}\n"),
        Content::Text(text) => format!("  {name} {}\n", Value::from(text.as_str())),
        Content::Unreadable => format!("  {name} cannot be read\n"),
    }
}
