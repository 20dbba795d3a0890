//! The running copy of the edge bundle: the files as built, and the configuration of this stack.

use std::path::Path;

use serde_json::{Value, json};

use crate::error::StackError;
use crate::identity::CLIENT_ID;
use crate::state::State;

const FILES: [&str; 5] = [
    "handler.mjs",
    "host.mjs",
    "keys.mjs",
    "roundel_edge.js",
    "roundel_edge_bg.wasm",
];

/// Copies the bundle into the state directory and writes `config.json` beside it.
///
/// # Errors
/// [`StackError::Missing`] for a file that was not built, [`StackError::State`] for one that cannot be written.
pub fn install(bundle: &Path, state: &State, config: &Value) -> Result<(), StackError> {
    for name in FILES {
        let (from, to) = (bundle.join(name), state.path(&format!("edge/{name}")));
        if !from.is_file() {
            return Err(StackError::Missing { path: from });
        }
        std::fs::copy(&from, &to).map_err(StackError::state(to))?;
    }
    // without it, Node before 20.19 takes the .js file for CommonJS
    state.write_json("edge/package.json", &json!({ "type": "module" }))?;
    state.write_json("edge/config.json", config)
}

/// `config.json` of this stack's handler: one path rule of each kind.
pub fn config(issuer: &str, origins: &[&str]) -> Value {
    json!({
        "issuers": [issuer],
        "clientIds": [CLIENT_ID],
        "tokenUse": "access",
        "tokenSources": ["header", "cookie"],
        "cookieName": "roundel_token",
        "rawHeader": true,
        "corsOrigins": origins,
        "rules": [
            { "path": "/avatars/*", "access": "public" },
            { "path": "/members/*", "access": "signed-in", "origin": "/avatars/*" },
            { "path": "/owner/*", "access": "owner", "origin": "/avatars/*" },
        ],
        "defaultAvatar": "/avatars/default",
        "development": true,
    })
}
