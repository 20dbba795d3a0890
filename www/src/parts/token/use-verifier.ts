import { useEffect, useState } from "react";
import { type Explain, loadVerifier } from "./verifier";

/** The verifier once it is loaded, or why it is not. */
export function useVerifier(): { explain: Explain | undefined; problem: string | undefined } {
  const [explain, setExplain] = useState<Explain>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    loadVerifier().then(
      (loaded) => setExplain(() => loaded),
      () => setProblem("The verifier could not be loaded. Check your connection and open this again."),
    );
  }, []);
  return { explain, problem };
}

/** The issuer's public keys, fetched when the panel opens: the last thing that it asks anybody for. */
export function useKeys(issuer: string, onKeys: (keys: string) => void): void {
  useEffect(() => {
    const stop = new AbortController();
    fetch(`${issuer}/.well-known/jwks.json`, { signal: stop.signal })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then(onKeys, () => undefined);
    return () => stop.abort();
  }, [issuer, onKeys]);
}
