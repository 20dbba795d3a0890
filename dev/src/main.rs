//! `roundel-dev`: the whole of Roundel on this machine, until Ctrl-C.

use std::process::ExitCode;
use std::time::Instant;

use roundel_dev::database;
use roundel_dev::{Options, Stack, StackError, USAGE};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    match Options::parse(std::env::args_os().skip(1)) {
        Ok(Some(options)) => match run(options).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => complain(&error, 1),
        },
        Ok(None) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Err(error) => complain(&error, 2),
    }
}

async fn run(mut options: Options) -> Result<(), StackError> {
    let began = Instant::now();
    if options.database_url.is_none() {
        options.database_url = database::of_environment()?;
    }
    let stack = Stack::start(&options, |step| println!("  {step}")).await?;
    println!("ready in {} ms", began.elapsed().as_millis());
    println!("open {}", stack.addresses.demo);
    until_told().await;
    println!("stopping");
    stack.stop().await;
    Ok(())
}

/// Ctrl-C, a polite request to end, or the terminal is gone.
async fn until_told() {
    let polite = [SignalKind::terminate(), SignalKind::hangup()].map(signal);
    let [Ok(mut terminate), Ok(mut hangup)] = polite else {
        return drop(tokio::signal::ctrl_c().await);
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
        _ = hangup.recv() => {}
    }
}

fn complain(error: &StackError, code: u8) -> ExitCode {
    eprintln!("roundel-dev: {error}");
    ExitCode::from(code)
}
