// What the function must answer: each case is a request, by its difference from a good one, and what becomes of it. Refused
// tokens have the row of token-rules they answer to in their names where there is one.
import { ISSUER, KEY, NOW, OLD_KEY, STORE, SUB, claims, encode, header, publicId, sign, token } from './tokens.mjs';

const own = publicId(SUB);
const other = publicId('somebody else');
const version = '0123456789abcdef0123456789abcdef';
const members = `/members/${other}/current/512`;
const target = `/avatars/${other}/current/512.jpg`;

const bearer = (value) => [['Authorization', `Bearer ${value}`]];
const cookie = (value) => [['Cookie', `theme=dark; roundel_session=${value}`]];
const forward = (uri, headers = {}) => ({ uri, headers });
const refused = (status, code, log = code) => ({ status, code, log });
const unauthorized = (log) => refused(401, 'unauthorized', log);
const trusted = (sub = SUB) => ({ 'x-roundel-sub': sub, 'x-roundel-public-id': publicId(sub), 'x-roundel-iss': ISSUER });

/** A token that must be refused, and the reason in the log. */
const bad = (name, value, log, more = {}) => ({ name: `token: ${name}`, uri: members, headers: bearer(value), ...more, expect: unauthorized(log) });
const claim = (name, changes, log) => bad(name, token(changes), log);

const [head, payload, mac] = token().split('.');
const unknown = { kid: '2026-12', k: KEY.k };
const at = (text, index, letter) => text.slice(0, index) + letter + text.slice(index + 1);

const goodTokens = [
  ['by header', bearer(token())],
  ['raw by header', [['authorization', token()]]],
  ['with any case of bearer', [['authorization', `bEARER ${token()}`]]],
  ['by cookie', cookie(token())],
  ['by header and cookie that agree', [...bearer(token()), ...cookie(token())]],
  ['of the key before', bearer(token({}, OLD_KEY))],
  ['of fifteen minutes', bearer(token({ exp: NOW + 900 }))],
  ['in its last second', bearer(token({ iat: NOW - 599, exp: NOW + 1 }))],
  ['of a clock 5 s ahead', bearer(token({ iat: NOW + 5, exp: NOW + 600 }))],
  ['with its members in another order', bearer(sign(header(), JSON.stringify({ exp: NOW + 600, iat: NOW, groups: [], pid: own, sub: SUB, iss: ISSUER, token_use: 'session' })))],
].map(([name, headers]) => ({ name: `good token ${name}`, uri: members, headers, expect: forward(target, trusted()) }));

const badTokens = [
  bad('alg none, no signature (1)', `${encode('{"alg":"none","kid":"2026-11","typ":"JWT"}')}.${payload}.`, 'header_not_allowed'),
  bad('alg NoNe (1)', sign(header().replace('HS256', 'NoNe'), claims()), 'header_not_allowed'),
  bad('HS512', sign(header().replace('HS256', 'HS512'), claims(), KEY, 'sha512'), 'header_not_allowed'),
  bad('HS512 under the name HS256', sign(header(), claims(), KEY, 'sha512'), 'bad_signature'),
  bad('RS256', sign(header().replace('HS256', 'RS256'), claims()), 'header_not_allowed'),
  bad('kid missing (4)', sign('{"alg":"HS256","typ":"JWT"}', claims()), 'header_not_allowed'),
  bad('kid unknown', token({}, unknown), 'unknown_kid'),
  bad('kid that leaves the prefix (3)', sign(header('../x'), claims()), 'header_not_allowed'),
  bad('kid __proto__ (3)', sign(header('__proto__'), claims()), 'unknown_kid'),
  bad('kid empty (3)', sign(header(''), claims()), 'header_not_allowed'),
  bad('kid of 65 characters (3)', sign(header('a'.repeat(65)), claims()), 'header_not_allowed'),
  bad('kid with \\u (11)', sign(header('2026\\u002d11'), claims()), 'header_not_allowed'),
  bad('of another key under this name', sign(header(KEY.kid), claims(), OLD_KEY), 'bad_signature'),
  bad('jku in the header (5)', sign(header().replace('}', ',"jku":"https://evil.example"}'), claims()), 'header_not_allowed'),
  bad('crit (19)', sign(header().replace('}', ',"crit":["x"]}'), claims()), 'header_not_allowed'),
  bad('alg twice (11)', sign(header().replace('{', '{"alg":"HS256",'), claims()), 'header_not_allowed'),
  bad('white space in the header', sign(header().replaceAll(',', ', '), claims()), 'header_not_allowed'),
  bad('typ at+jwt (20)', sign(header().replace('JWT', 'at+jwt'), claims()), 'header_not_allowed'),
  bad('typ missing', sign(header().replace(',"typ":"JWT"', ''), claims()), 'header_not_allowed'),
  bad('with a changed payload', `${head}.${encode(claims({ sub: 'admin' }))}.${mac}`, 'bad_signature'),
  bad('with its first signature character changed', `${head}.${payload}.${at(mac, 0, mac[0] === 'A' ? 'B' : 'A')}`, 'bad_signature'),
  bad('with spare bits set in the signature (12)', `${head}.${payload}.${at(mac, 42, String.fromCharCode(mac.charCodeAt(42) + 1))}`, 'bad_signature'),
  bad('with a longer signature', `${head}.${payload}.${mac}A`, 'bad_signature'),
  bad('with a shorter signature', `${head}.${payload}.${mac.slice(0, -1)}`, 'bad_signature'),
  bad('without a signature', `${head}.${payload}.`, 'bad_signature'),
  bad('with padding (12)', `${head}=.${payload}.${mac}`, 'not_base64url'),
  bad('with spare bits set in the header (12)', spareBits(sign(`${header()} `, claims())), 'not_base64url'),
  bad('of two parts (15)', `${head}.${payload}`, 'not_three_parts'),
  bad('of four parts (15)', `${token()}.${mac}`, 'not_three_parts'),
  bad('of 3,073 characters (14)', `${head}.${'A'.repeat(3_073 - head.length - mac.length - 2)}.${mac}`, 'token_too_long'),
  bad('sub twice (11)', sign(header(), claims().replace('{', '{"sub":"admin",')), 'malformed_json'),
  bad('sub twice, once escaped (11)', sign(header(), claims().replace('{', '{"s\\u0075b":"admin",')), 'malformed_json'),
  bad('white space in the payload', sign(header(), claims().replace(',', ', ')), 'malformed_json'),
  bad('payload no JSON', sign(header(), '{"sub":'), 'malformed_json'),
  bad('payload null', sign(header(), 'null'), 'malformed_json'),
  bad('payload an array', sign(header(), '[]'), 'token_use_mismatch'),
  bad('payload empty', sign(header(), ''), 'malformed_json'),
  bad('payload with a BOM (13)', sign(header(), `\ufeff${claims()}`), 'malformed_json'),
  bad('payload not UTF-8 (13)', sign(header(), Buffer.from([0x22, 0xff, 0x22])), 'not_base64url'),
  bad('exp 1e400 (16)', sign(header(), claims({ exp: 7 }).replace(':7', ':1e400')), 'malformed_json'),
  bad('exp with an exponent (16)', sign(header(), claims({ exp: 7 }).replace(':7', ':1795000600e0')), 'malformed_json'),
  claim('for another use', { token_use: 'access' }, 'token_use_mismatch'),
  claim('for no use', { token_use: undefined }, 'token_use_mismatch'),
  claim('expired', { iat: NOW - 600, exp: NOW }, 'expired'),
  claim('exp missing (16)', { exp: undefined }, 'claim_invalid'),
  claim('exp null (16)', { exp: null }, 'claim_invalid'),
  claim('exp a string (16)', { exp: String(NOW + 600) }, 'claim_invalid'),
  claim('exp a fraction (16)', { exp: NOW + 0.5 }, 'claim_invalid'),
  claim('exp an array (16)', { exp: [NOW + 600] }, 'claim_invalid'),
  claim('exp negative (16)', { exp: -1 }, 'expired'),
  claim('of fifteen minutes and a second (17)', { exp: NOW + 901 }, 'lifetime_too_long'),
  claim('iat missing', { iat: undefined }, 'claim_invalid'),
  claim('iat in the future (18)', { iat: NOW + 6, exp: NOW + 600 }, 'issued_in_future'),
  claim('sub missing (23)', { sub: undefined, pid: own }, 'subject_invalid'),
  claim('sub empty (23)', { sub: '' }, 'subject_invalid'),
  claim('sub a number (23)', { sub: 7 }, 'subject_invalid'),
  claim('sub of 129 characters (23)', { sub: 's'.repeat(129) }, 'subject_invalid'),
  claim('sub with / (23)', { sub: 'a/b' }, 'subject_invalid'),
  claim('sub with .. (23)', { sub: 'a..b' }, 'subject_invalid'),
  claim('sub with a line feed (23)', { sub: 'a\nb' }, 'subject_invalid'),
  claim('pid of another form', { pid: '../x' }, 'claim_invalid'),
  claim('pid an array', { pid: [own] }, 'claim_invalid'),
  claim('groups a string', { groups: 'staff' }, 'claim_invalid'),
  claim('groups missing', { groups: undefined }, 'claim_invalid'),
  claim('iss with a line feed (29)', { iss: 'a\r\nx-roundel-sub: admin' }, 'claim_invalid'),
];

const credentials = [
  ['none', [], 'token_missing'],
  ['two cookies of the name (24)', [['Cookie', `roundel_session=${token()}; roundel_session=${token()}`]], 'ambiguous_credentials'],
  ['two cookie headers (24)', [...cookie(token()), ...cookie(token())], 'ambiguous_credentials'],
  ['two headers (24)', [...bearer(token()), ...bearer(token())], 'ambiguous_credentials'],
  ['header and cookie that disagree (24)', [...bearer(token()), ...cookie(token({ groups: ['x'] }))], 'ambiguous_credentials'],
  ['two spaces (24)', [['Authorization', `Bearer  ${token()}`]], 'malformed_credentials'],
  ['a tab (24)', [['Authorization', `Bearer\t${token()}`]], 'malformed_credentials'],
  ['another scheme', [['Authorization', 'Basic dTpw']], 'malformed_credentials'],
  ['an empty cookie', [['Cookie', 'roundel_session=']], 'malformed_credentials'],
  ['only another cookie', [['Cookie', 'roundel_sessions=x']], 'token_missing'],
].map(([name, headers, log]) => ({ name: `credentials: ${name}`, uri: members, headers, expect: unauthorized(log) }));

const staff = (groups) => bearer(token({ groups }));
const access = [
  ['a group path for who is in it', '/staff/q3.pdf', staff(['a', 'staff']), forward('/reports/q3.pdf', trusted())],
  ['a group path for who is in another', '/staff/q3.pdf', staff(['staffs']), refused(403, 'forbidden')],
  ['a group path for who is in none', '/staff/q3.pdf', bearer(token()), refused(403, 'forbidden')],
  ['a group path for nobody', '/staff/q3.pdf', [], unauthorized('token_missing')],
  ['an owner path for its owner', `/owner/${own}/current/64`, bearer(token()), forward(`/avatars/${own}/current/64.jpg`, trusted())],
  ["an owner path for somebody else's", `/owner/${other}/current/64`, bearer(token()), refused(403, 'forbidden')],
  ['an owner path in capitals', `/owner/${own.toUpperCase()}/current/64`, bearer(token()), refused(403, 'forbidden')],
  ['an owner path of no person', '/owner/x', bearer(token()), refused(403, 'forbidden')],
  ['an owner path that goes on', `/owner/${own}x/current/64`, bearer(token()), refused(403, 'forbidden')],
  ['a public path with a bad token', `/avatars/${own}/current.json`, bearer('x'), forward(`/avatars/${own}/current.json`)],
  ['a public path outside avatars', '/open/a%20b.txt', [], forward('/open/a%20b.txt')],
  ['no rule', '/secrets.txt', [], refused(404, 'not_found')],
  ['the root', '/', [], refused(404, 'not_found')],
  ['no rule, with a token', '/secrets.txt', bearer(token()), refused(404, 'not_found')],
].map(([name, uri, headers, expect]) => ({ name, uri, headers, expect }));

const files = [
  [`/avatars/${own}/current/512`, `/avatars/${own}/current/512.jpg`],
  [`/avatars/${own}/${version}/64`, `/avatars/${own}/${version}/64.jpg`],
  [`/avatars/${own}/${version}/64.webp`, `/avatars/${own}/${version}/64.webp`],
  ['/avatars/default/128', '/avatars/default/128.jpg'],
  ['/avatars/default/128.webp', '/avatars/default/128.webp'],
  [`/avatars/processed/${own}.jpg`, `/avatars/processed/${own}.jpg`],
  [`/avatars/${own}/current.json`, `/avatars/${own}/current.json`],
].map(([uri, to]) => ({ name: `file ${uri}`, uri, expect: forward(to) }));

const noFiles = [
  `/avatars/${own}`, `/avatars/${own}/current`, `/avatars/${own}/current/513`, `/avatars/${own}/current/0512`, '/avatars/',
  `/avatars/${own}/current/512.png`, `/avatars/${own}/${version.slice(1)}/64`, `/avatars/processed/${own}`, '/avatars/default',
  `/avatars/original/${own}/01930000-0000-7000-8000-000000000000.jpg`, `/avatars/${own}/current.json/x`, '/avatars/defaults/64',
  `/avatars/${own}/current/512.jpg/`, `/avatars/${own.slice(1)}/current/64`,
].map((uri) => ({ name: `no file ${uri}`, uri, expect: refused(404, 'not_found') }));

const badPaths = [
  '/avatars/../owner/x', '/avatars//x', '/avatars/./x', '/avatars/%2e%2e/x', '/avatars/a%2fb', '/avatars/a%2Fb', '/avatars/a%5cb',
  '/avatars/a\\b', '/avatars/%00', '/avatars/%0a', '/avatars/%', '/avatars/%2', '/avatars/%zz', '/avatars/%252e', '/avatars/%7f',
  '/avatars/\u00e9', '/avatars/a b', 'avatars/x', '', '//avatars/x', '/avatars/..', '/avatars/x/.',
].map((uri) => ({ name: `bad path ${JSON.stringify(uri)}`, uri, expect: refused(400, 'bad_path') }));

const accepts = [
  ['image/avif,image/webp,image/apng,*/*;q=0.8', 'webp'], ['IMAGE/WEBP', 'webp'], ['image/webp;q=0.5, image/jpeg;q=0.5', 'webp'],
  ['image/webp ; q=1.000', 'webp'], ['*/*;q=0.1,image/webp;q=0.2', 'webp'], ['image/webp;q=0.001', 'webp'],
  ['image/webp;level=1;q=0.9,image/jpeg;q=0.95', 'jpg'], ['image/webp;Q=0', 'jpg'], ['', 'jpg'], ['*/*', 'jpg'], ['image/*', 'jpg'],
  ['image/webp;q=0', 'jpg'], ['image/webp;q=0.4,image/jpeg;q=0.5', 'jpg'], ['image/webp;q=0.4,image/*;q=0.5', 'jpg'],
  ['image/webp;q=0.4,*/*;q=0.5', 'jpg'], ['image/webp;q=0.4,image/*;q=0.3,*/*;q=0.9', 'webp'], ['image/webp;q=nan', 'jpg'],
  ['image/webp;q=1.001', 'jpg'], ['image/webp;q=0.0001', 'jpg'], ['image/webp;q=', 'jpg'], ['image/webp;q=0.,image/jpeg;q=0', 'jpg'],
  ['image/webp;q=1.', 'webp'], ['image/webp;q=x,image/webp', 'webp'], ['image/webp;q=0,image/webp', 'jpg'], ['image/webpx', 'jpg'],
  ['constructor,image/webp,__proto__', 'webp'], ['image/webp;q=-1', 'jpg'], ['image/webp;q="1"', 'jpg'], [',,;,image/webp', 'webp'],
].map(([accept, extension]) => ({
  name: `accept ${accept}`,
  uri: `/avatars/${own}/current/64`,
  headers: [['Accept', accept]],
  expect: forward(`/avatars/${own}/current/64.${extension}`),
}));

const hints = [
  [[['Sec-CH-DPR', '2']], 128], [[['Sec-CH-DPR', '1.5']], 128], [[['Sec-CH-DPR', '0.5']], 64], [[['Sec-CH-DPR', '8']], 512],
  [[['Sec-CH-DPR', '8.001']], 64], [[['Sec-CH-DPR', '2 ']], 64], [[['Sec-CH-DPR', '-2']], 64], [[['Sec-CH-DPR', '1e1']], 64],
  [[['Sec-CH-Width', '200'], ['Sec-CH-DPR', '3']], 256], [[['Sec-CH-Width', '9999']], 512], [[['Sec-CH-Width', '0'], ['Sec-CH-DPR', '2']], 128],
  [[['Sec-CH-Width', '64.001']], 128], [[['Sec-CH-DPR', '2.625']], 256],
].map(([headers, size]) => ({
  name: `hints ${headers.join(' ')}`,
  uri: `/avatars/${own}/current/64`,
  headers,
  expect: forward(`/avatars/${own}/current/${size}.jpg`),
}));

const methods = [
  { name: 'HEAD is read', method: 'HEAD', uri: members, headers: bearer(token()), expect: forward(target, trusted()) },
  ...['POST', 'PUT', 'DELETE', 'PATCH', 'get', 'TRACE'].map((method) => ({
    name: `${method} is not read`, method, uri: members, headers: bearer(token()), expect: refused(405, 'method_not_allowed'),
  })),
  { name: 'OPTIONS of a listed page', method: 'OPTIONS', uri: members, headers: [['Origin', 'https://www.example.com']], expect: { status: 204, cors: true } },
  { name: 'OPTIONS of another page', method: 'OPTIONS', uri: members, headers: [['Origin', 'https://evil.example']], expect: refused(403, 'origin_not_allowed') },
  { name: 'OPTIONS of no page', method: 'OPTIONS', uri: members, expect: refused(403, 'origin_not_allowed') },
  { name: 'OPTIONS where no rule is', method: 'OPTIONS', uri: '/x', headers: [['Origin', 'https://www.example.com']], expect: { ...refused(404, 'not_found'), cors: true } },
];

const page = ['Origin', 'https://www.example.com'];
const navigation = ['Sec-Fetch-Mode', 'navigate'];
const location = (path) => `https://www.example.com/staff/sign-in?from=cdn&return_to=${encodeURIComponent(`https://assets.example.com${path}?roundel-signed-in=1`)}`;
const sent = { status: 302, location: location(members), log: 'token_missing' };
const refusals = [
  ['a refusal for a listed page', { headers: [page] }, { ...unauthorized('token_missing'), cors: true }],
  ['a refusal for another page', { headers: [['Origin', 'https://evil.example']] }, unauthorized('token_missing')],
  ['a navigation', { headers: [navigation] }, sent],
  ['a navigation of a browser without Sec-Fetch-Mode', { headers: [['Accept', 'text/html,application/xhtml+xml,*/*;q=0.8']] }, sent],
  ['a navigation with a bad token', { headers: [navigation, ...cookie(token({ exp: NOW, iat: NOW - 9 }))] }, { ...sent, log: 'expired' }],
  ['a picture that accepts text/html', { headers: [['Sec-Fetch-Mode', 'no-cors'], ['Accept', 'text/html']] }, unauthorized('token_missing')],
  ['a fetch', { headers: [['Accept', '*/*']] }, unauthorized('token_missing')],
  ['a navigation that comes from signing in', { headers: [navigation], query: 'roundel-signed-in=1' }, unauthorized('token_missing')],
  ['a navigation with another query', { headers: [navigation], query: 'roundel-signed-in=0&a=1' }, sent],
  ['a navigation to the sign-in page itself', { uri: '/staff/sign-in', headers: [navigation] }, unauthorized('token_missing')],
  ['HEAD is no navigation', { method: 'HEAD', headers: [navigation] }, unauthorized('token_missing')],
  ['a navigation to what is forbidden', { uri: '/staff/x', headers: [navigation, ...bearer(token())] }, refused(403, 'forbidden')],
].map(([name, request, expect]) => ({ name, uri: members, ...request, expect }));

const trustedHeaders = [
  {
    name: 'inbound headers of our names are stripped on public paths (29)',
    uri: '/open/x',
    headers: [['X-Roundel-Sub', 'admin'], ['x-roundel-anything', '1'], ['X-Other', 'kept']],
    expect: forward('/open/x', { 'x-other': 'kept' }),
  },
  {
    name: 'and replaced on others, with credentials and query gone (29)',
    uri: members,
    query: 'utm=1',
    headers: [['X-Roundel-Sub', 'admin'], ['X-Roundel-Public-Id', other], ...bearer(token()), ...cookie(token())],
    expect: forward(target, trusted()),
  },
  {
    name: 'a subject beyond ASCII goes by its public id (29)',
    uri: members,
    headers: bearer(token({ sub: 'Zo\u00eb' })),
    expect: forward(target, { 'x-roundel-public-id': publicId('Zo\u00eb'), 'x-roundel-iss': ISSUER }),
  },
];

const short = Buffer.alloc(31, 1).toString('base64url');
const unavailable = refused(503, 'unavailable', 'function_failed');
const stores = [
  { name: 'no store is associated', uri: members, headers: bearer(token()), keys: null, expect: unavailable },
  { name: 'a key of 31 bytes', uri: members, headers: bearer(token({}, { kid: KEY.kid, k: short })), keys: { [`session/${KEY.kid}`]: short }, expect: unavailable },
  { name: 'a key that was taken away', uri: members, headers: bearer(token({}, OLD_KEY)), keys: { [`session/${KEY.kid}`]: KEY.k }, expect: unauthorized('unknown_kid') },
  { name: 'a public path needs no store', uri: '/open/x', keys: null, expect: forward('/open/x') },
];

/** What is decided before and after a token is verified: the same as in the Lambda@Edge handler. */
export const RULE_CASES = [
  ...goodTokens, ...credentials, ...access, ...files, ...noFiles, ...badPaths, ...accepts, ...hints, ...methods, ...refusals,
  ...trustedHeaders,
];

/** All of them, with the good store where they name no other. */
export const CASES = [...RULE_CASES, ...badTokens, ...stores].map((test) => ({ keys: STORE, ...test }));

/** The last bits of a header whose length leaves some unused. */
function spareBits(text) {
  const [first, ...rest] = text.split('.');
  const last = String.fromCharCode(first.charCodeAt(first.length - 1) + 1);
  return [first.slice(0, -1) + last, ...rest].join('.');
}
