// A local stack of a test's own: real lambdas, real signatures, the real edge handler; free ports and a fresh state.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, mkdir, readFile, readdir, rm } from "node:fs/promises";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const root = new URL("../..", import.meta.url).pathname;
const target = process.env.ROUNDEL_TARGET ?? join(root, "target");
const binaries = process.env.ROUNDEL_BIN ?? join(target, "release");
const edge = process.env.ROUNDEL_EDGE_DIR ?? join(target, "edge");

/** Starts a stack and waits until it is ready. Call `stop()` when done. */
export async function startStack(...options) {
  await mkdir(join(target, "e2e"), { recursive: true });
  return startIn(await mkdtemp(join(target, "e2e", "stack-")), options);
}

/** Starts one where another was. */
startStack.again = ({ state }, ...options) => startIn(state, options);

async function startIn(state, options) {
  const places = ["--state", state, "--lambdas", binaries, "--edge", edge, "--www", join(root, "www/dist")];
  const child = spawn(join(binaries, "roundel-dev"), [...places, "--ports", "any", ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    // each has a database of its own: tests take theirs away
    env: { ...process.env, DATABASE_URL: undefined },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (printed += text));
  const urls = await ready(child, join(state, "stack.json"), () => printed);
  return new Stack(child, state, urls, () => printed);
}

async function ready(child, file, printed) {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the stack ended early:\n${printed()}`);
    const text = await readFile(file, "utf8").catch(() => "");
    if (text) return JSON.parse(text);
    await sleep(50);
  }
  throw new Error(`the stack was not ready within 10 s:\n${printed()}`);
}

class Stack {
  constructor(child, state, urls, printed) {
    Object.assign(this, { child, state, urls, printed });
  }

  async stop() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await ended;
    await rm(this.state, { recursive: true, force: true });
  }

  /** Ends it as nobody should. */
  async kill() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await ended;
    await rm(join(this.state, "stack.json"));
  }

  /** An access token of a demo user, as the page gets it. */
  async token(username, fields = {}) {
    const body = new URLSearchParams({ username, ...fields });
    const answer = await fetch(`${this.urls.issuer}/token`, { method: "POST", body });
    if (!answer.ok) throw new Error(`no token for ${username}: ${answer.status}`);
    return (await answer.json()).access_token;
  }

  /** `POST /avatars/key_upload` with any body and headers. */
  keyUpload(body, { token, origin = this.urls.demo, headers = {} } = {}) {
    return fetch(`${this.urls.api}/avatars/key_upload`, {
      method: "POST",
      body: typeof body === "object" && !(body instanceof Uint8Array) ? JSON.stringify(body) : body,
      headers: {
        "content-type": "application/json",
        origin: origin.replace(/\/$/, ""),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
    });
  }

  /** Signs an upload of these bytes; returns the answer's body. */
  async sign(token, bytes, contentType) {
    const answer = await this.keyUpload(terms(bytes, contentType), { token });
    if (answer.status !== 200) throw new Error(`not signed: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Signs and uploads; returns the answer of the signing. */
  async upload(token, bytes, contentType = "image/jpeg") {
    const signed = await this.sign(token, bytes, contentType);
    const put = await fetch(signed.url, { method: signed.method, headers: signed.headers, body: bytes });
    if (!put.ok) throw new Error(`not stored: ${put.status} ${await put.text()}`);
    return signed;
  }

  /** Waits until the pointer is at this upload or a newer one. */
  async pointer({ publicId, uploadId }) {
    return eventually(async () => {
      const pointer = await this.currentPointer(publicId);
      return pointer && pointer.uploadId >= uploadId ? pointer : undefined;
    }, `the pointer of ${uploadId}`);
  }

  /** The pointer as stored just now, past the CDN's minute of caching. */
  async currentPointer(publicId) {
    const path = join(this.state, "buckets", this.urls.assets_bucket, "avatars", publicId, "current.json");
    return JSON.parse(await readFile(path, "utf8").catch(() => "null")) ?? undefined;
  }

  /** A path through the CDN and its edge. */
  cdn(path, headers = {}) {
    return fetch(new URL(path, this.urls.cdn), { headers });
  }

  /** The dead letters so far. */
  async deadLetters() {
    const text = await readFile(join(this.state, "dlq.jsonl"), "utf8").catch(() => "");
    return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  }

  /** The names of everything in a bucket. */
  async objects(bucket) {
    const folder = join(this.state, "buckets", bucket);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
  }

  /** Everything that any part of the stack has logged or printed. */
  async logs() {
    const folder = join(this.state, "logs");
    const files = await readdir(folder);
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
    return [this.printed(), ...texts].join("\n");
  }
}

/** What a client says of the bytes it will send. */
export function terms(bytes, contentType = "image/jpeg") {
  const checksumSha256 = createHash("sha256").update(bytes).digest("base64");
  return { contentType, contentLength: bytes.length, checksumSha256 };
}

/** Tries until there is a value; for what happens behind a queue. */
export async function eventually(attempt, what, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const value = await attempt();
    if (value !== undefined && value !== false) return value;
    await sleep(50);
  }
  throw new Error(`waited ${seconds} s in vain for ${what}`);
}

/** A generated picture: a name or a description as the program `fixture` takes it. */
export async function fixture(name) {
  const described = typeof name === "string" ? name : JSON.stringify(name);
  const file = join(target, "e2e", `fixture-${createHash("sha256").update(described).digest("hex").slice(0, 16)}`);
  await mkdir(join(target, "e2e"), { recursive: true });
  await promisify(execFile)(join(binaries, "fixture"), [described, file]);
  return new Uint8Array(await readFile(file));
}
