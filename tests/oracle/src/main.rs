//! `oracle DIR`: decodes every picture in a folder and compares it with what other decoders make of it.

use std::path::Path;
use std::process::ExitCode;

use roundel_oracle::corpus;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: oracle DIR");
        return ExitCode::from(2);
    };
    let folder = Path::new(&folder);
    match corpus::check(folder, |path, verdict| {
        println!("{}: {verdict}", path.display());
    }) {
        Ok(report) => {
            println!("{report}");
            ExitCode::from(u8::from(!report.is_good()))
        }
        Err(error) => {
            eprintln!("oracle: {error}");
            ExitCode::from(2)
        }
    }
}
