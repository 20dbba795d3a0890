import type { Check, Report } from "./verifier";

/** The verdict, every check, and what the token says. */
export function TokenReport({ report }: { report: Report }) {
  const passed = report.checks.filter(({ verdict }) => verdict === "passed" || verdict === "off");
  const failed = report.checks.filter(({ verdict }) => verdict === "failed");
  const rest = report.checks.filter((check) => check.verdict === "not_reached");
  const signed = report.checks.some(({ name, verdict }) => name === "signature" && verdict === "passed");
  return (
    <>
      <p
        role="status"
        className={report.allowed ? "notice" : "notice notice-error"}
        data-testid="token-verdict"
        data-code={report.code ?? "allowed"}
      >
        {report.allowed ? "Taken: it passes every check." : `Refused: ${report.message}.`}
      </p>
      <CheckRows title="The check that it fails" checks={failed} />
      <CheckRows title={failed.length > 0 ? "Passed before" : "Checks"} checks={passed} />
      {rest.length > 0 && (
        <p className="muted" data-testid="token-not-reached">
          {`Not reached: ${rest.map(titleOf).join(", ")}.`}
        </p>
      )}
      <h3>{signed ? "What the issuer signed" : "What it says, which nobody has signed"}</h3>
      <Content title="Header" content={report.header} />
      <Content title="Claims" content={report.claims} />
    </>
  );
}

function CheckRows({ title, checks }: { title: string; checks: Check[] }) {
  if (checks.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{title}</h3>
      <ol className="checks">
        {checks.map((check) => (
          <CheckRow key={check.name} check={check} />
        ))}
      </ol>
    </>
  );
}

const MARKS: Record<Check["verdict"], [mark: string, word: string]> = {
  passed: ["✓", "passed"],
  failed: ["✕", "failed"],
  off: ["–", "not asked for"],
  not_reached: ["", "not reached"],
};

function CheckRow({ check }: { check: Check }) {
  const [mark, word] = MARKS[check.verdict];
  return (
    <li className={`check check-${check.verdict}`} data-testid={`check-${check.name}`} data-verdict={check.verdict}>
      <span className="check-mark" aria-hidden="true">
        {mark}
      </span>
      <div>
        <strong>{titleOf(check)}</strong> <span className="unseen">{word}</span>
        <p className="check-found">{check.found}</p>
        {check.verdict === "failed" && <p className="check-asked">{`Asked for: ${check.asked}`}</p>}
      </div>
    </li>
  );
}

function Content({ title, content }: { title: string; content: unknown }) {
  const text = content === null ? "cannot be read" : typeof content === "string" ? content : JSON.stringify(content, null, 2);
  return (
    <figure className="token-content">
      <figcaption>{title}</figcaption>
      <pre data-testid={`token-${title.toLowerCase()}`} tabIndex={0}>
        {text}
      </pre>
    </figure>
  );
}

function titleOf({ name }: Check): string {
  return TITLES[name] ?? name;
}

const TITLES: Record<string, string> = {
  length: "Length",
  parts: "Three parts",
  header_length: "Length of the header",
  header_encoding: "Encoding of the header",
  header_json: "JSON of the header",
  algorithm: "Algorithm",
  header_members: "Nothing that brings keys",
  type: "Type",
  key_id: "Key id",
  signature_encoding: "Encoding of the signature",
  payload: "JSON of the payload",
  key: "Key",
  key_algorithm: "Algorithm of the key",
  signature: "Signature",
  claims: "Claims and their types",
  issuer: "Issuer",
  recipient: "Recipient",
  token_use: "Token use",
  scopes: "Scopes",
  groups: "Groups",
  expiry: "Not expired",
  lifetime: "Lifetime",
  not_before: "Not before",
  issued_at: "Issued before now",
  order_of_times: "Order of times",
};
