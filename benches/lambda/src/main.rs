//! `bench-lambda PLAN`: starts and invokes Roundel's function and its twin in turn, and prints a line of JSON for every sample.
//!
//! | `what` | a sample is |
//! |---|---|
//! | `cold` | a fresh process, from the moment it is asked for to its first answer |
//! | `warm` | an invocation of a process that has answered before |

mod affinity;
mod contestant;
mod events;
mod pairs;
mod plan;
mod rounds;
mod services;

use plan::{Pair, Plan};
use services::Services;

type Failure = Box<dyn std::error::Error>;

/// One thread: what goes between the functions and the clock is as short as it can be.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let given = std::env::args().nth(1).ok_or("usage: bench-lambda PLAN")?;
    let plan: Plan = serde_json::from_str(&given)?;
    let services = Services::start(&plan.scratch)?;
    affinity::one_for_functions();
    match plan.pair {
        Pair::KeyUpload => pairs::key_upload(&plan, &services).await,
        Pair::Variants => pairs::variants(&plan, &services).await,
    }
}
