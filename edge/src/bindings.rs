//! What JavaScript sees, and what it gives: text in, text out, and the host's signature primitive.

use roundel_token::{Algorithm, PublicKey, VerifySignature};
use wasm_bindgen::prelude::*;

use crate::config::Config;
use crate::decide::Edge;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The host's signature primitive: `node:crypto` in Lambda@Edge. */
export interface SignatureHost {
  /** Makes a key object of a public JWK (JSON text). Throws where the library refuses it. */
  importKey(jwk: string): unknown;
  /** Whether the signature is the key's over the bytes. ES256 signatures are r || s. */
  verify(algorithm: "RS256" | "ES256" | "EdDSA", key: unknown, signingInput: Uint8Array, signature: Uint8Array): boolean;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// The host's signature primitive.
    #[wasm_bindgen(typescript_type = "SignatureHost")]
    pub type SignatureHost;

    #[wasm_bindgen(method, catch, js_name = importKey)]
    fn import_key(this: &SignatureHost, jwk: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn verify(
        this: &SignatureHost,
        algorithm: &str,
        key: &JsValue,
        signing_input: &[u8],
        signature: &[u8],
    ) -> Result<bool, JsValue>;
}

/// A key object of the host, and what it is for.
pub struct HostKey {
    algorithm: Algorithm,
    object: JsValue,
}

impl VerifySignature for SignatureHost {
    type Key = HostKey;

    fn prepare(&self, key: &PublicKey) -> Option<HostKey> {
        let object = self.import_key(&key.to_jwk()).ok()?;
        let algorithm = key.algorithm();
        Some(HostKey { algorithm, object })
    }

    fn verify(&self, key: &HostKey, signing_input: &[u8], signature: &[u8]) -> bool {
        let name = key.algorithm.name();
        Self::verify(self, name, &key.object, signing_input, signature).unwrap_or(false)
    }
}

/// The edge of one distribution. Times are seconds since 1970.
#[wasm_bindgen(js_name = Edge)]
pub struct JsEdge(Edge<SignatureHost>);

#[wasm_bindgen(js_class = Edge)]
impl JsEdge {
    /// Takes the text of `config.json`; throws an `Error` that lists everything wrong with it.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, host: SignatureHost, now: f64) -> Result<JsEdge, JsError> {
        let config = Config::parse(config.as_bytes())?;
        Ok(Self(Edge::new(config, host, seconds(now))?))
    }

    /// Decides about an event (JSON text). The answer is JSON text: `{"forward", "refresh"?}`, `{"respond", "code"}` or
    /// `{"fetchKeys"}`.
    pub fn decide(&mut self, event: &str, now: f64) -> String {
        self.0.decide(event, seconds(now)).to_json()
    }

    /// Checks a token alone, with the keys there are: gives nothing where it is good, else the stable name of the reason.
    pub fn verify(&mut self, token: &str, now: f64) -> Option<String> {
        let refused = self.0.verify(token, seconds(now)).err();
        refused.map(|reason| reason.code().to_owned())
    }

    /// Takes fetched keys; throws where they are refused. Gives the codes of keys that were dropped.
    #[wasm_bindgen(js_name = keysLoaded)]
    pub fn keys_loaded(
        &mut self,
        issuer: &str,
        bytes: &[u8],
        now: f64,
    ) -> Result<Vec<String>, JsError> {
        let dropped = self.0.keys_loaded(issuer, bytes, seconds(now))?;
        Ok(dropped
            .iter()
            .map(|key| key.reason.code().to_owned())
            .collect())
    }

    /// Takes note that keys could not be fetched.
    #[wasm_bindgen(js_name = keysFailed)]
    pub fn keys_failed(&mut self, issuer: &str, now: f64) {
        self.0.keys_failed(issuer, seconds(now));
    }
}

/// Whole seconds. A cast from a double saturates: no value traps.
fn seconds(now: f64) -> u64 {
    now as u64
}
