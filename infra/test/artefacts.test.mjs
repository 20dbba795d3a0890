// What is deployed must be built, and for the right machine; a placeholder is for a synthesis alone.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { Artefacts, MissingArtefacts } from '../dist/artefacts.js';
import { stacks } from '../dist/stacks.js';
import { configOf } from './synthesised.mjs';

const config = await configOf();
const nowhere = () => mkdtempSync(join(tmpdir(), 'roundel-artefacts-'));

function missing(target) {
  try {
    stacks(config, new Artefacts(target, false), { outdir: join(target, 'out') });
  } catch (error) {
    assert.ok(error instanceof MissingArtefacts, error);
    return error.missing;
  }
  return [];
}

/** Sixty-four bytes that begin as an ELF file for this machine does (`e_machine`: 62 x86-64, 183 AArch64). */
function bootstrap(machine) {
  const elf = new Uint8Array(64);
  elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  elf[18] = machine;
  return elf;
}

function put(target, path, bytes) {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path), bytes);
}

test('everything that is not built is told at once, with what builds it', () => {
  const found = missing(nowhere());
  assert.equal(found.length, 5);
  for (const name of ['variants', 'key_upload', 'authorizer']) {
    assert.ok(found.some((sentence) => sentence.includes(join('lambda', name, 'bootstrap.zip')) && sentence.endsWith('run cargo xtask lambda build')));
  }
});

test('a lambda for x86-64 is refused, one for arm64 is taken', () => {
  const target = nowhere();
  for (const name of ['variants', 'authorizer']) put(target, `lambda/${name}/bootstrap.zip`, zipSync({ bootstrap: bootstrap(183) }));
  put(target, 'lambda/key_upload/bootstrap.zip', zipSync({ bootstrap: bootstrap(62) }));
  put(target, 'infra/origin-response/index.mjs', '');
  put(target, 'infra/edge-bundle/roundel-edge.zip', zipSync({ 'handler.mjs': new Uint8Array() }));
  const found = missing(target);
  assert.equal(found.length, 1);
  assert.match(found[0], /key_upload.bootstrap\.zip holds no bootstrap for arm64/);
});

test('a placeholder is said for each', (t) => {
  const said = t.mock.method(console, 'error', () => {});
  const target = nowhere();
  stacks(config, new Artefacts(target, true), { outdir: join(target, 'out') });
  assert.equal(said.mock.callCount(), 5);
  assert.match(said.mock.calls[0].arguments[0], /a placeholder stands for .*origin-response/);
});
