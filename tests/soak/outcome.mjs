// What is there in the end, read from the buckets, the dead letters and the log, not from what anybody says of them.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** `{ assets: Map of key to bytes, originals: Set of keys, letters: [{ key, reason }], handled: Map of uploadId to events }` */
export async function outcome(stack) {
  const [assets, originals, letters, handled] = await Promise.all([objects(stack), originalKeys(stack), buried(stack), events(stack)]);
  return { assets, originals, letters, handled };
}

async function objects(stack) {
  const bucket = stack.urls.assets_bucket;
  const keys = (await stack.objects(bucket)).filter(isObject);
  const read = async (key) => [key, await readFile(join(stack.state, "buckets", bucket, key))];
  return new Map(await Promise.all(keys.map(read)));
}

async function originalKeys(stack) {
  return new Set((await stack.objects(stack.urls.uploads_bucket)).filter(isObject));
}

/** The store keeps metadata in hidden files beside its objects. */
function isObject(key) {
  return !key.startsWith(".") && key.startsWith("avatars/") && !key.startsWith("avatars/default");
}

async function buried(stack) {
  const letters = await (await fetch(`${stack.urls.queue}/dlq`)).json();
  return letters.map(({ body, messageAttributes }) => ({
    key: decodeURIComponent(JSON.parse(body).Records[0].s3.object.key.replaceAll("+", " ")),
    reason: messageAttributes.reason?.StringValue ?? "received too often",
  }));
}

/** What the function says it did with each upload. A killed process may leave half a line. */
async function events(stack) {
  const handled = new Map();
  for (const line of (await readFile(join(stack.state, "logs/variants.log"), "utf8")).split("\n")) {
    const { event, uploadId, encoded } = parsed(line);
    if (uploadId) handled.set(uploadId, [...(handled.get(uploadId) ?? []), { event, encoded }]);
  }
  return handled;
}

function parsed(line) {
  try {
    return line.startsWith("{") ? JSON.parse(line) : {};
  } catch {
    return {};
  }
}

/** As `Version::of` in `crates/avatar`: of table 1 and the original's bytes. */
export function versionOf(bytes) {
  return createHash("sha256").update(Buffer.from([0, 0, 0, 1])).update(bytes).digest("hex").slice(0, 32);
}
