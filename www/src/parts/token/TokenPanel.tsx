import { Suspense, lazy, useState } from "react";
import type { Session } from "../../session";
import type { Stack } from "../../stack";

/** With it comes the verifier, as wasm: whoever does not ask does not load it. */
const TokenExplainer = lazy(() => import("./TokenExplainer"));

interface TokenPanelProps {
  stack: Stack;
  session: Session;
}

/** Why a token is refused, told by the verifier itself, on the page alone. */
export function TokenPanel({ stack, session }: TokenPanelProps) {
  const [open, setOpen] = useState(false);
  return (
    <section className="card" id="tokens" aria-labelledby="tokens-title">
      <h2 id="tokens-title">Why is a token refused?</h2>
      <p className="muted">
        Paste one and see every check that the edge makes, by the same code. Nothing of it leaves this page.
      </p>
      {open ? (
        <Suspense fallback={<p role="status">Loading the verifier…</p>}>
          <TokenExplainer stack={stack} session={session} />
        </Suspense>
      ) : (
        <button type="button" className="button token-open" data-testid="token-open" onClick={() => setOpen(true)}>
          Check a token
        </button>
      )}
    </section>
  );
}
