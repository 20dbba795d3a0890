//! Both in turn, each round begun by the other.

use std::time::Duration;

use serde_json::{Value, json};

use crate::Failure;
use crate::contestant::{Contestant, Running, Used};

/// Long enough for a function to be waiting for its next event again.
const REST: Duration = Duration::from_micros(200);

/// The next event of a contestant, by number, and whether an answer is what it should be.
pub trait Task {
    /// An event that this contestant was not sent before.
    fn event(&self, contestant: &Contestant, number: usize) -> Result<Value, Failure>;
    /// Refuses an answer that would make the measurement a lie.
    fn check(&self, contestant: &Contestant, answer: &Value) -> Result<(), Failure>;
}

/// Fresh processes; the first round fills the caches of files and does not count.
pub async fn cold(
    what: &str,
    task: &impl Task,
    pair: &[Contestant; 2],
    rounds: usize,
) -> Result<(), Failure> {
    for round in 0..=rounds {
        for at in in_turn(round) {
            let contestant = &pair[at];
            let event = task.event(contestant, round)?;
            let running = contestant.start()?;
            let (_, answer) = running.invoke(&event).await?;
            let (wall, used) = (running.age_ms(), running.used());
            task.check(contestant, &answer)?;
            if round > 0 {
                print(what, contestant, wall, used);
            }
        }
    }
    Ok(())
}

/// One process each, after `before` invocations that do not count. Each is invoked `turn` times before the other is: requests
/// that follow one another find the processor's caches as they left them.
pub async fn warm(
    task: &impl Task,
    pair: &[Contestant; 2],
    rounds: usize,
    before: usize,
    turn: usize,
) -> Result<(), Failure> {
    let running = [pair[0].start()?, pair[1].start()?];
    for first in (0..before + rounds).step_by(turn) {
        for at in in_turn(first / turn) {
            for number in first..first + turn {
                let event = task.event(&pair[at], number)?;
                let (wall, used, answer) = again(&running[at], &event).await?;
                task.check(&pair[at], &answer)?;
                if number >= before {
                    print("warm", &pair[at], wall, used);
                }
            }
        }
    }
    Ok(())
}

/// One more invocation, with the processor time that it alone took.
async fn again(running: &Running, event: &Value) -> Result<(f64, Used, Value), Failure> {
    tokio::time::sleep(REST).await;
    let before = running.used().cpu_ms;
    let (wall, answer) = running.invoke(event).await?;
    let mut used = running.used();
    let both = used.cpu_ms.zip(before);
    used.cpu_ms = both.map(|(after, before)| after - before);
    Ok((wall, used, answer))
}

fn in_turn(round: usize) -> [usize; 2] {
    [round % 2, 1 - round % 2]
}

fn print(what: &str, contestant: &Contestant, wall_ms: f64, used: Used) {
    let sample = json!({
        "candidate": contestant.name,
        "what": what,
        "wall_ms": wall_ms,
        "cpu_ms": used.cpu_ms,
        "peak_memory_mb": used.peak_memory_mb,
    });
    println!("{sample}");
}
