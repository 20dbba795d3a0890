//! Where the one token comes from.

use std::{
    io::{self, Read},
    path::PathBuf,
};

use super::TokenCommandError;

/// The argument, or else standard input, where no process list shows it.
pub(super) fn token(argument: Option<&str>) -> Result<Vec<u8>, TokenCommandError> {
    match argument {
        Some(token) => Ok(token.as_bytes().to_vec()),
        None => from_standard_input(),
    }
}

/// One line end after the token is the terminal's, not the token's.
fn from_standard_input() -> Result<Vec<u8>, TokenCommandError> {
    let mut token = Vec::new();
    io::stdin()
        .read_to_end(&mut token)
        .map_err(|error| TokenCommandError::Read(PathBuf::from("-"), error))?;
    if token.ends_with(b"\n") {
        token.pop();
    }
    Ok(token)
}
