// The soak: plan ▸ stack ▸ faults ▸ uploads and kills ▸ drained ▸ faults off ▸ verdict.
import { setTimeout as sleep } from "node:timers/promises";

import { startStack } from "../e2e/stack.mjs";
import { startKilling } from "./killer.mjs";
import { load } from "./load.mjs";
import { growing, sampleMemory, thirds } from "./memory.mjs";
import { outcome } from "./outcome.mjs";
import { issuerOf } from "./people.mjs";
import { plan } from "./plan.mjs";
import { byPerson, isOvertaken, verdict } from "./verdict.mjs";

/** What an ordinary soak is; `visibility` is in seconds and longer than a batch takes. */
export const FULL = { users: 200, uploads: 2000, seed: 1, kills: 20, variants: 8, visibility: 40, slowMillis: 400, minutes: 20 };
/** What every test run can afford. */
export const SMALL = { users: 8, uploads: 60, seed: 1, kills: 2, variants: 4, visibility: 3, slowMillis: 60, minutes: 1 };

/** Runs it; gives `{ figures, violations, uploads, found }`. `say` is told each step. */
export async function soak(options, say = () => {}) {
  const people = plan(options);
  const began = performance.now();
  const stack = await startStack("--chaos", "--faults", "--variants", `${options.variants}`, "--visibility", `${options.visibility}`);
  try {
    await setFaults(stack, { seed: options.seed, unavailable: 0.05, slow: 0.05, slowMillis: options.slowMillis });
    const stopSampling = sampleMemory(stack);
    const stopKilling = startKilling(stack, { ...options, everyMs: (25 * options.uploads) / options.kills });
    const uploads = await load(stack, people, await issuerOf(stack), options.seed);
    const loaded = performance.now();
    say(`${uploads.length} uploads by ${options.users} people in ${seconds(began, loaded)} s; the queue still holds ${await left(stack)} messages`);
    await drained(stack, options.minutes);
    const [killed, memory] = [await stopKilling(), thirds(await stopSampling())];
    const met = await (await fetch(stack.urls.faults)).json();
    await setFaults(stack, {});
    say(`the queue is empty after ${seconds(began, performance.now())} s; looking at everything that is stored`);
    const found = await outcome(stack);
    const { violations, looked } = await verdict(uploads, found);
    if (killed < options.kills) violations.push(`too easy: ${killed} of ${options.kills} kills found somebody at work`);
    const figures = { ...figuresOf(uploads, found), looked, killed, ...met, seconds: seconds(began, performance.now()), memory };
    return { figures, violations: [...violations, ...growing(memory)], uploads, found };
  } finally {
    await stack.stop();
  }
}

async function setFaults(stack, share) {
  const headers = { "content-type": "application/json" };
  const { ok } = await fetch(stack.urls.faults, { method: "PUT", headers, body: JSON.stringify(share) });
  if (!ok) throw new Error("the stack does not know such faults");
}

async function left(stack) {
  const { waiting, inFlight } = await (await fetch(`${stack.urls.queue}/queue`)).json();
  return waiting + inFlight;
}

async function drained(stack, minutes) {
  const end = Date.now() + minutes * 60_000;
  while ((await left(stack)) > 0) {
    if (Date.now() > end) throw new Error(`after ${minutes} minutes the queue still holds ${await left(stack)} messages`);
    await sleep(50);
  }
}

function figuresOf(uploads, { assets, letters, handled }) {
  const people = byPerson(uploads);
  const poison = uploads.filter(({ good }) => !good);
  const events = [...handled.values()].flat();
  const count = (name) => events.filter(({ event }) => event === name).length;
  return {
    uploads: uploads.length,
    people: people.size,
    poison: poison.length,
    poisonDead: poison.filter(({ key }) => letters.some((letter) => letter.key === key)).length,
    poisonOvertaken: poison.filter((upload) => isOvertaken(upload, people.get(upload.publicId))).length,
    deadLetters: letters.length,
    deliveriesPublished: count("variants_published"),
    deliveriesSuperseded: count("variants_superseded"),
    encoded: events.filter(({ encoded }) => encoded > 0).length,
    objects: assets.size,
  };
}

function seconds(from, to) {
  return Math.round((to - from) / 100) / 10;
}
