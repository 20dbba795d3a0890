//! `judge SOURCE RESULT...`: SSIMULACRA2 of each result against the source's centred square, shrunk to the result's
//! side by a float Lanczos3, once in linear light and once on gamma-encoded values, where it fits best.
//!
//! All are binary PPM files, so that no decoder of ours has a say. Prints `LINEAR GAMMA` for each result, in order.

mod align;
mod lanczos;
mod picture;
mod score;

use std::process::ExitCode;

use picture::Picture;
use score::Judge;

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    match judge(&files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("judge: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn judge(files: &[String]) -> Result<(), Failure> {
    let (source, results) = files.split_first().ok_or("usage: judge SOURCE RESULT...")?;
    let mut judge = Judge::new(Picture::read(source)?);
    for result in results {
        let (linear, gamma) = judge.scores(&Picture::read(result)?)?;
        println!("{linear:.3} {gamma:.3}");
    }
    Ok(())
}
