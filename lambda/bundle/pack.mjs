// node lambda/bundle/pack.mjs --built DIR --out DIR --architecture NAME FUNCTION..: each binary as the zip that Lambda is
// given, OUT/FUNCTION/bootstrap.zip, and OUT/FUNCTION/built.json with what it is. Equal binaries make equal zips.
import { zipSync } from 'fflate';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const DOS_EPOCH = new Date(1980, 0, 1); // in local time, as zip has it
const UNIX = 3;
const EXECUTABLE = 0o100755 << 16;

const text = { type: 'string' };
const { values, positionals } = parseArgs({ options: { built: text, out: text, architecture: text }, allowPositionals: true });
for (const name of positionals) pack(name);

function pack(name) {
  const bootstrap = readFileSync(join(values.built, name));
  const zip = zipSync({ bootstrap }, { level: 9, mem: 12, mtime: DOS_EPOCH, os: UNIX, attrs: EXECUTABLE });
  mkdirSync(join(values.out, name), { recursive: true });
  writeFileSync(join(values.out, name, 'bootstrap.zip'), zip);
  const about = { architecture: values.architecture, bytes: zip.length };
  writeFileSync(join(values.out, name, 'built.json'), `${JSON.stringify(about)}\n`);
}
