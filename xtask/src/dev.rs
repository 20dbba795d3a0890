//! `cargo xtask dev`: build what changed, then become the local stack.

use std::process::Command;

use crate::{Failure, build, paths, postgres::Postgres};

/// Builds and starts; returns only when the stack has ended.
pub fn dev(options: &[&str]) -> Result<(), Failure> {
    println!("Roundel: building what changed");
    build::everything()?;
    let mut stack = stack();
    let named = options.contains(&"--database-url") || std::env::var_os("DATABASE_URL").is_some();
    if !named {
        Postgres::find_or_install()?.tell(&mut stack);
    }
    become_stack(stack.args(options))
}

/// The local stack on this machine's build.
pub fn stack() -> Command {
    let mut stack = Command::new(paths::program("roundel-dev"));
    stack
        .current_dir(paths::root())
        .arg("--state")
        .arg(paths::target().join("dev"))
        .arg("--lambdas")
        .arg(paths::binaries())
        .arg("--edge")
        .arg(paths::edge_bundle())
        .arg("--www")
        .arg(paths::at("www/dist"));
    stack
}

/// Replaces this process, so that Ctrl-C and every other signal reach the stack itself.
#[cfg(unix)]
fn become_stack(stack: &mut Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    Err(format!("cannot start the local stack: {}", stack.exec()))
}

#[cfg(not(unix))]
fn become_stack(stack: &mut Command) -> Result<(), Failure> {
    let status = stack
        .status()
        .map_err(|e| format!("cannot start the local stack: {e}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the local stack ended with {status}"))
    }
}
