// Hundreds of people, where the stack's issuer knows three: their tokens are signed with the issuer's own key.
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A function that gives an access token for a `sub`, as the stack's issuer would. */
export async function issuerOf(stack) {
  const keys = JSON.parse(await readFile(join(stack.state, "issuer/keys.json"), "utf8"));
  const { kid, pkcs8 } = keys.at(-1);
  const key = createPrivateKey({ key: Buffer.from(pkcs8, "base64"), format: "der", type: "pkcs8" });
  const header = encode({ kid, alg: "RS256" });
  return (sub) => {
    const input = `${header}.${encode(claims(sub, stack.urls))}`;
    return `${input}.${sign("sha256", Buffer.from(input), key).toString("base64url")}`;
  };
}

function claims(sub, { issuer, client_id }) {
  const now = Math.floor(Date.now() / 1000);
  return { sub, iss: issuer, client_id, token_use: "access", scope: "soak", iat: now - 1, exp: now + 3600, jti: randomUUID(), username: sub };
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
