//! `cargo xtask synth | diff | deploy | destroy`: the CDK stacks of `infra/`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Failure, build, edge, lambda, paths, run, stamp::Stamped};

/// Writes the templates to `target/infra/cdk.out`. Offline: what is not built is a placeholder, and said.
pub fn synth() -> Result<(), Failure> {
    compile()?;
    let env = env_file().unwrap_or_else(|_| paths::at("infra/.env.example"));
    println!("  settings: {}", env.display());
    let templates = made("cdk.out");
    run::loud(
        Command::new("node")
            .arg(paths::at("infra/dist/app.js"))
            .env("ROUNDEL_ENV", &env)
            .env("ROUNDEL_PLACEHOLDERS", "true")
            .env("CDK_OUTDIR", &templates),
    )?;
    println!("  templates: {}", templates.display());
    Ok(())
}

/// What deploying would change. Options are the CDK's.
pub fn diff(options: &[&str]) -> Result<(), Failure> {
    prepare()?;
    cdk("diff", options, false)
}

/// Makes the account what the settings say. Options are the CDK's.
pub fn deploy(options: &[&str]) -> Result<(), Failure> {
    prepare()?;
    cdk("deploy", &[&["--all"], options].concat(), false)
}

/// Takes the stacks away. Nothing is deployed by this, so nothing need be built.
pub fn destroy(options: &[&str]) -> Result<(), Failure> {
    compile()?;
    env_file()?;
    cdk("destroy", &[&["--all"], options].concat(), true)?;
    println!("  what stays, and how it goes too: docs/deploy.md, \"Taking it down\"");
    Ok(())
}

/// The TypeScript, for everything here and for its tests.
pub fn compile() -> Result<(), Failure> {
    build::npm_packages()?;
    Stamped {
        name: "infra",
        what: "compiling the stacks",
        inputs: &[
            "package-lock.json",
            "infra/package.json",
            "infra/tsconfig.json",
            "infra/src",
        ],
        with: "",
        outputs: &[paths::at("infra/dist/app.js")],
    }
    .run(|| run::quiet(run::npm().args(["run", "build", "--workspace", "infra"])))
}

/// The origin-response handler beside the default avatar: of `picture`, or of the one that is drawn.
pub fn origin_response(picture: Option<&str>) -> Result<PathBuf, Failure> {
    let folder = made("origin-response");
    run::step("making the default avatar", || {
        build::targets("--example", &["default_avatar"])?;
        let mut program = Command::new(paths::program("examples/default_avatar"));
        run::quiet(program.arg(folder.join("default")).args(picture))
    })?;
    let handler = paths::at("infra/edge/origin_response.mjs");
    fs::copy(&handler, folder.join("index.mjs"))
        .map_err(|error| format!("cannot copy {}: {error}", handler.display()))?;
    Ok(folder)
}

/// Lambdas there ▸ settings checked ▸ the edge's parts made of them. What would be deployed is always of these settings.
fn prepare() -> Result<(), Failure> {
    lambdas_are_built()?;
    env_file()?;
    compile()?;
    let config = made("edge.json");
    let (tier, picture) = edge_settings(&config)?;
    let config = config.to_string_lossy();
    match tier.as_str() {
        "function" => {
            let out = made("function.js");
            edge::edge(&[
                "function",
                "--config",
                &config,
                "--out",
                &out.to_string_lossy(),
            ])?;
        }
        _ => {
            let out = made("edge-bundle");
            edge::edge(&[
                "bundle",
                "--config",
                &config,
                "--out",
                &out.to_string_lossy(),
            ])?;
        }
    }
    origin_response(picture.as_deref()).map(|_| ())
}

fn lambdas_are_built() -> Result<(), Failure> {
    let zip = |name: &&str| {
        paths::target()
            .join("lambda")
            .join(name)
            .join("bootstrap.zip")
    };
    let missing: Vec<&str> = lambda::FUNCTIONS
        .into_iter()
        .filter(|name| !zip(name).is_file())
        .collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "{} not built: run `cargo xtask lambda build` first",
            missing.join(", ")
        )),
    }
}

/// The tier, and the picture of the default avatar; the edge's configuration goes into a file.
fn edge_settings(config: &Path) -> Result<(String, Option<String>), Failure> {
    let folder = config.parent().unwrap_or(config);
    fs::create_dir_all(folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let output = Command::new("node")
        .arg(paths::at("infra/dist/edge_config.js"))
        .arg(config)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run node: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = printed.lines();
    let tier = lines.next().unwrap_or_default().to_owned();
    let picture = lines.next().filter(|line| !line.is_empty());
    Ok((tier, picture.map(str::to_owned)))
}

/// `infra/.env`, or the file that `ROUNDEL_ENV` names.
fn env_file() -> Result<PathBuf, Failure> {
    let path = match std::env::var_os("ROUNDEL_ENV") {
        Some(path) => paths::root().join(path),
        None => paths::at("infra/.env"),
    };
    match path.is_file() {
        true => Ok(path),
        false => Err(format!(
            "{} is missing: copy infra/.env.example to infra/.env and fill it in",
            path.display()
        )),
    }
}

/// The pinned CDK, which may ask the person who runs it.
fn cdk(task: &str, options: &[&str], placeholders: bool) -> Result<(), Failure> {
    let script = if cfg!(windows) { "cdk.cmd" } else { "cdk" };
    run::interactive(
        Command::new(paths::at("node_modules/.bin").join(script))
            .current_dir(paths::at("infra"))
            .arg(task)
            .args(options)
            .env("ROUNDEL_PLACEHOLDERS", placeholders.to_string()),
    )
}

fn made(name: &str) -> PathBuf {
    paths::target().join("infra").join(name)
}
