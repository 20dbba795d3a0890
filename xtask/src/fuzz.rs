//! `cargo xtask fuzz <target> [--minutes N | FILE]`: bytes that nobody thought of, by libFuzzer.
//!
//! Needs what the other tasks need and a C++ compiler: libFuzzer is C++ and is built from its crate. The coverage that
//! guides it comes from a pass that the stable compiler has, so no nightly is needed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, paths, run};

/// Of pictures: seeds are fixtures, and most targets take their options from an input's last bytes.
const PICTURES: [&str; 4] = ["jpeg_decoder", "jpeg_encoder", "pipeline", "probe"];
/// Of tokens and requests: seeds are the corpus of `tests/tokens`.
const TOKENS: [&str; 4] = ["cookie", "event", "jwks", "token"];
const MINUTES: u32 = 30;

/// What libFuzzer wants to know of each branch and comparison.
const COVERAGE: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg=fuzzing",
];

/// The targets themselves watch memory and time more closely: this stops what never comes back to them.
const LIMITS: [&str; 3] = ["-timeout=60", "-max_len=65536", "-rss_limit_mb=2048"];

/// Behind each seed, for the targets that take their options from an input's last bytes: all off, and all on.
const OPTIONS: [[u8; 16]; 2] = [[0; 16], [0x55; 16]];

/// Prerequisites ▸ build ▸ seeds ▸ fuzz, or the one input of an earlier finding again.
pub fn fuzz(arguments: &[&str]) -> Result<(), Failure> {
    let (target, rest) = arguments.split_first().ok_or_else(usage)?;
    if !targets().any(|known| known == *target) {
        return Err(usage());
    }
    let input = match rest {
        [] => Input::Corpus(MINUTES),
        ["--minutes", minutes] => Input::Corpus(minutes.parse().map_err(|_| usage())?),
        [file] => Input::File(PathBuf::from(file)),
        _ => return Err(usage()),
    };
    check_cpp_compiler()?;
    let host = host()?;
    run::step("building the fuzz targets", || build(&host))?;
    run::step("writing seeds", || seed(target))?;
    start(&program(&host, target), target, &input)
}

enum Input {
    Corpus(u32),
    File(PathBuf),
}

fn targets() -> impl Iterator<Item = &'static str> {
    PICTURES.into_iter().chain(TOKENS)
}

fn usage() -> Failure {
    format!(
        "cargo xtask fuzz <target> [--minutes N | FILE]; targets: {}; without --minutes it is {MINUTES}",
        targets().collect::<Vec<_>>().join(", ")
    )
}

fn check_cpp_compiler() -> Result<(), Failure> {
    let named = std::env::var("CXX").ok();
    let mut candidates = named
        .as_deref()
        .into_iter()
        .chain(["c++", "g++", "clang++"]);
    let answers = |name: &str| Command::new(name).arg("--version").output().is_ok();
    if candidates.any(answers) {
        return Ok(());
    }
    Err("a C++ compiler is missing: install g++ or clang (Debian: apt install g++, macOS: xcode-select --install)".to_owned())
}

/// Naming the target keeps the coverage flags away from build scripts and macros.
fn host() -> Result<String, Failure> {
    let version = run::output(Command::new("rustc").arg("-vV"));
    let host = version.as_deref().and_then(|text| {
        let mut lines = text.lines();
        lines.find_map(|line| line.strip_prefix("host: "))
    });
    host.map(str::to_owned)
        .ok_or_else(|| "rustc is missing: install Rust from https://rustup.rs".to_owned())
}

fn build(host: &str) -> Result<(), Failure> {
    run::quiet(
        run::cargo()
            .current_dir(paths::at("fuzz"))
            .args(["build", "--release", "--locked", "--target", host])
            .env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}"))
            .env("CARGO_TARGET_DIR", folder("build")),
    )
}

fn folder(name: &str) -> PathBuf {
    paths::target().join("fuzz").join(name)
}

fn program(host: &str, target: &str) -> PathBuf {
    let name = format!("{target}{}", std::env::consts::EXE_SUFFIX);
    folder("build").join(host).join("release").join(name)
}

/// First inputs, into the corpus beside what earlier runs found.
fn seed(target: &str) -> Result<(), Failure> {
    let corpus = folder("corpus").join(target);
    if TOKENS.contains(&target) {
        let mut tokens = program_of("roundel-tokens");
        return run::quiet(tokens.args(["seeds", target]).arg(corpus));
    }
    let seeds = folder("seeds");
    let mut fixtures = program_of("roundel-fixtures");
    fixtures.arg("--table").arg(paths::at("fuzz/seeds.json"));
    run::quiet(fixtures.arg(&seeds))?;
    copy_with_options(&seeds, &corpus).map_err(|error| format!("cannot write seeds: {error}"))
}

/// A package's one program, ready for its arguments.
fn program_of(package: &str) -> Command {
    let mut cargo = run::cargo();
    cargo.args(["run", "--release", "--package", package, "--"]);
    cargo
}

fn copy_with_options(seeds: &Path, corpus: &Path) -> std::io::Result<()> {
    fs::create_dir_all(corpus)?;
    for entry in fs::read_dir(seeds)? {
        let path = entry?.path();
        let file = fs::read(&path)?;
        for (index, options) in OPTIONS.iter().enumerate() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let seed = [file.as_slice(), options].concat();
            fs::write(corpus.join(format!("{name}-{index}")), seed)?;
        }
    }
    Ok(())
}

fn start(program: &Path, target: &str, input: &Input) -> Result<(), Failure> {
    let artifacts = folder("artifacts").join(target);
    fs::create_dir_all(&artifacts).map_err(|error| format!("cannot write findings: {error}"))?;
    let mut command = Command::new(program);
    command.args(LIMITS).arg("-print_final_stats=1");
    command.arg(format!("-artifact_prefix={}/", artifacts.display()));
    match input {
        Input::Corpus(minutes) => command
            .arg(format!("-max_total_time={}", u64::from(*minutes) * 60))
            .arg(folder("corpus").join(target)),
        Input::File(file) => command.arg(file),
    };
    run::loud(&mut command).map_err(|failure| {
        format!(
            "{failure}\nThe input is in {}; `cargo xtask fuzz {target} FILE` runs it again.",
            artifacts.display()
        )
    })
}
