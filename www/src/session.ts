import { publicIdOf } from "roundel";
import type { Stack } from "./stack";

/**
 * Who is signed in. It lives in memory alone: a token in storage can be read by any script that ever gets into the
 * page, and signing in again after a reload is one tap here.
 */
export interface Session {
  username: string;
  token: string;
  publicId: string;
}

/** Signs in with the issuer. Rejects with a sentence that can be shown. */
export async function signIn(stack: Stack, username: string): Promise<Session> {
  const response = await fetch(`${stack.issuer}/token`, { method: "POST", body: new URLSearchParams({ username }) });
  const answer: unknown = response.ok ? await response.json() : undefined;
  if (typeof answer !== "object" || answer === null || !("access_token" in answer) || typeof answer.access_token !== "string") {
    throw new Error("Signing in did not work. Try again in a moment.");
  }
  const token = answer.access_token;
  return { username, token, publicId: await publicIdOf(subOf(token)) };
}

/** The token's `sub`. Whether the token is genuine is for those to decide who are asked for something with it. */
function subOf(token: string): string {
  const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const claims: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (c) => c.charCodeAt(0))));
  if (typeof claims === "object" && claims !== null && "sub" in claims && typeof claims.sub === "string") {
    return claims.sub;
  }
  throw new Error("The sign-in service gave a token that names nobody.");
}
