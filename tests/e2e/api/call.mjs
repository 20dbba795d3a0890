// Calls of the API, and tokens of people whom nobody has met.
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Any call; `body` is sent as JSON unless it is text already. */
export async function call(stack, path, { method = "GET", token, body, origin = stack.urls.demo, headers = {} } = {}) {
  const answer = await fetch(stack.urls.api + path, {
    method,
    body: typeof body === "object" ? JSON.stringify(body) : body,
    headers: {
      origin,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text === "" ? undefined : JSON.parse(text) };
}

/** Somebody new, with a token that the issuer could have made. */
export async function newcomer(stack, username, claims = {}) {
  const sub = randomUUID();
  return { sub, username, token: await mint(stack, { sub, username, ...claims }) };
}

/** Every token that was made here. */
export const minted = [];

/** A token by the issuer's own key. */
export async function mint({ state, urls }, claims) {
  const { kid, pkcs8 } = JSON.parse(await readFile(join(state, "issuer/keys.json"), "utf8")).at(-1);
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: urls.issuer, client_id: urls.client_id, token_use: "access", iat: now, exp: now + 600, ...claims };
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode({ alg: "RS256", kid })}.${encode(payload)}`;
  const key = createPrivateKey({ key: Buffer.from(pkcs8, "base64"), format: "der", type: "pkcs8" });
  const token = `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
  minted.push(token);
  return token;
}
