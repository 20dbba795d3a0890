//! Tokens: the edge as it is deployed, under each Node that Lambda@Edge has.

use super::{benchmark, peers};
use crate::{Failure, build, edge, paths, run, tools};

/// Edge ▸ function ▸ peers ▸ versions of Node ▸ benchmark.
pub fn token(options: Vec<String>) -> Result<(), Failure> {
    println!("Roundel: building what changed");
    build::edge()?;
    edge::example_function()?;
    peers("token")?;
    let mut runner = benchmark("benches/token/run.mjs", options);
    let edge = paths::edge_bundle();
    runner.arg("--function").arg(edge.join("function.js"));
    runner.arg("--edge").arg(edge);
    for (major, _) in tools::NODES {
        runner.arg("--node").arg(tools::node(major)?);
    }
    println!("\nRoundel: the candidates side by side under each Node");
    run::loud(&mut runner)
}
