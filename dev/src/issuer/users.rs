//! The demo users.

use serde::Serialize;

/// Somebody who can sign in by name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct User {
    /// What is typed.
    pub username: &'static str,
    /// What tokens say: a UUID that never changes.
    pub sub: &'static str,
}

/// The demo users.
pub const USERS: [User; 3] = [
    User {
        username: "andrew",
        sub: "2b9f6a3e-5c1d-4f0a-9a56-0d3c8f1e7a01",
    },
    User {
        username: "bayko",
        sub: "7d14c0b2-93aa-4e58-8f2b-6b1a52c7d902",
    },
    User {
        username: "londo",
        sub: "c8e05f71-1f6e-4b3c-a1d9-94e2f7b06c03",
    },
];

/// The user of this name.
pub fn find(username: &str) -> Option<&'static User> {
    USERS.iter().find(|user| user.username == username)
}
