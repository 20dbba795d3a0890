//! What JavaScript sees, and what it gives: strings through one buffer, JSON back, and the host's signature primitive.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::str;

use roundel_token::{MAX_JWKS_BYTES, PublicKey, VerifierError, VerifySignature};
use wasm_bindgen::prelude::*;

use crate::config::Config;
use crate::decide::Edge;

/// The longest input. CloudFront's requests have at most 20,480 bytes of headers and 8,192 of address (AWS: "Quotas").
const MAX_INPUT: usize = 3 * MAX_JWKS_BYTES;

#[wasm_bindgen]
extern "C" {
    /// The host's signature primitive.
    pub type SignatureHost;

    /// Makes of a public JWK (JSON text) what checks signatures by it. Throws where the library refuses it.
    #[wasm_bindgen(method, catch, js_name = importKey)]
    fn import_key(this: &SignatureHost, jwk: &str) -> Result<JsValue, JsValue>;

    /// Whether the signature is the key's over the bytes; never throws. ES256 signatures are r || s.
    #[wasm_bindgen(method)]
    fn verify(this: &SignatureHost, key: &JsValue, signing_input: &[u8], signature: &[u8]) -> bool;
}

impl VerifySignature for SignatureHost {
    type Key = JsValue;

    fn prepare(&self, key: &PublicKey) -> Option<JsValue> {
        self.import_key(&key.to_jwk()).ok()
    }

    fn verify(&self, key: &JsValue, signing_input: &[u8], signature: &[u8]) -> bool {
        Self::verify(self, key, signing_input, signature)
    }
}

/// The edge of one distribution. Times are seconds since 1970.
///
/// Whatever is long comes in through [`input`](Self::input): the host's own encoder writes there at memory's speed, where
/// the string of a call would be copied character by character.
#[wasm_bindgen(js_name = Edge)]
pub struct JsEdge {
    edge: Edge<SignatureHost>,
    input: Vec<u8>,
}

#[wasm_bindgen(js_class = Edge)]
impl JsEdge {
    /// Takes the text of `config.json` and a random number of this process; throws an `Error` that names what is wrong with
    /// the configuration.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str, host: SignatureHost, seed: f64, now: f64) -> Result<JsEdge, JsError> {
        let config = Config::parse(config.as_bytes()).map_err(|wrong| JsError::new(wrong.0))?;
        let edge = Edge::new(config, host, seconds(now)).map_err(|_| JsError::new("keys"))?;
        let edge = edge.with_memo(seed as u64);
        let input = Vec::new();
        Ok(Self { edge, input })
    }

    /// Where at most `size` bytes of the next call's input are to be written, as UTF-8; 0 for more than is taken.
    pub fn input(&mut self, size: usize) -> usize {
        if size > MAX_INPUT {
            return 0;
        }
        if self.input.len() < size {
            self.input.resize(size, 0);
        }
        self.input.as_ptr() as usize
    }

    /// Decides about an event, whose `count` strings are the first `written` bytes of the input, apart by line feeds. The
    /// answer is JSON text: `{"forward", "refresh"?}`, `{"respond", "code"}` or `{"fetchKeys"}`.
    pub fn decide(&mut self, written: usize, count: usize, now: f64) -> String {
        let strings = text(&self.input, written);
        self.edge.decide(strings, count, seconds(now)).to_json()
    }

    /// Checks the token in the input alone, with the keys there are: gives nothing where it is good, else the stable name
    /// of the reason.
    pub fn verify(&mut self, written: usize, now: f64) -> Option<String> {
        let token = self.input.get(..written).unwrap_or_default();
        let refused = self.edge.verify(token, seconds(now)).err();
        refused.map(|reason| reason.code().to_owned())
    }

    /// Takes fetched keys; throws where they are refused. Gives the codes of keys that were dropped, apart by commas.
    #[wasm_bindgen(js_name = keysLoaded)]
    pub fn keys_loaded(&mut self, issuer: &str, bytes: &[u8], now: f64) -> Result<String, JsError> {
        let loaded = self.edge.keys_loaded(issuer, bytes, seconds(now));
        let dropped = loaded.map_err(|refused| JsError::new(code(&refused)))?;
        let codes: Vec<&str> = dropped.iter().map(|key| key.reason.code()).collect();
        Ok(codes.join(","))
    }

    /// Takes note that keys could not be fetched.
    #[wasm_bindgen(js_name = keysFailed)]
    pub fn keys_failed(&mut self, issuer: &str, now: f64) {
        self.edge.keys_failed(issuer, seconds(now));
    }
}

/// The input's beginning. What is not UTF-8 is no text, which is nobody's event.
fn text(input: &[u8], written: usize) -> &str {
    let written = input.get(..written).unwrap_or_default();
    str::from_utf8(written).unwrap_or_default()
}

fn code(refused: &VerifierError) -> &'static str {
    match refused {
        VerifierError::Keys(cause) => cause.code(),
        VerifierError::UnknownIssuer | VerifierError::SourcesMismatch => "unknown_issuer",
    }
}

/// Whole seconds. A cast from a double saturates: no value traps.
fn seconds(now: f64) -> u64 {
    now as u64
}
