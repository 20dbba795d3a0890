// The viewer-request function of CloudFront Functions: the rules of the Lambda@Edge handler, kept with what that runtime has.
// There is no wasm, network or public-key cryptography: so it checks a session token, which the lambda `session` gives for a
// verified access token, with a key from a key value store.
//
// `cargo xtask edge function` puts the constants in capitals where they are announced below, from the configuration that the
// handler has too, and makes the whole small. What is written here must be in AWS's list "JavaScript runtime 2.0 features
// for CloudFront Functions": ECMAScript 5.1, const, let, arrow functions, async functions; no for-of, destructuring, spread
// or default values; `await` never inside the arguments of a call.
import cf from 'cloudfront';
import crypto from 'crypto';
/* CONSTANTS */

const ALLOW = 'access-control-allow-';
const KEY_PREFIX = 'session/';
const MAX_TOKEN_LENGTH = 3072;
const MIN_KEY_LENGTH = 32;
const MAX_SESSION_SECONDS = 900;
const IAT_TOLERANCE = 5;

// Status, its reason phrase, what a person is told, and a header that belongs to it: as the handler has them.
const REFUSALS = {
  bad_path: [400, 'Bad Request', 'This address is malformed.'],
  unauthorized: [401, 'Unauthorized', 'Sign in again, then retry.', 'www-authenticate', 'Bearer'],
  forbidden: [403, 'Forbidden', 'This belongs to somebody else.'],
  origin_not_allowed: [403, 'Forbidden', 'Pages of this origin may not read here.'],
  not_found: [404, 'Not Found', 'There is nothing at this address.'],
  method_not_allowed: [405, 'Method Not Allowed', 'This address can only be read.', 'allow', 'GET, HEAD, OPTIONS'],
  unavailable: [503, 'Service Unavailable', 'This cannot be checked now. Try again in a moment.', 'retry-after', '5'],
};

// Whatever goes wrong is a refusal: closed, and never a throw.
async function handler(event) {
  const request = event.request;
  try {
    return await decide(request);
  } catch (thrown) {
    return refusal(request, thrown);
  }
}

// path ▸ rule ▸ method ▸ token ▸ access ▸ file ▸ trusted headers
async function decide(request) {
  checkPath(request.uri);
  const rule = ruleOf(request.uri);
  if (request.method === 'OPTIONS') return preflight(request);
  if (request.method !== 'GET' && request.method !== 'HEAD') refuse('method_not_allowed');
  const rest = request.uri.slice(rule.path.length);
  let claims;
  if (rule.access) {
    claims = await verify(tokenOf(request));
    checkAccess(rule, rest, claims);
  }
  const uri = target((rule.origin || rule.path) + rest, request.headers);
  replaceHeaders(request, claims);
  request.uri = uri;
  request.querystring = {};
  return request;
}

// A path has one meaning: no empty, `.` or `..` segment, no backslash, nothing beyond visible ASCII, no escape of these.
function checkPath(uri) {
  if (/^(?!\/)|[^!-~]|\\|\/\/|\/\.\.?(\/|$)|%(?![2-9a-f][\da-f])|%(25|2e|2f|5c|7f)/i.test(uri)) refuse('bad_path');
}

// The first rule that the path is below.
function ruleOf(uri) {
  return RULES.filter((rule) => uri.startsWith(rule.path))[0] || refuse('not_found');
}

// One token from one place; two that agree are one.
function tokenOf(request) {
  const header = READS_HEADER && onlyValue(request.headers.authorization, RAW_HEADER ? /^(?:bearer )?([!-~]+)$/i : /^bearer ([!-~]+)$/i);
  const cookie = READS_COOKIE && onlyValue(request.cookies[COOKIE], /^([!-~]+)$/);
  if (header && cookie && header !== cookie) unauthorized('ambiguous_credentials');
  return header || cookie || unauthorized('token_missing');
}

function onlyValue(field, form) {
  if (!field) return '';
  if (field.multiValue) unauthorized('ambiguous_credentials');
  return (form.exec(field.value) || unauthorized('malformed_credentials'))[1];
}

// A JWT (RFC 7519) of the form that `session` mints: length ▸ parts ▸ header ▸ key ▸ signature ▸ claims. Only its HMAC makes
// anything in it true, so that is compared before the payload is read.
async function verify(token) {
  const parts = token.split('.');
  if (token.length > MAX_TOKEN_LENGTH) unauthorized('token_too_long');
  if (parts.length !== 3) unauthorized('not_three_parts');
  const header = /^\{"alg":"HS256","kid":"([\w.-]{1,64})","typ":"JWT"\}$/.exec(decode(parts[0])) || unauthorized('header_not_allowed');
  const secret = await secretOf(header[1]);
  const key = Buffer.from(secret, 'base64url');
  // a store without a good key is the owner's mistake, not the viewer's: a 503
  if (key.length < MIN_KEY_LENGTH) throw secret;
  const mac = crypto.createHmac('sha256', key).update(parts[0] + '.' + parts[1]).digest('base64url');
  if (!isEqual(mac, parts[2])) unauthorized('bad_signature');
  return checkClaims(decode(parts[1]));
}

// Base64url to the last bit and UTF-8 to the last byte: what is encoded again must be what was decoded.
function decode(part) {
  const text = Buffer.from(part, 'base64url').toString();
  return Buffer.from(text).toString('base64url') === part ? text : unauthorized('not_base64url');
}

// `get` throws for a name that the store does not have, a 401, and where there is no store, as then `exists` does: a 503.
async function secretOf(kid) {
  const store = cf.kvs();
  try {
    return await store.get(KEY_PREFIX + kid);
  } catch (thrown) {
    const isThere = await store.exists(KEY_PREFIX + kid);
    if (!isThere) unauthorized('unknown_kid');
    throw thrown;
  }
}

// In a time that does not tell where they differ.
function isEqual(ours, theirs) {
  let difference = ours.length ^ theirs.length;
  for (let at = 0; at < ours.length; at += 1) difference |= ours.charCodeAt(at) ^ theirs.charCodeAt(at);
  return !difference;
}

// JSON that is written again as it was read has no member twice, no white space and no number that is not what it says.
function checkClaims(text) {
  let claims;
  try {
    claims = JSON.parse(text);
  } catch (thrown) {
    unauthorized('malformed_json');
  }
  if (!claims || JSON.stringify(claims) !== text) unauthorized('malformed_json');
  if (claims.token_use !== 'session') unauthorized('token_use_mismatch');
  const is = (value, form) => typeof value === 'string' && form.test(value);
  if (!is(claims.sub, /^(?!.*\.\.)[^\x00-\x1f\x7f-\x9f/]{1,128}$/)) unauthorized('subject_invalid');
  if (
    !is(claims.iss, /^[!-~]+$/) ||
    !is(claims.pid, /^[a-z2-7]{26}$/) ||
    !Array.isArray(claims.groups) ||
    !Number.isInteger(claims.exp) ||
    !Number.isInteger(claims.iat)
  ) {
    unauthorized('claim_invalid');
  }
  checkTimes(claims, Math.floor(Date.now() / 1000));
  return claims;
}

// Minted and read by AWS's own clocks: no tolerance but for the beginning.
function checkTimes(claims, now) {
  if (now >= claims.exp) unauthorized('expired');
  if (claims.exp - claims.iat > MAX_SESSION_SECONDS) unauthorized('lifetime_too_long');
  if (claims.iat > now + IAT_TOLERANCE) unauthorized('issued_in_future');
}

// `owner` paths begin with the owner's id; `group:<name>` is for who the token says is in it.
function checkAccess(rule, rest, claims) {
  if (rule.access === OWNER && rest.split('/')[0] !== claims.pid) refuse('forbidden');
  if (rule.group && claims.groups.indexOf(rule.group) < 0) refuse('forbidden');
}

// Below /avatars/ only what the contract knows is there, and a variant without an extension gets the one that suits.
function target(uri, headers) {
  const match = VARIANT.exec(uri);
  if (!uri.startsWith('/avatars/') || OTHER_ASSET.test(uri) || (match && match[3])) return uri;
  if (!match) refuse('not_found');
  const size = CLIENT_HINTS ? bestSize(+match[2], headers) : match[2];
  return match[1] + size + bestExtension(valueOf(headers.accept));
}

// WebP where it is named and not rated below JPEG (RFC 9110 §12.5.1); a wildcard is no evidence.
function bestExtension(accept) {
  const weights = {};
  accept.split(',').forEach((range) => {
    const name = range.split(';')[0].trim().toLowerCase();
    const match = /;[ \t]*q=[ \t]*([^;]*?)[ \t]*(;|$)/i.exec(range);
    const weight = match ? match[1] : '1';
    if (!(name in weights) && /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight)) weights[name] = +weight;
  });
  const jpeg = ['image/jpeg', 'image/*', '*/*'].filter((name) => name in weights)[0];
  const webp = weights['image/webp'];
  return webp > 0 && !(webp < weights[jpeg]) ? '.webp' : '.jpg';
}

// The smallest side that is large enough, by `Sec-CH-Width`, else by `Sec-CH-DPR` (RFC 8942).
function bestSize(size, headers) {
  const ratio = hint(headers['sec-ch-dpr']);
  const wanted = hint(headers['sec-ch-width']) || size * (ratio > 8 ? 1 : ratio || 1);
  return SIZES.filter((side) => side >= wanted)[0] || SIZES[SIZES.length - 1];
}

function hint(header) {
  const value = valueOf(header);
  return /^\d{1,4}(\.\d{1,3})?$/.test(value) ? +value : 0;
}

function valueOf(field) {
  return field ? field.value : '';
}

// What the origin may believe is said here and by nobody else, and the credentials are none of its business.
function replaceHeaders(request, claims) {
  const headers = request.headers;
  Object.keys(headers).forEach((name) => {
    if (name === 'authorization' || name.startsWith('x-roundel-')) delete headers[name];
  });
  request.cookies = {};
  if (claims) {
    const trusted = { 'public-id': claims.pid, iss: claims.iss };
    // a header is ASCII: a subject that is not goes by its public id alone
    if (/^[!-~]+$/.test(claims.sub)) trusted.sub = claims.sub;
    Object.keys(trusted).forEach((name) => {
      headers['x-roundel-' + name] = { value: trusted[name] };
    });
  }
}

// The browser asks without credentials, so this comes before any token.
function preflight(request) {
  const headers = cors(request);
  if (!headers[ALLOW + 'origin']) refuse('origin_not_allowed');
  headers[ALLOW + 'methods'] = 'GET, HEAD, OPTIONS';
  headers[ALLOW + 'headers'] = 'authorization';
  headers['access-control-max-age'] = '600';
  return respond(204, 'No Content', headers);
}

// The listed origins and no others (Fetch standard, "CORS protocol").
function cors(request) {
  const origin = valueOf(request.headers.origin);
  const headers = { vary: 'Origin' };
  if (CORS_ORIGINS.indexOf(origin) >= 0) {
    headers[ALLOW + 'origin'] = origin;
    if (READS_COOKIE) headers[ALLOW + 'credentials'] = 'true';
  }
  return headers;
}

function refuse(code, reason) {
  throw [code, reason || code];
}

// One body for every token, whatever was wrong with it; the reason goes to the log alone.
function unauthorized(reason) {
  refuse('unauthorized', reason);
}

// Only what we threw has a code. What the runtime throws may quote what it was reading, which holds the token.
function refusal(request, thrown) {
  const known = Array.isArray(thrown) ? thrown : ['unavailable', 'function_failed'];
  const code = known[0];
  const row = REFUSALS[code];
  console.log(JSON.stringify({ level: 'info', status: row[0], code: known[1] }));
  if (SIGNS_IN && row[0] === 401 && isSentToSignIn(request)) {
    return respond(302, 'Found', { location: SIGN_IN_BEFORE + encodeURIComponent(request.uri) + SIGN_IN_AFTER });
  }
  const headers = cors(request);
  headers['content-type'] = 'application/json';
  headers['x-content-type-options'] = 'nosniff';
  if (row[3]) headers[row[3]] = row[4];
  const response = respond(row[0], row[1], headers);
  response.body = JSON.stringify({ error: { code: code, message: row[2] } });
  return response;
}

// Navigations go to the sign-in page, but not who comes from there: they would go round for ever.
function isSentToSignIn(request) {
  const mode = request.headers['sec-fetch-mode'];
  const isNavigation = mode ? mode.value === 'navigate' : /(^|[,;]) *text\/html *([,;]|$)/i.test(valueOf(request.headers.accept));
  const goesRound = valueOf(request.querystring[SIGNED_IN_NAME]) === SIGNED_IN_VALUE || request.uri === SIGN_IN_PATH;
  return request.method === 'GET' && isNavigation && !goesRound;
}

function respond(status, description, values) {
  const headers = { 'cache-control': { value: 'no-store' } };
  Object.keys(values).forEach((name) => {
    headers[name] = { value: values[name] };
  });
  return { statusCode: status, statusDescription: description, headers: headers };
}
