//! SQS in process: at-least-once, with a visibility timeout, redelivery and a dead-letter queue.
//!
//! [`Queue`] holds the messages, [`mapping`] is Lambda's event-source mapping, [`api`] the one SQS action that the
//! lambdas call (`SendMessage`) and the doors that tests and people look through.

pub mod api;
mod dead_letters;
pub mod mapping;
mod message;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

pub use dead_letters::{DeadLetter, DeadLetters};
pub use message::{Attribute, Message, arn};

/// How a queue treats what is not deleted.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// How long a received message stays out of sight before it is delivered again.
    pub visibility: Duration,
    /// After how many receives a message goes to the dead letters.
    pub max_receives: u32,
    /// Deliver everything twice and out of order, as a standard queue may.
    pub chaos: bool,
}

/// As in the template, except that a developer need not wait: SQS asks for six times the lambda's timeout.
impl Default for Policy {
    fn default() -> Self {
        Self {
            visibility: Duration::from_secs(2),
            max_receives: 5,
            chaos: false,
        }
    }
}

/// How many messages are where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Depth {
    /// Waiting for their first delivery or for their next.
    pub waiting: usize,
    /// Delivered, not yet deleted, not yet due again.
    pub in_flight: usize,
    /// Given up.
    pub dead: usize,
}

/// A standard queue. Clones are the same queue.
#[derive(Clone, Debug)]
pub struct Queue(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    policy: Policy,
    dead: DeadLetters,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    entries: Vec<Entry>,
    /// What was ever sent, newest last, for redelivery on demand.
    history: std::collections::VecDeque<Message>,
}

#[derive(Debug)]
struct Entry {
    message: Message,
    due: Instant,
    in_flight: bool,
}

const HISTORY: usize = 1000;

impl Queue {
    /// An empty queue whose failures go to `dead`.
    pub fn new(name: &str, policy: Policy, dead: DeadLetters) -> Self {
        Self(Arc::new(Inner {
            name: name.to_owned(),
            policy,
            dead,
            state: Mutex::default(),
            changed: Notify::new(),
        }))
    }

    /// The last part of its ARN and URL.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where its failures go.
    pub fn dead(&self) -> &DeadLetters {
        &self.0.dead
    }

    /// Puts a message in and gives its id.
    pub fn send(&self, body: String) -> String {
        let message = Message::new(body);
        let id = message.id.clone();
        let mut state = self.state();
        if state.history.len() == HISTORY {
            state.history.pop_front();
        }
        state.history.push_back(message.clone());
        drop(state);
        self.enqueue(&message);
        id
    }

    /// Delivers a past message once more, as a standard queue may; the newest where no id is given.
    /// False when there is no such message.
    pub fn redeliver(&self, id: Option<&str>) -> bool {
        let past = self
            .state()
            .history
            .iter()
            .rev()
            .find(|message| id.is_none_or(|id| message.id == id))
            .cloned();
        past.map(|message| self.enqueue(&message)).is_some()
    }

    /// Waits for messages and takes up to `most` of them out of sight.
    pub async fn receive(&self, most: usize) -> Vec<Message> {
        loop {
            let changed = self.0.changed.notified();
            let (batch, next) = self.take_due(most);
            if !batch.is_empty() {
                return batch;
            }
            let far = Instant::now() + Duration::from_secs(3600);
            tokio::select! {
                () = changed => {}
                () = sleep_until(next.unwrap_or(far)) => {}
            }
        }
    }

    /// Takes a handled message out for good. A receipt of an earlier delivery deletes nothing.
    pub fn delete(&self, receipt: &str) {
        self.state()
            .entries
            .retain(|entry| entry.message.receipt != receipt);
    }

    /// How many messages are where.
    pub fn depth(&self) -> Depth {
        let now = Instant::now();
        let state = self.state();
        let in_flight = state
            .entries
            .iter()
            .filter(|entry| entry.in_flight && entry.due > now)
            .count();
        Depth {
            waiting: state.entries.len() - in_flight,
            in_flight,
            dead: self.0.dead.all().len(),
        }
    }

    fn enqueue(&self, message: &Message) {
        let copies = if self.0.policy.chaos { 2 } else { 1 };
        for _ in 0..copies {
            let delay = if self.0.policy.chaos {
                jitter()
            } else {
                Duration::ZERO
            };
            let entry = Entry {
                message: message.clone(),
                due: Instant::now() + delay,
                in_flight: false,
            };
            let mut state = self.state();
            let last = state.entries.len();
            let place = if self.0.policy.chaos {
                below(last + 1)
            } else {
                last
            };
            state.entries.insert(place, entry);
        }
        self.0.changed.notify_waiters();
    }

    /// The messages that are due, and when the next one will be.
    fn take_due(&self, most: usize) -> (Vec<Message>, Option<Instant>) {
        let now = Instant::now();
        let mut state = self.state();
        let (expired, entries) =
            std::mem::take(&mut state.entries)
                .into_iter()
                .partition(|entry| {
                    entry.due <= now && entry.message.receives >= self.0.policy.max_receives
                });
        state.entries = entries;
        for entry in expired {
            self.0.dead.bury(DeadLetter::after_receives(&entry.message));
        }
        let mut batch = Vec::new();
        for entry in state.entries.iter_mut().filter(|entry| entry.due <= now) {
            if batch.len() == most {
                break;
            }
            entry.due = now + self.0.policy.visibility;
            entry.in_flight = true;
            entry.message.received();
            batch.push(entry.message.clone());
        }
        (batch, state.entries.iter().map(|entry| entry.due).min())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // nothing panics while it is held; a poisoned lock would still hold whole messages
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Up to 300 ms, so that two messages sent together may change places.
fn jitter() -> Duration {
    Duration::from_millis(below(300) as u64)
}

/// A number drawn below this one, which is at least 1.
fn below(bound: usize) -> usize {
    let random = uuid::Uuid::new_v4().as_u128() % bound as u128;
    usize::try_from(random).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{DeadLetters, Policy, Queue};

    fn queue(max_receives: u32) -> Queue {
        let policy = Policy {
            visibility: Duration::from_millis(20),
            max_receives,
            chaos: false,
        };
        Queue::new("q", policy, DeadLetters::in_memory())
    }

    #[tokio::test]
    async fn what_is_deleted_is_gone_and_what_is_not_comes_again() {
        let queue = queue(3);
        queue.send("kept".into());
        queue.send("deleted".into());
        let first = queue.receive(10).await;
        assert_eq!(first.len(), 2);
        queue.delete(&first[1].receipt);
        let second = queue.receive(10).await;
        assert_eq!(second.len(), 1);
        assert_eq!(second[0].body, "kept");
        assert_eq!(second[0].receives, 2);
        assert_ne!(second[0].receipt, first[0].receipt);
        queue.delete(&first[0].receipt);
        assert_eq!(
            queue.depth().in_flight,
            1,
            "a stale receipt deletes nothing"
        );
    }

    #[tokio::test]
    async fn after_its_last_receive_a_message_is_dead() {
        let queue = queue(2);
        queue.send("poison".into());
        queue.receive(1).await;
        queue.receive(1).await;
        let nothing = tokio::time::timeout(Duration::from_millis(80), queue.receive(1)).await;
        assert!(nothing.is_err());
        assert_eq!(queue.dead().all().len(), 1);
        assert_eq!(queue.dead().all()[0].body, "poison");
    }

    #[tokio::test]
    async fn a_past_message_is_delivered_again_on_demand() {
        let queue = queue(3);
        let id = queue.send("once".into());
        let first = queue.receive(1).await;
        queue.delete(&first[0].receipt);
        assert!(queue.redeliver(Some(&id)));
        assert_eq!(queue.receive(1).await[0].id, id);
        assert!(!queue.redeliver(Some("unknown")));
    }
}
