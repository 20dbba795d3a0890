// A small soak in every test run, and that each violation would be seen.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import sharp from "sharp";

import { versionOf } from "./outcome.mjs";
import { growing, thirds } from "./memory.mjs";
import { MOST, picture, shown } from "./pictures.mjs";
import { plan, turns } from "./plan.mjs";
import { SMALL, soak } from "./soak.mjs";
import { newestGood, verdict } from "./verdict.mjs";

let ended;
before(async () => {
  ended = await soak(SMALL);
});

describe("a small soak", () => {
  it("loses nothing where events come twice and shuffled, the store fails and functions are killed", () => {
    assert.deepEqual(ended.violations, []);
    const { uploads, people, killed, poison, poisonDead, unavailable, slow, looked } = ended.figures;
    assert.deepEqual([uploads, people, killed], [SMALL.uploads, SMALL.users, SMALL.kills]);
    assert.ok(poisonDead >= 3 && poison >= poisonDead);
    assert.ok(unavailable > 10 && slow > 10 && looked >= 8 * SMALL.users);
  });

  const tampered = {
    "a variant is gone": ["variant missing", ({ assets }, { folder }) => assets.delete(`${folder}/64.webp`)],
    "a variant is another's": ["foreign", ({ assets }, { folder, other }) => assets.set(`${folder}/64.webp`, assets.get(`${other}/64.webp`))],
    "a copy is old": ["not a copy of the newest", ({ assets }, { own, other }) => assets.set(`avatars/${own}/current/256.jpg`, assets.get(`${other}/256.jpg`))],
    "a pointer is behind": ["pointer", ({ assets }, { own }) => assets.set(`avatars/${own}/current.json`, behind(assets.get(`avatars/${own}/current.json`)))],
    "something is nobody's": ["is nobody's", ({ assets }, { own }) => assets.set(`avatars/${own}/${"0".repeat(32)}/64.jpg`, Buffer.alloc(1))],
    "a poison is not dead": ["is not dead", ({ letters }) => letters.splice(0)],
    "a poison died of something else": ["is of nothing in particular", ({ letters }) => letters.forEach((letter) => (letter.reason = "nothing in particular"))],
    "a good upload is dead": ["a good upload is among the dead", ({ letters }, { upload }) => letters.push({ key: upload.key, reason: "received too often" })],
    "an event was lost": ["nothing was done", ({ handled }, { upload }) => handled.delete(upload.uploadId)],
    "an original was lost": ["lost: the original", ({ originals }, { upload }) => originals.delete(upload.key)],
  };
  for (const [what, [sentence, tamper]] of Object.entries(tampered)) {
    it(`would tell that ${what}`, async () => {
      const { assets, originals, letters, handled } = ended.found;
      const copy = { assets: new Map(assets), originals: new Set(originals), letters: letters.map((letter) => ({ ...letter })), handled: new Map(handled) };
      const [upload, theirs] = twoPeoplesNewest(ended.uploads);
      const folder = ({ publicId, bytes }) => `avatars/${publicId}/${versionOf(bytes)}`;
      tamper(copy, { upload, own: upload.publicId, folder: folder(upload), other: folder(theirs) });
      const { violations } = await verdict(ended.uploads, copy);
      assert.ok(violations.some((violation) => violation.includes(sentence)), violations.join("\n"));
    });
  }
});

describe("what the soak is made of", () => {
  it("draws the same plan for the same seed, with the shares that were promised", () => {
    const options = { users: 200, uploads: 2000, seed: 3 };
    const people = plan(options);
    assert.deepEqual(plan(options), people);
    assert.notDeepEqual(plan({ ...options, seed: 4 }).map(({ uploads }) => uploads.length), people.map(({ uploads }) => uploads.length));
    const all = people.flatMap(({ uploads }) => uploads);
    const newestAndBad = people.flatMap(({ uploads }) => uploads.slice(uploads.findLastIndex(({ good }) => good) + 1));
    assert.deepEqual([all.length, newestAndBad.length, all.filter(({ good }) => !good).length], [2000, 100, 120]);
    assert.ok(people.every(({ uploads }) => uploads.some(({ good }) => good)));
    assert.equal(turns(people, 3).length, 2000);
  });

  it("reads the number of a picture from any size of it", async () => {
    for (const number of [0, 1, 4711, MOST - 1]) {
      const { bytes } = await picture(number);
      for (const side of [512, 64]) assert.equal(await shown(await sharp(bytes).resize(side, side).jpeg().toBuffer()), number);
    }
  });

  it("knows memory that grows from memory that comes and goes", () => {
    const flat = thirds({ variants: [10, 40, 20, 41, 15, 43] });
    assert.deepEqual([flat, growing(flat)], [{ variants: [40, 41, 43] }, []]);
    assert.match(growing(thirds({ stack: [10, 10, 40, 40, 90, 95] }))[0], /^memory grows: stack/);
  });
});

/** The newest good uploads of two people whose pictures differ. */
function twoPeoplesNewest(uploads) {
  const ids = [...new Set(uploads.map(({ publicId }) => publicId))];
  const [first, ...others] = ids.map((id) => newestGood(uploads.filter(({ publicId }) => publicId === id)));
  return [first, others.find(({ picture: number }) => number !== first.picture)];
}

function behind(pointer) {
  return Buffer.from(JSON.stringify({ ...JSON.parse(pointer), uploadId: "00000000-0000-7000-8000-000000000000" }));
}
