//! Every task of this repository: `cargo xtask <task>`.

mod apt;
mod bench;
mod browser;
mod build;
mod corpus;
mod dev;
mod edge;
mod fuzz;
mod infra;
mod lambda;
mod link;
mod oracles;
mod paths;
mod postgres;
mod prerequisites;
mod queries;
mod run;
mod size;
mod soak;
mod stamp;
mod test;
mod tokens;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <task>

  dev     build what changed and start the whole stack on this machine; Ctrl-C ends it
  test    build, then run every test: Rust, wasm under Node, wasm and pages in a browser
  build   build what changed and stop there
  edge    what is deployed to CloudFront: bundle or function, --config FILE; see docs/edge.md
  lambda  the functions' zips, target/lambda/<function>/bootstrap.zip: build [--arch arm64|x86_64] [--plain]
  synth   write the CDK stacks' templates to target/infra/cdk.out, offline
  deploy  also diff and destroy: the stacks of infra/.env, by the CDK; see docs/deploy.md
  corpus  decode every picture in a folder and compare with other decoders: corpus DIR
  fuzz    give a parser bytes that nobody thought of: fuzz <target> [--minutes N | FILE]
  bench   image-web, image-native, token or lambda: Roundel beside its peers; see docs/benchmarks.md
  tokens  a corpus and a million mutated tokens beside other verifiers: tokens [--count N] [--write-docs]
  soak    2,000 uploads where events come twice and shuffled, S3 fails and lambdas are killed: soak [--users N] [--uploads N]
  oracles our functions and stacks deployed into ministack, and what we sign beside boto3 and AWS's vectors; needs Python
  queries write lambda/api/.sqlx anew, from a migrated database: after a change of a query or of a migration
  size    print the sizes of the wasm modules and fail where one is over its budget
";

/// Why a task ended early: a sentence that says what to do next.
type Failure = String;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["dev", rest @ ..] => dev::dev(rest),
        ["test"] => test::test(),
        ["build"] => build::everything(),
        ["edge", rest @ ..] => edge::edge(rest),
        ["lambda", rest @ ..] => lambda::lambda(rest),
        ["synth"] => infra::synth(),
        ["diff", rest @ ..] => infra::diff(rest),
        ["deploy", rest @ ..] => infra::deploy(rest),
        ["destroy", rest @ ..] => infra::destroy(rest),
        ["corpus", rest @ ..] => corpus::corpus(rest),
        ["fuzz", rest @ ..] => fuzz::fuzz(rest),
        ["bench", rest @ ..] => bench::bench(rest),
        ["soak", rest @ ..] => soak::soak(rest),
        ["tokens", rest @ ..] => tokens::tokens(rest),
        ["oracles"] => oracles::oracles(),
        ["queries"] => queries::queries(),
        ["size"] => build::weighed().and_then(|()| size::check()),
        // rustc, where a build of ours made it take xtask for its linker
        ["-flavor", "wasm", rest @ ..] => link::link(rest),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
