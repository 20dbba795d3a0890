// What must be true in the end, and every place where it is not.
import { versionOf } from "./outcome.mjs";
import { POISONS, shown } from "./pictures.mjs";

const SIZES = [512, 256, 128, 64];
const FORMATS = ["webp", "jpg"];
const TABLE = SIZES.flatMap((size) => FORMATS.map((format) => `${size}.${format}`));

/** A sentence for each violation, and how much was looked at. */
export async function verdict(uploads, { assets, originals, letters, handled }) {
  const people = byPerson(uploads);
  const violations = [
    ...lost(uploads, originals, handled, letters),
    ...poisoned(uploads, people, letters, handled),
    ...[...people].flatMap(([publicId, own]) => pointer(publicId, own, assets)),
    ...strangers(people, assets),
  ];
  const { wrong, looked } = await foreign(people, assets);
  return { violations: [...violations, ...wrong], looked };
}

/** Of a person's uploads the good one with the greatest id, which is the newest. */
export function newestGood(own) {
  return own.filter(({ good }) => good).sort((a, b) => (a.uploadId < b.uploadId ? 1 : -1))[0];
}

/** Whose poison a good upload of theirs follows: nobody need look at it any more. */
export function isOvertaken(upload, own) {
  return !upload.good && newestGood(own)?.uploadId > upload.uploadId;
}

/** Every original is stored, every good one was published or overtaken, and none is among the dead. */
function lost(uploads, originals, handled, letters) {
  const dead = new Set(letters.map(({ key }) => key));
  return uploads.flatMap((upload) => [
    ...(originals.has(upload.key) ? [] : [`lost: the original ${upload.key}`]),
    ...(upload.good && !isDone(handled.get(upload.uploadId)) ? [`lost: nothing was done with the upload ${upload.uploadId}`] : []),
    ...(upload.good && dead.has(upload.key) ? [`a good upload is among the dead letters: ${upload.key}`] : []),
  ]);
}

function isDone(events = []) {
  return events.some(({ event }) => event === "variants_published" || event === "variants_superseded");
}

function poisoned(uploads, people, letters, handled) {
  const reasons = new Map(letters.map(({ key, reason }) => [key, reason]));
  return uploads.filter(({ good }) => !good).flatMap((upload) => {
    const [found, wanted] = [reasons.get(upload.key), POISONS[upload.poison].reason];
    if (found === wanted) return [];
    if (found === undefined && isOvertaken(upload, people.get(upload.publicId)) && isDone(handled.get(upload.uploadId))) return [];
    return [`poison: ${upload.poison} ${upload.key} should be dead of ${wanted}, and ${found ? `is of ${found}` : "is not dead"}`];
  });
}

/** The pointer names the newest good upload, all its variants are there, and the newest copies are copies of those. */
function pointer(publicId, own, assets) {
  const newest = newestGood(own);
  const text = assets.get(`avatars/${publicId}/current.json`);
  if (!newest || !text) return newest || text ? [`pointer: ${publicId} should ${newest ? "" : "not "}have one`] : [];
  const { uploadId, version, variants } = JSON.parse(text);
  const wrong = [];
  if (uploadId !== newest.uploadId) wrong.push(`pointer: ${publicId} is at ${uploadId}, not at its newest good upload ${newest.uploadId}`);
  if (version !== versionOf(newest.bytes)) wrong.push(`pointer: ${publicId} has the version ${version} of other bytes`);
  const named = new Map(variants.map(({ path, bytes }) => [path.slice(1), bytes]));
  for (const file of TABLE) {
    const key = `avatars/${publicId}/${version}/${file}`;
    const variant = assets.get(key);
    if (!variant || named.get(key) !== variant.length) wrong.push(`variant missing: ${key}`);
    else if (!assets.get(`avatars/${publicId}/current/${file}`)?.equals(variant)) wrong.push(`not a copy of the newest: avatars/${publicId}/current/${file}`);
  }
  const [largest, processed] = [`avatars/${publicId}/${version}/512.jpg`, `avatars/processed/${publicId}.jpg`].map((key) => assets.get(key));
  if (!largest || !processed?.equals(largest)) wrong.push(`not a copy of the newest: avatars/processed/${publicId}.jpg`);
  return wrong;
}

/** Nothing is stored but variants of a person's own good uploads, their pointer and their copies. */
function strangers(people, assets) {
  const allowed = new Set();
  for (const [publicId, own] of people) {
    const folders = ["current", ...own.filter(({ good }) => good).map(({ bytes }) => versionOf(bytes))];
    for (const folder of folders) for (const file of TABLE) allowed.add(`avatars/${publicId}/${folder}/${file}`);
    allowed.add(`avatars/${publicId}/current.json`).add(`avatars/processed/${publicId}.jpg`);
  }
  return [...assets.keys()].filter((key) => !allowed.has(key)).map((key) => `foreign: ${key} is nobody's`);
}

/** Every variant shows the picture that it is named for. */
async function foreign(people, assets) {
  const expected = new Map();
  for (const [publicId, own] of people) {
    for (const { good, bytes, picture } of own) if (good) expected.set(`${publicId}/${versionOf(bytes)}`, picture);
  }
  const wrong = [];
  let looked = 0;
  for (const [key, bytes] of assets) {
    const [, folder] = key.match(/^avatars\/(\w+\/[0-9a-f]{32})\//) ?? [];
    if (!folder) continue;
    looked++;
    const number = await shown(bytes).catch(() => NaN);
    if (number !== expected.get(folder)) wrong.push(`foreign: ${key} shows the picture ${number}, not ${expected.get(folder)}`);
  }
  return { wrong, looked };
}

/** Everybody's uploads by public id. */
export function byPerson(uploads) {
  const people = new Map();
  for (const upload of uploads) people.set(upload.publicId, [...(people.get(upload.publicId) ?? []), upload]);
  return people;
}
