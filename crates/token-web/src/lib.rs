//! The verifier for a page: [`explain`] takes a token and settings as text and answers with every check and its verdict. It
//! has no network, so whatever is pasted stays where it was pasted.
//!
//! Built by wasm-pack this is a module of its own, downloaded when somebody asks why a token is refused and not before. The
//! rules are those of the edge and the lambdas; the signatures are RustCrypto's.

#[cfg(target_arch = "wasm32")]
mod bindings;
mod settings;

pub use settings::{Settings, SettingsError};

use roundel_token_portable::PortableVerifier;

/// Every check of `token` against `settings` (see [`Settings::parse`]), as [`Report::to_json`] has it.
///
/// # Errors
/// A [`SettingsError`]: the settings are refused, which says nothing of the token.
///
/// ```
/// let settings = r#"{"issuers":["https://issuer.example"],"recipient":{"clientId":["web"]},"tokenUse":"access",
///     "scopes":"any","groups":"any","jwks":{"keys":[]},"now":1795000000}"#;
/// let report = roundel_token_web::explain("a.b.c", settings)?;
/// assert!(report.starts_with(r#"{"allowed":false,"code":"not_base64url""#));
/// # Ok::<(), roundel_token_web::SettingsError>(())
/// ```
///
/// [`Report::to_json`]: roundel_token::Report::to_json
pub fn explain(token: &str, settings: &str) -> Result<String, SettingsError> {
    let Settings { policy, keys, now } = Settings::parse(settings)?;
    let report = roundel_token::explain(token.as_bytes(), &keys, &policy, now, &PortableVerifier);
    Ok(report.to_json())
}
