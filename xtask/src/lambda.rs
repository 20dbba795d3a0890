//! `cargo xtask lambda build`: the functions as Lambda is given them.

mod glibc;
pub mod sizes;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, build, paths, prerequisites, run, tools};

const USAGE: &str = "usage: cargo xtask lambda build [--arch arm64|x86_64] [--plain]";

/// The functions by their binaries.
pub const FUNCTIONS: [&str; 5] = ["key_upload", "authorizer", "session", "variants", "api"];

/// Makes `target/lambda/<function>/bootstrap.zip`.
pub fn lambda(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["build", rest @ ..] => Options::read(rest)?.build(),
        _ => Err(USAGE.to_owned()),
    }
}

/// Makes them for this machine, to be run here; gives the folder that has a folder of binaries for each profile.
pub fn build_for_here() -> Result<PathBuf, Failure> {
    let here = Architecture::here()
        .ok_or("the functions run on Linux alone, with an x86-64 or an arm64 processor")?;
    let options = Options {
        architecture: here,
        plain: false,
    };
    options.build()?;
    Ok(paths::target().join(here.triple()))
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
        for group in Group::ALL {
            let mut compile = self.compiler()?;
            group.of(&mut compile, triple, self.plain);
            let what = format!("building {} for {triple}", group.functions.join(", "));
            run::step(&what, || run::quiet(&mut compile))?;
            let built = paths::target().join(triple).join(group.profile);
            for name in group.functions {
                glibc::check(&built.join(name))?;
            }
            run::step("packing", || {
                run::quiet(&mut self.pack(&built, group.functions))
            })?;
        }
        sizes::check()
    }

    fn compiler(&self) -> Result<Command, Failure> {
        let triple = self.architecture.triple();
        if !self.plain {
            return zigbuild(triple);
        }
        if Architecture::here() != Some(self.architecture) {
            return Err(format!(
                "--plain builds for this machine alone, and it is not {triple}"
            ));
        }
        let mut cargo = run::cargo();
        cargo.args(["build", "--target", triple]);
        Ok(cargo)
    }

    fn pack(&self, built: &Path, functions: &[&str]) -> Command {
        let mut pack = Command::new("node");
        pack.arg(paths::at("lambda/bundle/pack.mjs"))
            .arg("--built")
            .arg(built)
            .arg("--out")
            .arg(paths::lambda_zips())
            .args(["--architecture", self.architecture.name()])
            .args(functions);
        pack
    }
}

/// Functions that are built together, for what one of them links is compiled for all.
struct Group {
    package: &'static str,
    functions: &'static [&'static str],
    profile: &'static str,
    features: &'static [&'static str],
    /// Whether a panic is caught, for which the tables are needed that say how to unwind.
    unwinds: bool,
}

/// For aws-lc. Its assembly for ADX and AVX2 is mostly X25519, Ed25519 and ML-DSA, a sixth of an x86-64 zip; without it a
/// signature takes 18 µs more. On arm64 the word means nothing.
const SMALL_C: &str =
    "-fno-asynchronous-unwind-tables -fno-unwind-tables -DMY_ASSEMBLER_IS_TOO_OLD_FOR_ADX_AVX2";

/// Tables that come with what is compiled already. The linker is started in the repository's root.
const NO_UNWIND: &str =
    "-Clink-arg=-Wl,--no-eh-frame-hdr -Clink-arg=-Wl,-T,lambda/bundle/no-unwind.ld";

impl Group {
    const ALL: [Self; 3] = [Self::TOKENS, Self::VARIANTS, Self::API];
    /// Tokens and signatures: no SDK, no HTTP/2, no codecs, no database.
    const TOKENS: Self = Self {
        package: "roundel-lambda",
        functions: &["key_upload", "authorizer", "session"],
        profile: "lambda-api",
        features: &["--no-default-features"],
        unwinds: false,
    };
    const VARIANTS: Self = Self {
        package: "roundel-lambda",
        functions: &["variants"],
        profile: "lambda",
        features: &[],
        unwinds: true,
    };
    /// Profiles and posts. A panic over one request must not end a container that has its connection.
    const API: Self = Self {
        package: "roundel-api",
        functions: &["api"],
        profile: "lambda",
        features: &[],
        unwinds: true,
    };

    fn of(&self, compile: &mut Command, triple: &str, plain: bool) {
        compile
            .args(["--package", self.package, "--profile", self.profile])
            .args(self.features)
            .args(self.functions.iter().flat_map(|name| ["--bin", name]));
        if !self.unwinds {
            let target = triple.replace('-', "_");
            let flags = format!("CARGO_TARGET_{}_RUSTFLAGS", target.to_uppercase());
            // a linker of somebody's own may need for its start-up code what zig's does not
            let linked = if plain { "" } else { NO_UNWIND };
            compile
                .env(flags, format!("-Cforce-unwind-tables=no {linked}"))
                .env(format!("CFLAGS_{target}"), SMALL_C);
        }
    }
}

impl Architecture {
    /// This machine's, where it runs what is deployed.
    fn here() -> Option<Self> {
        match (std::env::consts::OS, std::env::consts::ARCH) {
            ("linux", "aarch64") => Some(Self::Arm64),
            ("linux", "x86_64") => Some(Self::X86),
            _ => None,
        }
    }

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
    use super::{Architecture, FUNCTIONS, Group, Options};

    #[test]
    fn every_function_is_in_one_group() {
        let groups = Group::ALL.map(|group| group.functions);
        assert_eq!(groups.concat(), FUNCTIONS);
    }

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
