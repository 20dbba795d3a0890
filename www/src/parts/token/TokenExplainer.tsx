import { useEffect, useId, useRef, useState } from "react";
import type { Session } from "../../session";
import type { Stack } from "../../stack";
import { TokenReport } from "./TokenReport";
import { TokenSettings, type Form, settingsOf } from "./TokenSettings";
import { SAMPLES } from "./samples";
import { useKeys, useVerifier } from "./use-verifier";
import type { Explain, Report } from "./verifier";

interface TokenExplainerProps {
  stack: Stack;
  session: Session;
}

/** A token, what it is held against, and what becomes of it. */
export default function TokenExplainer({ stack, session }: TokenExplainerProps) {
  const { explain, problem } = useVerifier();
  const [token, setToken] = useState("");
  const [form, setForm] = useState<Form>(() => formOf(stack));
  useKeys(stack.issuer, useRef((keys: string) => setForm((before) => ({ ...before, keys }))).current);
  const pasted = token.trim().replace(/^bearer /i, "");
  const outcome = explain && pasted !== "" ? outcomeOf(explain, pasted, form) : undefined;

  return (
    <div className="token">
      <TokenInput token={token} own={session.token} onChange={setToken} />
      <TokenSettings form={form} onChange={setForm} />
      <div role="alert" className="token-news">
        {(problem ?? outcome?.problem) && (
          <p className="notice notice-error" data-testid="token-problem">
            {problem ?? outcome?.problem}
          </p>
        )}
      </div>
      {outcome?.report && <TokenReport report={outcome.report} />}
    </div>
  );
}

interface TokenInputProps {
  token: string;
  own: string;
  onChange: (token: string) => void;
}

function TokenInput({ token, own, onChange }: TokenInputProps) {
  const label = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  // who opened the panel wants to paste
  useEffect(() => input.current?.focus(), []);
  return (
    <div className="field">
      <label htmlFor={label}>Token</label>
      <textarea
        id={label}
        ref={input}
        data-testid="token-input"
        className="token-text"
        rows={5}
        value={token}
        placeholder="eyJhbGciOi…"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className="token-samples" role="group" aria-label="Tokens to try">
        {SAMPLES.map(({ name, title, make }) => (
          <button
            key={name}
            type="button"
            className="button button-small"
            data-testid={`token-sample-${name}`}
            aria-pressed={token === make(own)}
            onClick={() => onChange(make(own))}
          >
            {title}
          </button>
        ))}
      </div>
    </div>
  );
}

function formOf(stack: Stack): Form {
  return {
    issuer: stack.issuer,
    clientId: stack.clientId ?? "",
    tokenUse: "access",
    scopes: "",
    groups: "",
    keys: "",
    hours: 0,
  };
}

/** A problem is with the settings, whatever the token. */
function outcomeOf(explain: Explain, token: string, form: Form): { report?: Report; problem?: string } {
  if (form.keys.trim() === "") {
    return { problem: "There are no keys to check with: paste the issuer’s key set below “Held against”." };
  }
  try {
    return { report: explain(token, settingsOf(form)) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "The verifier failed." };
  }
}
