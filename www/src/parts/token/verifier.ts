import init, { explain as explainText } from "../../../token/dist/roundel_token_web.js";

/** What a token is held against, as `crates/token-web/src/settings.rs` reads it. */
export interface Settings {
  issuers: string[];
  recipient: { clientId: string[] } | { audience: string[] } | "any";
  tokenUse: string;
  scopes: { allOf: string[] } | { oneOf: string[] } | "any";
  groups: { allOf: string[] } | { oneOf: string[] } | "any";
  jwks: string;
  now: number;
}

/** One check of a report. */
export interface Check {
  name: string;
  verdict: "passed" | "failed" | "off" | "not_reached";
  asked: string;
  found?: string;
}

/** A token, check by check. Header and claims are an object, the text that should have been one, or null. */
export interface Report {
  allowed: boolean;
  code: string | null;
  message: string | null;
  checks: Check[];
  header: unknown;
  claims: unknown;
}

export type Explain = (token: string, settings: Settings) => Report;

let loaded: Promise<Explain> | undefined;

/** Loads the verifier, once. A load that failed is tried again by the next call. */
export function loadVerifier(): Promise<Explain> {
  loaded ??= init().then(
    () => explain,
    (error: unknown) => {
      loaded = undefined;
      throw error;
    },
  );
  return loaded;
}

/** Throws an `Error` where the settings are wrong. */
function explain(token: string, settings: Settings): Report {
  // its shape is that of `Report::to_json`
  return JSON.parse(explainText(token, JSON.stringify(settings))) as Report;
}
