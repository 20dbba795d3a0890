//! The lambdas: what is deployed, beside the same in Node.

use super::{benchmark, image, peers};
use crate::{Failure, lambda, paths, run, tools};

/// The newest Node that Lambda has.
const NODE: u32 = 24;

/// Functions ▸ peers ▸ Node ▸ pictures ▸ what starts and invokes ▸ benchmark.
pub fn lambda(options: Vec<String>) -> Result<(), Failure> {
    println!("Roundel: building what changed");
    let ours = lambda::build_for_here()?;
    peers("lambda")?;
    let node = tools::node(NODE)?;
    image::inputs()?;
    run::step("building what starts and invokes them", || {
        let package = ["build", "--release", "--package", "roundel-bench-lambda"];
        run::quiet(run::cargo().args(package))
    })?;
    println!("\nRoundel: each function and its twin in turn, on one core");
    run::loud(
        benchmark("benches/lambda/run.mjs", options)
            .arg("--driver")
            .arg(paths::binaries().join("bench-lambda"))
            .arg("--ours")
            .arg(ours)
            .arg("--zips")
            .arg(paths::lambda_zips())
            .arg("--node")
            .arg(node)
            .arg("--inputs")
            .arg(image::pictures()),
    )
}
