//! `edge-function CONFIG`: writes the source of the CloudFront function for this configuration, before it is made small.

use std::process::ExitCode;

use roundel_edge::Config;

fn main() -> ExitCode {
    match source() {
        Ok(source) => {
            print!("{source}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("edge-function: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn source() -> Result<String, String> {
    let path = std::env::args_os().nth(1);
    let path = path.ok_or("usage: edge-function CONFIG")?;
    let name = path.to_string_lossy();
    let text = std::fs::read(&path).map_err(|error| format!("{name}: {error}"))?;
    let config = Config::parse(&text).map_err(|wrong| format!("{name}: {} is wrong", wrong.0))?;
    roundel_edge_function::source(&config).map_err(|error| format!("{name}: {error}"))
}
