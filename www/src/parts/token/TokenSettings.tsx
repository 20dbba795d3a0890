import { useId } from "react";
import type { Settings } from "./verifier";

/** What the fields hold. An empty field asks for nothing. */
export interface Form {
  issuer: string;
  clientId: string;
  tokenUse: string;
  /** Apart by spaces. */
  scopes: string;
  /** Apart by commas. */
  groups: string;
  keys: string;
  /** From now. */
  hours: number;
}

interface TokenSettingsProps {
  form: Form;
  onChange: (form: Form) => void;
}

/** The fields that make the policy, filled in for this page's own issuer. */
export function TokenSettings({ form, onChange }: TokenSettingsProps) {
  const field = (name: keyof Form) => ({
    name,
    value: String(form[name]),
    onChange: (value: string) => onChange({ ...form, [name]: name === "hours" ? Number(value) : value }),
  });
  return (
    <details className="token-settings">
      <summary>Held against</summary>
      <div className="fields">
        <Field label="Issuer" {...field("issuer")} />
        <Field label="Client id" hint="empty: anybody’s" {...field("clientId")} />
        <Field label="Token use" hint="empty: any" {...field("tokenUse")} />
        <Field label="Scopes, all of" hint="empty: any" {...field("scopes")} />
        <Field label="Groups, one of" hint="empty: any" {...field("groups")} />
        <WhenField {...field("hours")} />
        <KeysField {...field("keys")} />
      </div>
    </details>
  );
}

/** An empty field is the word `any`: a check is never off by absence. */
export function settingsOf(form: Form): Settings {
  const scopes = wordsOf(form.scopes, " ");
  const groups = wordsOf(form.groups, ",");
  return {
    issuers: [form.issuer],
    recipient: form.clientId === "" ? "any" : { clientId: [form.clientId] },
    tokenUse: form.tokenUse === "" ? "any" : form.tokenUse,
    scopes: scopes.length === 0 ? "any" : { allOf: scopes },
    groups: groups.length === 0 ? "any" : { oneOf: groups },
    jwks: form.keys,
    now: Math.floor(Date.now() / 1000) + form.hours * 3600,
  };
}

function wordsOf(text: string, between: string): string[] {
  return text
    .split(between)
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

interface FieldProps {
  name: string;
  value: string;
  onChange: (value: string) => void;
}

function Field({ label, hint, name, value, onChange }: FieldProps & { label: string; hint?: string }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        data-testid={`token-${name}`}
        value={value}
        placeholder={hint}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function WhenField({ name, value, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>At which time</label>
      <select id={id} data-testid={`token-${name}`} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="-24">Yesterday</option>
        <option value="0">Now</option>
        <option value="2">In two hours</option>
        <option value="24">Tomorrow</option>
      </select>
    </div>
  );
}

function KeysField({ name, value, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className="field field-wide">
      <label htmlFor={id}>Keys</label>
      <textarea
        id={id}
        data-testid={`token-${name}`}
        className="token-text"
        rows={3}
        value={value}
        placeholder='{"keys":[…]}'
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
