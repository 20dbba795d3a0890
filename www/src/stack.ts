import { isRecord } from "./api/shapes";

/** Where the services of this page are, and who may sign in: `stack.json`, written by whatever serves the page. */
export interface Stack {
  api: string;
  cdn: string;
  issuer: string;
  /** The client that tokens are for; not every stack tells it. */
  clientId: string | undefined;
  users: User[];
}

/** Somebody who can sign in. */
export interface User {
  username: string;
  /** The identity provider's id, from which the public name of the avatar is made; not every stack tells it. */
  sub: string | undefined;
}

/** Loads the settings. Rejects with a sentence that can be shown. */
export async function loadStack(): Promise<Stack> {
  const response = await fetch(`${import.meta.env.BASE_URL}stack.json`, { cache: "no-store" });
  const stack: unknown = response.ok ? await response.json() : undefined;
  const found = readStack(stack);
  if (!found) {
    throw new Error("This page does not know its services: stack.json is missing or incomplete.");
  }
  return found;
}

function readStack(value: unknown): Stack | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { api, cdn, issuer, clientId, users } = value;
  const complete = isHttpUrl(api) && isHttpUrl(cdn) && isHttpUrl(issuer) && Array.isArray(users);
  return complete ? { api, cdn, issuer, clientId: isText(clientId) ? clientId : undefined, users: users.flatMap(readUser) } : undefined;
}

function readUser(value: unknown): User[] {
  if (isText(value)) {
    return [{ username: value, sub: undefined }];
  }
  if (!isRecord(value) || !isText(value["username"])) {
    return [];
  }
  return [{ username: value["username"], sub: isText(value["sub"]) ? value["sub"] : undefined }];
}

function isHttpUrl(value: unknown): value is string {
  return isText(value) && /^https?:\/\/./.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
