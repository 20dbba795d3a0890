// What runs the function here: Node, and njs where it is installed, whose language CloudFront's runtime has grown from.
// Both get the same stand-in for the module `cloudfront`, with the same promises, and a clock that stands still.
import { execFile, execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const target = process.env.ROUNDEL_TARGET ?? new URL('../../target', import.meta.url).pathname;

/** Runs one job after the other in this Node. A job is `{event, keys, now}`: keys by their names, seconds since 1970. */
export async function inNode(source, jobs) {
  const results = [];
  for (const job of jobs) {
    const logs = [];
    const handler = load(source, job, (line) => logs.push(line));
    const result = await handler(structuredClone(job.event));
    results.push({ result, logs });
  }
  return results;
}

/** The function's handler, in a scope where its imports are ours. `now` may be a function. */
export function load(source, { keys, now }, log = () => {}) {
  const [head, cf, cryptoName] = /^import (\w+) from"cloudfront";import (\w+) from"crypto";/.exec(source);
  const body = `"use strict";${source.slice(head.length)};return handler`;
  const clock = { now: () => 1000 * (typeof now === 'function' ? now() : now) };
  const scope = [cf, cryptoName, 'Buffer', 'Date', 'console'];
  return new Function(...scope, body)({ kvs: () => store(keys) }, crypto, Buffer, clock, { log });
}

function store(keys) {
  if (!keys) throw new Error('no store is associated');
  return {
    get: async (name) => {
      if (!Object.hasOwn(keys, name)) throw new Error('KeyNotFound');
      return keys[name];
    },
    exists: async (name) => Object.hasOwn(keys, name),
  };
}

/** The version of njs, or nothing where there is none. */
export function njsVersion() {
  try {
    return execFileSync('njs', ['-v'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Runs the same jobs in one process of njs. */
export async function inNjs(source, jobs) {
  mkdirSync(target, { recursive: true });
  const folder = mkdtempSync(join(target, 'njs-'));
  try {
    writeFileSync(join(folder, 'cloudfront'), NJS_STORE);
    writeFileSync(join(folder, 'jobs.json'), JSON.stringify(jobs));
    writeFileSync(join(folder, 'main.js'), `${source}${NJS_MAIN}`);
    const { stdout } = await promisify(execFile)('njs', ['-p', folder, join(folder, 'main.js'), join(folder, 'jobs.json')], {
      maxBuffer: 64 << 20,
    });
    return read(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines: what the function logged, then its result. */
function read(stdout) {
  const results = [];
  let logs = [];
  for (const line of stdout.split('\n').filter(Boolean)) {
    if (!line.startsWith('RESULT ')) logs.push(line);
    else {
      results.push({ result: JSON.parse(line.slice('RESULT '.length)), logs });
      logs = [];
    }
  }
  return results;
}

const NJS_STORE = `
const cf = { keys: null, kvs: function () {
  if (!cf.keys) throw new Error('no store is associated');
  return {
    get: async function (name) {
      if (!Object.prototype.hasOwnProperty.call(cf.keys, name)) throw new Error('KeyNotFound');
      return cf.keys[name];
    },
    exists: async function (name) { return Object.prototype.hasOwnProperty.call(cf.keys, name); },
  };
} };
export default cf;
`;

const NJS_MAIN = `
import shim from 'cloudfront';
const jobs = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
async function run(at) {
  if (at === jobs.length) return;
  shim.keys = jobs[at].keys;
  Date.now = () => jobs[at].now * 1000;
  const result = await handler(jobs[at].event);
  console.log('RESULT ' + JSON.stringify(result));
  await run(at + 1);
}
run(0);
`;
