// `node first-decision.mjs HANDLER EVENT`: from import to the first decision, once, as Lambda would.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
require("node:http"); // Lambda's own runtime has it loaded, so nobody pays for it here

const [path, eventPath] = process.argv.slice(2);
const event = JSON.parse(readFileSync(eventPath, "utf8"));
require("node:dns").lookup = (_, options, done) => done(new Error("no benchmark asks an issuer for its keys"));

const [cpu, start] = [process.cpuUsage(), process.hrtime.bigint()];
const { handler } = path.endsWith(".cjs") ? require(path) : await import(pathToFileURL(path).href);
const answer = await handler(event);
const [wall, spent] = [process.hrtime.bigint() - start, process.cpuUsage(cpu)];

if (!answer.uri?.startsWith("/avatars/")) throw new Error(`refused: ${JSON.stringify(answer)}`);
const whole = process.cpuUsage();
const millis = ({ user, system }) => (user + system) / 1e3;
console.log(JSON.stringify({ cpu_ms: millis(spent), wall_ms: Number(wall) / 1e6, process_cpu_ms: millis(whole) }));
process.exit();
