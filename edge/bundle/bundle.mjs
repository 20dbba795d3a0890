// node edge/bundle/bundle.mjs --built DIR --config FILE --out DIR [--jwks FILE]: what Lambda@Edge is given, as files and as
// a zip. read ▸ check ▸ keys ▸ start once ▸ pack
import { zipSync } from 'fflate';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { problems } from './check.mjs';
import { keySets } from './keys.mjs';

const BUILT = ['handler.mjs', 'host.mjs', 'keys.mjs', 'roundel_edge.js', 'roundel_edge_bg.wasm'];
const MAX_ZIP_KB = 80;
const DOS_EPOCH = new Date(1980, 0, 1); // in local time, as zip has it

/** Makes the bundle; throws an `Error` whose message is all that is wrong. Gives the zip's path and size in KB. */
export async function bundle({ built, config: file, out, jwks }) {
  const config = read(file);
  const wrong = problems(config);
  if (wrong.length > 0) throw new Error(`${file}:\n  ${wrong.join('\n  ')}`);
  if (config.development) throw new Error(`${file}:\n  development: this takes plain http, and is never deployed`);
  const { $schema, ...own } = config;
  const complete = { ...own, keys: await keySets(config, jwks && read(jwks)) };
  const files = contents(built, complete);
  await startOnce(built, complete);
  return write(out, files);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error.message}`);
  }
}

/** In the order of their names, so that equal bundles are equal files. */
function contents(built, config) {
  const text = (value) => Buffer.from(`${JSON.stringify(value)}\n`);
  const files = BUILT.map((name) => [name, readFileSync(join(built, name))]);
  files.push(['config.json', text(config)], ['package.json', text({ type: 'module', private: true })]);
  return Object.fromEntries(files.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The wasm is the last judge: of the configuration, and of every key. */
async function startOnce(built, config) {
  const { open } = await import(pathToFileURL(join(built, 'host.mjs')).href);
  const edge = start(open, readFileSync(join(built, 'roundel_edge_bg.wasm')), config);
  for (const [issuer, set] of Object.entries(config.keys)) {
    const dropped = edge.keysLoaded(issuer, Buffer.from(JSON.stringify(set)));
    if (dropped.length === set.keys.length) throw new Error(`no key of ${issuer} may be used: ${dropped.join(', ') || 'there is none'}`);
    if (dropped.length > 0) console.error(`  keys of ${issuer} that are left out: ${dropped.join(', ')}`);
  }
}

function start(open, module, config) {
  try {
    return open(module, JSON.stringify(config));
  } catch (error) {
    throw new Error(`the edge does not start with this configuration: ${error.message}`);
  }
}

function write(out, files) {
  const folder = join(out, 'roundel-edge');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const zip = zipSync(files, { level: 9, mem: 12, mtime: DOS_EPOCH, os: 3, attrs: 0o100644 << 16 });
  const [path, kb] = [join(out, 'roundel-edge.zip'), zip.length / 1_024];
  if (kb > MAX_ZIP_KB) throw new Error(`the zip has ${kb.toFixed(1)} KB, more than its budget of ${MAX_ZIP_KB}`);
  writeFileSync(path, zip);
  return { path, kb };
}

if (import.meta.filename === process.argv[1]) {
  const text = { type: 'string' };
  const { values } = parseArgs({ options: { built: text, config: text, out: text, jwks: text } });
  try {
    const { path, kb } = await bundle(values);
    console.log(`  ${path}: ${kb.toFixed(1)} KB of ${MAX_ZIP_KB}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
