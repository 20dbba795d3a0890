//! `cargo xtask lambda build`: the functions as Lambda is given them.

mod glibc;
pub mod sizes;

use std::process::Command;

use crate::{Failure, build, paths, prerequisites, run, tools};

const USAGE: &str = "usage: cargo xtask lambda build [--arch arm64|x86_64] [--plain]";

/// The functions, each a binary of `roundel-lambda`.
pub const FUNCTIONS: [&str; 4] = ["key_upload", "authorizer", "session", "variants"];

/// Makes `target/lambda/<function>/bootstrap.zip`.
pub fn lambda(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["build", rest @ ..] => Options::read(rest)?.build(),
        _ => Err(USAGE.to_owned()),
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Options {
    architecture: Architecture,
    /// By cargo alone, for this machine's own architecture, and not by zig.
    plain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Architecture {
    Arm64,
    X86,
}

impl Options {
    fn read(arguments: &[&str]) -> Result<Self, Failure> {
        let mut options = Self {
            architecture: Architecture::Arm64,
            plain: false,
        };
        let mut rest = arguments;
        while !rest.is_empty() {
            rest = match rest {
                ["--plain", rest @ ..] => {
                    options.plain = true;
                    rest
                }
                ["--arch", "arm64", rest @ ..] => {
                    options.architecture = Architecture::Arm64;
                    rest
                }
                ["--arch", "x86_64", rest @ ..] => {
                    options.architecture = Architecture::X86;
                    rest
                }
                _ => return Err(USAGE.to_owned()),
            };
        }
        Ok(options)
    }

    /// Tools ▸ binaries ▸ what they need of the system ▸ zips ▸ sizes.
    fn build(&self) -> Result<(), Failure> {
        build::npm_packages()?;
        let triple = self.architecture.triple();
        prerequisites::rust_target(triple)?;
        let mut compile = match self.plain {
            true => self.cargo()?,
            false => zigbuild(triple)?,
        };
        compile.args(["--profile", "lambda", "--package", "roundel-lambda"]);
        let bins = FUNCTIONS.iter().flat_map(|name| ["--bin", name]);
        compile.args(bins);
        let what = format!("building the functions for {triple} (a first build takes minutes)");
        run::step(&what, || run::quiet(&mut compile))?;
        let built = paths::target().join(triple).join("lambda");
        for name in FUNCTIONS {
            glibc::check(&built.join(name))?;
        }
        let mut pack = Command::new("node");
        pack.arg(paths::at("lambda/bundle/pack.mjs"))
            .arg("--built")
            .arg(built)
            .arg("--out")
            .arg(paths::lambda_zips())
            .args(["--architecture", self.architecture.name()])
            .args(FUNCTIONS);
        run::step("packing them", || run::quiet(&mut pack))?;
        sizes::check()
    }

    fn cargo(&self) -> Result<Command, Failure> {
        let triple = self.architecture.triple();
        let here = cfg!(target_os = "linux") && triple.starts_with(std::env::consts::ARCH);
        if !here {
            return Err(format!(
                "--plain builds for this machine alone, and it is not {triple}"
            ));
        }
        let mut cargo = run::cargo();
        cargo.args(["build", "--target", triple]);
        Ok(cargo)
    }
}

impl Architecture {
    fn triple(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::X86 => "x86_64-unknown-linux-gnu",
        }
    }

    /// As Lambda has it.
    fn name(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86 => "x86_64",
        }
    }
}

/// zig compiles the C parts and links, against the glibc of `provided.al2023` on any machine.
fn zigbuild(triple: &str) -> Result<Command, Failure> {
    let zig = tools::zig()?;
    let (major, minor) = glibc::NEWEST;
    let mut cargo = run::cargo();
    cargo
        .args(["zigbuild", "--target"])
        .arg(format!("{triple}.{major}.{minor}"))
        .env("CARGO_ZIGBUILD_ZIG_PATH", zig);
    Ok(cargo)
}

#[cfg(test)]
mod tests {
    use super::{Architecture, Options};

    #[test]
    fn arm64_by_zig_unless_said_otherwise() {
        let usual = Options {
            architecture: Architecture::Arm64,
            plain: false,
        };
        assert_eq!(Options::read(&[]), Ok(usual));
        let plain = Options {
            architecture: Architecture::X86,
            plain: true,
        };
        assert_eq!(Options::read(&["--plain", "--arch", "x86_64"]), Ok(plain));
        for wrong in [&["--arch"][..], &["--arch", "mips"], &["plain"]] {
            assert!(Options::read(wrong).is_err(), "{wrong:?}");
        }
    }
}
