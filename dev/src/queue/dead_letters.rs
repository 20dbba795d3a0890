//! The dead-letter queue: kept in memory and, a JSON line each, in `dlq.jsonl`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::message::{Attributes, Message};
use crate::clock;

/// A message that was given up.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// The id it had in its queue, or a new one when a lambda sent it here itself.
    pub message_id: String,
    /// What was sent.
    pub body: String,
    /// The attributes a lambda gave it, its reason among them.
    pub message_attributes: Attributes,
    /// How often it was delivered before.
    pub receives: u32,
    /// Milliseconds since 1970.
    pub buried_at: u64,
}

impl DeadLetter {
    /// A message that a lambda gave up itself, with its reason in the attributes.
    pub fn sent(body: String, message_attributes: Attributes) -> Self {
        Self {
            message_id: uuid::Uuid::new_v4().to_string(),
            body,
            message_attributes,
            receives: 0,
            buried_at: clock::unix_millis(),
        }
    }

    /// A message that was received as often as its queue allows.
    pub(super) fn after_receives(message: &Message) -> Self {
        Self {
            message_id: message.id.clone(),
            body: message.body.clone(),
            message_attributes: Attributes::new(),
            receives: message.receives,
            buried_at: clock::unix_millis(),
        }
    }
}

/// The letters, oldest first. Clones are the same queue.
#[derive(Clone, Debug, Default)]
pub struct DeadLetters {
    letters: Arc<Mutex<Vec<DeadLetter>>>,
    journal: Option<Arc<PathBuf>>,
}

impl DeadLetters {
    /// Letters that are gone with the process.
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// Letters that are written to a file as well, a JSON line each.
    pub fn journalled(path: PathBuf) -> Self {
        Self {
            journal: Some(Arc::new(path)),
            ..Self::default()
        }
    }

    /// Keeps a letter.
    pub fn bury(&self, letter: DeadLetter) {
        self.write_down(&letter);
        self.lock().push(letter);
    }

    /// Every letter of this run.
    pub fn all(&self) -> Vec<DeadLetter> {
        self.lock().clone()
    }

    fn write_down(&self, letter: &DeadLetter) {
        let (Some(path), Ok(line)) = (&self.journal, serde_json::to_string(letter)) else {
            return;
        };
        let written = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(path.as_ref())
            .and_then(|mut file| writeln!(file, "{line}"));
        if let Err(error) = written {
            eprintln!(
                "dead letter {} is not in the journal: {error}",
                letter.message_id
            );
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<DeadLetter>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
