// One request in the two forms that CloudFront hands over, made of AWS's documented events.
import { readFileSync } from 'node:fs';

const golden = (name) => readFileSync(new URL(`../tests/${name}`, import.meta.url), 'utf8');
const FUNCTION_EVENT = golden('function-viewer-request.json');
const EDGE_EVENT = golden('viewer-request.json');

/** The event of CloudFront Functions, version 1.0. Header lines are pairs; `cookie` lines become `cookies`. */
export function functionEvent({ method = 'GET', uri, query = '', headers = [] }) {
  const event = JSON.parse(FUNCTION_EVENT);
  const cookies = lines(headers, 'cookie').flatMap((line) => line.split(';')).map((pair) => split(pair.trim()));
  const others = headers.filter(([name]) => name.toLowerCase() !== 'cookie');
  Object.assign(event.request, {
    method,
    uri,
    querystring: collapse(query.split('&').filter(Boolean).map(split)),
    headers: collapse([['host', event.request.headers.host.value], ...others.map(([name, value]) => [name.toLowerCase(), value])]),
    cookies: collapse(cookies.filter(([name]) => name)),
  });
  return event;
}

/** The event of Lambda@Edge. */
export function edgeEvent({ method = 'GET', uri, query = '', headers = [] }) {
  const event = JSON.parse(EDGE_EVENT);
  const { request } = event.Records[0].cf;
  const groups = { host: request.headers.host };
  for (const [key, value] of headers) (groups[key.toLowerCase()] ??= []).push({ key, value });
  Object.assign(request, { method, uri, querystring: query, headers: groups });
  return event;
}

const lines = (headers, name) => headers.filter(([own]) => own.toLowerCase() === name).map(([, value]) => value);

const split = (pair) => [pair.split('=')[0], pair.slice(pair.split('=')[0].length + 1)];

/** Duplicates are one field whose `multiValue` has them all. */
function collapse(pairs) {
  const fields = {};
  for (const [name, value] of pairs) {
    const field = fields[name];
    if (!field) fields[name] = { value };
    else field.multiValue = [...(field.multiValue ?? [{ value: field.value }]), { value }];
  }
  return fields;
}
