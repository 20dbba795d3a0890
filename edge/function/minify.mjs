// The function's source, made small: node edge/function/minify.mjs SOURCE OUT. Fails where it would not run.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { minifySync } from 'rolldown/utils';

/** CloudFront's limit (AWS: "Quotas on CloudFront Functions"), in bytes. */
export const MAX_BYTES = 10_240;

/** What CloudFront's runtime cannot read, should a minifier ever write it. */
const UNREADABLE = [
  ['await inside the arguments of a call', /[\w)\]]\([^()]*\bawait\b/],
  ['for-of', /\bfor\s*\([^;)]*\bof\b/],
  ['spread', /\.\.\./],
  ['optional chaining or ??', /\?\.[^\d]|\?\?/],
  ['an import or export that is left', /\bexport\b|import\(/],
];

/** The small text of a function; throws where CloudFront would refuse it. */
export function minify(source) {
  const { code, errors } = minifySync('function.js', `${source}\nexport { handler };`, {
    module: true,
    compress: { target: 'es2017' },
    mangle: { toplevel: true },
    codegen: { removeWhitespace: true },
  });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const text = withHandler(code.trim());
  for (const [what, pattern] of UNREADABLE) {
    if (pattern.test(text)) throw new Error(`the function holds what CloudFront cannot read: ${what}`);
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) throw new Error(`the function has ${bytes} bytes, and CloudFront takes ${MAX_BYTES}: use fewer rules`);
  return text;
}

/** CloudFront calls `handler` by its name and knows no exports, which are what keeps a minifier from dropping it. */
function withHandler(code) {
  const [exported, name] = /export\{(\w+) as handler\};?$/.exec(code) ?? [];
  const declared = `async function ${name}(`;
  if (!exported || code.split(declared).length !== 2) throw new Error('the minifier has lost the handler');
  return `${code.slice(0, -exported.length).replace(declared, 'async function handler(')}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [source, out] = process.argv.slice(2);
  const text = minify(readFileSync(source, 'utf8'));
  writeFileSync(out, text);
  console.log(`${out}: ${Buffer.byteLength(text)} bytes`);
}
