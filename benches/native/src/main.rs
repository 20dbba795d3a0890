//! `bench-variants PHOTO OUT`: makes every variant of the photo once for each line on standard input, and answers with
//! a line of JSON: wall and processor milliseconds and the peak of resident memory. The files are left in `OUT`.
//!
//! The benchmark's runner talks to the peers in the same way, so that all of them can take turns.

use std::io::{BufRead, Write, stdin, stdout};
use std::path::Path;
use std::time::Instant;

use roundel_bench_native::process::Process;
use roundel_imaging::{Limits, Variant, VariantOptions, variants};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [photo, out] = &arguments[..] else {
        return Err("usage: bench-variants PHOTO OUT".into());
    };
    let photo = std::fs::read(photo)?;
    for line in stdin().lock().lines() {
        line?;
        let (made, answer) = measured(&photo)?;
        writeln!(stdout(), "{answer}")?;
        keep(&made, Path::new(out))?;
    }
    Ok(())
}

fn measured(photo: &[u8]) -> Result<(Vec<Variant>, String), Failure> {
    let process = Process::own();
    let (cpu, start) = (process.cpu_ms(), Instant::now());
    let made = variants(photo, &VariantOptions::default(), &Limits::UPLOAD)?.variants;
    let wall = start.elapsed().as_secs_f64() * 1e3;
    let both = process.cpu_ms().zip(cpu);
    let cpu = both.map(|(after, before)| after - before);
    let (cpu, peak) = (json(cpu), json(process.peak_memory_mb()));
    let bytes: usize = made.iter().map(|variant| variant.bytes.len()).sum();
    let answer =
        format!(r#"{{"wall_ms":{wall},"cpu_ms":{cpu},"peak_memory_mb":{peak},"bytes":{bytes}}}"#);
    Ok((made, answer))
}

fn json(value: Option<f64>) -> String {
    value.map_or_else(|| "null".to_owned(), |value| value.to_string())
}

fn keep(made: &[Variant], out: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(out)?;
    for variant in made {
        let name = format!("{}.{}", variant.size, variant.format.extension());
        std::fs::write(out.join(name), &variant.bytes)?;
    }
    Ok(())
}
