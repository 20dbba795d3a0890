// `node warm.mjs FOLDER ROUNDS`: what is measured in a process that has been running for a while, as rows of JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { candidates } from "./candidates.mjs";
import { deployed } from "./deployed.mjs";
import { fromBrowser, golden } from "./events.mjs";
import { answerHttps } from "./key-server.mjs";
import { assertFresh, assertRemembered } from "./memo.mjs";
import { rotating, timeRounds } from "./rounds.mjs";

const [folder, given] = process.argv.slice(2);
const rounds = Number(given);
const { known, garbage, ...fresh } = JSON.parse(readFileSync(join(folder, "tokens.json"), "utf8"));
const jwks = readFileSync(join(folder, "jwks.json"), "utf8");

const stopAnswering = await answerHttps(jwks);
const ours = await deployed(folder, "fresh");
const again = await deployed(folder, "known");
stopAnswering();
const peer = await import(pathToFileURL(join(folder, "warm/peer/handler.mjs")).href);
const all = candidates(ours, JSON.parse(jwks));
const seenBefore = { ...task("RS256", "roundel", candidates(again, JSON.parse(jwks)).roundel, known), name: "roundel, seen before" };

const rows = [];
for (const [algorithm, tokens] of Object.entries(fresh)) {
  const tasks = able(algorithm).map((name) => task(algorithm, name, all[name], tokens));
  await measure(algorithm, algorithm === "RS256" ? [...tasks, seenBefore] : tasks);
}
for (const [kind, tokens] of Object.entries(garbage)) {
  await measure(kind, able("garbage").map((name) => refusal(name, tokens)));
}
await measure("the whole handler", [
  handling("roundel, seen before", again.handler, known, golden),
  handling("roundel, seen before, from a browser", again.handler, known, fromBrowser),
  handling("roundel", ours.handler, fresh.RS256, golden),
  handling("aws-jwt-verify", peer.handler, fresh.RS256, golden),
]);
assertFresh(ours, fresh.RS256);
assertRemembered(again, known);
console.log(JSON.stringify(rows));

async function measure(what, tasks) {
  for (const row of await timeRounds(tasks, rounds)) rows.push({ what, ...row });
}

function able(algorithm) {
  return Object.keys(all).filter((name) => all[name].algorithms?.includes(algorithm) ?? true);
}

/** Good tokens, each as if for the first time. */
function task(algorithm, name, { prepare, isAsync, accepts }, tokens) {
  const inputs = prepare ? rotating(tokens.map(prepare)) : rotating(tokens);
  const accepted = accepts(algorithm);
  const must = (yes) => yes || fail(`${name} refused a good ${algorithm} token`);
  const call = isAsync ? async (token) => must(await accepted(token)) : (token) => must(accepted(token));
  return { name, inputs, call, isAsync };
}

/** A verifier refuses by false or by an error; what its error costs is part of it. */
function refusal(name, tokens) {
  const { isAsync, accepts } = all[name];
  const accepted = accepts("RS256");
  const mustNot = (yes) => yes && fail(`${name} accepted garbage`);
  const sync = (token) => {
    let yes = false;
    try {
      yes = accepted(token);
    } catch {}
    mustNot(yes);
  };
  const async = (token) => accepted(token).then(mustNot, () => {});
  return { name, inputs: rotating(tokens), call: isAsync ? async : sync, isAsync };
}

/** Events are parsed anew for each call, as Lambda's runtime does; parsing them is not timed. */
function handling(name, handler, tokens, event) {
  const texts = rotating(tokens.map((token) => JSON.stringify(event(token))));
  const inputs = (count) => texts(count).map((text) => JSON.parse(text));
  const call = async (given) => (await handler(given)).uri?.startsWith("/avatars/") || fail(`${name} refused an event`);
  return { name, inputs, call, isAsync: true };
}

function fail(message) {
  throw new Error(message);
}
