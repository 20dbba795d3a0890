//! `cargo xtask soak [--users N] [--uploads N] [--seed N] [--kills N]`: the local stack on its worst day, on this machine
//! alone. It fails where an upload, a pointer or a variant is not what it must be.

use std::process::Command;

use crate::{Failure, build, paths, postgres::Postgres, run};

const USAGE: &str = "cargo xtask soak [--users N] [--uploads N] [--seed N] [--kills N]; \
without them 2,000 uploads by 200 people and 20 kills";

/// Build ▸ soak.
pub fn soak(arguments: &[&str]) -> Result<(), Failure> {
    if !arguments.chunks(2).all(is_option) {
        return Err(format!("usage: {USAGE}"));
    }
    println!("Roundel: building what changed");
    build::everything()?;
    println!("\nRoundel: the stack on a bad day");
    let mut node = Command::new("node");
    node.current_dir(paths::root())
        .arg(paths::at("tests/soak/run.mjs"))
        .args(arguments)
        .env("ROUNDEL_TARGET", paths::target())
        .env("ROUNDEL_EDGE_DIR", paths::edge_bundle())
        .env("ROUNDEL_BIN", paths::binaries());
    run::loud(Postgres::find_or_install()?.tell(&mut node))
}

fn is_option(pair: &[&str]) -> bool {
    match pair {
        ["--users" | "--uploads" | "--kills", number] => {
            number.parse::<u32>().is_ok_and(|number| number > 0)
        }
        ["--seed", number] => number.parse::<u32>().is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_option;

    #[test]
    fn numbers_pass_and_anything_else_is_refused() {
        assert!(is_option(&["--users", "8"]) && is_option(&["--seed", "0"]));
        for wrong in [
            &["--users", "0"][..],
            &["--users"],
            &["--uploads", "x"],
            &["--fast", "1"],
        ] {
            assert!(!is_option(wrong), "{wrong:?}");
        }
    }
}
