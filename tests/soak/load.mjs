// The uploads: so many people at a time, each of them one picture after the other.
import { setTimeout as sleep } from "node:timers/promises";

import { picture, poison } from "./pictures.mjs";
import { turns } from "./plan.mjs";

const AT_A_TIME = 12;
const TRIES = 8;

/** Uploads everything of the plan; gives `{ ...upload, publicId, uploadId, key, bytes }` of each, in no order. */
export async function load(stack, people, tokenOf, seed) {
  const waiting = turns(people, seed);
  const [busy, nextOf, done] = [new Set(), new Map(), []];
  const work = async () => {
    for (let person; (person = take(waiting, busy)); ) {
      if (person === "later") {
        await sleep(2);
        continue;
      }
      const at = nextOf.get(person) ?? 0;
      nextOf.set(person, at + 1);
      done.push(await upload(stack, tokenOf(person.sub), person.uploads[at], done.length));
      busy.delete(person);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return done;
}

/** The next person who is not uploading already. */
function take(waiting, busy) {
  if (waiting.length === 0) return undefined;
  const at = waiting.findIndex((person) => !busy.has(person));
  if (at < 0) return "later";
  const [person] = waiting.splice(at, 1);
  busy.add(person);
  return person;
}

async function upload(stack, token, what, number) {
  const { bytes, type } = await (what.good ? picture(what.picture) : poison(what.poison, number));
  const signed = await stack.sign(token, bytes, type);
  await put(signed, bytes);
  return { ...what, publicId: signed.publicId, uploadId: signed.uploadId, key: signed.key, bytes };
}

/** The store may refuse for now, and it may have stored what it refused: then the next try meets its own object. */
async function put({ url, method, headers }, bytes) {
  let status;
  for (let tries = 0; tries < TRIES; tries++) {
    status = (await fetch(url, { method, headers, body: bytes })).status;
    if (status === 200 || (status === 412 && tries > 0)) return;
    if (status !== 503) break;
    await sleep(20 * 2 ** tries);
  }
  throw new Error(`an upload was not stored: ${status}`);
}
