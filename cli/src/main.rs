//! `roundel`: what the browser and the lambdas do, on the command line.

mod db;
mod process;
mod token;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Avatars: small, upright and private.
#[derive(Parser)]
#[command(name = "roundel", version, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make every size and format of an avatar from a photo
    Process(process::Arguments),
    /// Migrate the database
    #[command(subcommand)]
    Db(db::Command),
    /// Work with tokens
    #[command(subcommand)]
    Token(token::Command),
}

/// Usage errors end with 2, as clap's own do; everything else that goes wrong with 1.
fn main() -> ExitCode {
    let outcome = match CommandLine::parse().command {
        Command::Process(arguments) => process::run(&arguments).map_err(|e| e.to_string()),
        Command::Db(command) => db::run(&command).map_err(|e| e.to_string()),
        Command::Token(command) => token::run(&command).map_err(|e| e.to_string()),
    };
    match outcome {
        Ok(code) => code,
        Err(message) => {
            eprintln!("roundel: {message}");
            ExitCode::FAILURE
        }
    }
}
