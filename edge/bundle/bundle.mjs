// node edge/bundle/bundle.mjs --built DIR --config FILE --out DIR [--jwks FILE]: what Lambda@Edge is given, as files and as
// a zip. read ▸ check ▸ keys ▸ start once ▸ one script ▸ pack
import { zipSync } from 'fflate';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { problems } from './check.mjs';
import { keySets } from './keys.mjs';

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
  await startOnce(built, complete);
  return write(out, contents(built, complete, await oneScript(built)));
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${error.message}`);
  }
}

/** In the order of their names, so that equal bundles are equal files. */
function contents(built, config, handler) {
  const text = (value) => Buffer.from(`${JSON.stringify(value)}\n`);
  const wasm = 'roundel_edge_bg.wasm';
  return {
    'config.json': text(config),
    'handler.mjs': Buffer.from(handler),
    'package.json': text({ type: 'module', private: true }),
    [wasm]: readFileSync(join(built, wasm)),
  };
}

/** The handler and what it imports in one file: a cold start waits for each file and for every byte of it. */
async function oneScript(built) {
  const modules = await rolldown({ input: join(built, 'handler.mjs'), platform: 'node', logLevel: 'silent' });
  const { output } = await modules.generate({ format: 'esm', minify: true });
  if (output.length !== 1) throw new Error(`the handler became ${output.length} files`);
  return output[0].code;
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
