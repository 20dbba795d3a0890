//! Tokens: the edge as it is deployed, under each Node that Lambda@Edge has.

use super::{benchmark, peers};
use crate::{Failure, build, paths, run, tools};

/// Edge bundle ▸ peers ▸ versions of Node ▸ benchmark.
pub fn token(options: Vec<String>) -> Result<(), Failure> {
    println!("Roundel: building what changed");
    build::edge()?;
    peers("token")?;
    let mut runner = benchmark("benches/token/run.mjs", options);
    runner.arg("--edge").arg(paths::edge_bundle());
    for (major, _) in tools::NODES {
        runner.arg("--node").arg(tools::node(major)?);
    }
    println!("\nRoundel: the candidates side by side under each Node");
    run::loud(&mut runner)
}
