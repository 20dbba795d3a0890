// Answers tokens for `tokens differential`: the first line of stdin is {profile: settings}, each other one [profile, token];
// each answer is a line with "y", "n" or "-" for every peer.
import { peers } from "./peers.mjs";

const BATCH = 512;

let byProfile;
let waiting = [];
let rest = "";

// readline would also end a line at U+2028
process.stdin.setEncoding("utf8");
for await (const text of process.stdin) {
  const lines = (rest + text).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    if (!byProfile) start(JSON.parse(line));
    else if (waiting.push(JSON.parse(line)) === BATCH) await answer();
  }
}
await answer();

function start(profiles) {
  byProfile = new Map(Object.entries(profiles).map(([name, settings]) => [name, peers(settings)]));
  const [{ now }] = Object.values(profiles);
  Date.now = () => now * 1_000; // aws-jwt-verify asks no one else
}

async function answer() {
  const verdicts = await Promise.all(
    waiting.map(([profile, token]) => Promise.all(byProfile.get(profile).map((ask) => ask(token)))),
  );
  waiting = [];
  const text = verdicts.map((each) => `${each.join("")}\n`).join("");
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once("drain", resolve));
}
