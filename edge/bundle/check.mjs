// Everything that is wrong with a configuration, before it is bundled.
import Ajv from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

const schema = JSON.parse(readFileSync(new URL('../config.schema.json', import.meta.url), 'utf8'));
const conforms = new Ajv({ allErrors: true, verbose: true }).compile(schema);

/** Sentences, each about one member; none where the configuration is good. */
export function problems(config) {
  return conforms(config) ? [...afar(config)] : conforms.errors.filter(isCause).map(sentence);
}

/** What a schema cannot say, because it is about two members at once. */
function* afar({ issuers, keysUrls = {}, keys = {}, rules, signIn }) {
  for (const [name, members] of Object.entries({ keysUrls, keys })) {
    for (const issuer of Object.keys(members)) {
      if (!issuers.includes(issuer)) yield `${name}: ${issuer} is not among issuers`;
    }
  }
  for (const [at, { path }] of rules.entries()) {
    const earlier = rules.slice(0, at).find((rule) => covers(rule, path));
    if (earlier) yield `rules[${at}]: ${path} is never reached, because ${earlier.path} comes before it`;
  }
  if (signIn && isBehind(rules, signIn)) yield 'signIn.url: this page is itself behind a sign-in';
}

const covers = ({ path }, other) => other.startsWith(path.slice(0, -1));

function isBehind(rules, { url, returnOrigin }) {
  const page = new URL(url);
  const rule = rules.find((own) => covers(own, page.pathname));
  return page.origin === new URL(returnOrigin).origin && rule !== undefined && rule.access !== 'public';
}

/** What follows from another error says nothing new. */
const isCause = ({ keyword }) => keyword !== 'if';

function sentence({ instancePath, keyword, params, message, data }) {
  const member = instancePath.slice(1).replaceAll(/\/(\d+)/g, '[$1]').replaceAll('/', '.') || 'the configuration';
  if (keyword === 'additionalProperties') return `${member}: unknown member ${JSON.stringify(params.additionalProperty)}`;
  if (keyword === 'required') return `${member}: ${params.missingProperty} is missing`;
  if (keyword === 'oneOf') return 'the configuration: give either clientIds or audience';
  if (keyword === 'enum') return `${member}: ${JSON.stringify(data)} is none of ${params.allowedValues.join(', ')}`;
  return `${member}: ${keyword === 'pattern' ? `${JSON.stringify(data)} does not match ${params.pattern}` : message}`;
}
