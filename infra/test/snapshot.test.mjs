// The templates as they were when somebody last looked: `UPDATE_SNAPSHOT=1 npm test --workspace infra` writes them anew.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { full, synthesised } from './synthesised.mjs';

const folder = new URL('./snapshot/', import.meta.url);

/** Without what changes with what is built: hashes of assets, and of versions made of them. */
function normalised(template) {
  const text = JSON.stringify(template.toJSON(), null, 2);
  return `${text.replaceAll(/[0-9a-f]{64}/g, '<asset>').replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<version>')}\n`;
}

for (const [name, overrides] of [['lambda', {}], ['function', full]]) {
  test(`the templates of the tier ${name}`, async () => {
    const { app, ...templates } = await synthesised(overrides);
    for (const [stack, template] of Object.entries(templates)) {
      const file = new URL(`${name}.${stack}.json`, folder);
      if (process.env.UPDATE_SNAPSHOT) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(file, normalised(template));
      }
      assert.ok(existsSync(file), `${file.pathname} is missing`);
      assert.equal(normalised(template), readFileSync(file, 'utf8'), `${stack} is another: if that is meant, UPDATE_SNAPSHOT=1 npm test --workspace infra`);
    }
  });
}
