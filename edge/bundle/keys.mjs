// The issuers' keys, to be bundled: a cold start then waits for nobody.
import { fetchKeys } from '../keys.mjs';

const MILLIS = 10_000;

/** Key sets by issuer: from `given` where there is one, which is a set for the one issuer or an object from issuer to set. */
export async function keySets({ issuers, keysUrls = {}, keys = {} }, given) {
  const own = given?.keys && issuers.length === 1 ? { [issuers[0]]: given } : given;
  const sets = {};
  for (const issuer of issuers) {
    sets[issuer] = own?.[issuer] ?? keys[issuer];
    if (given && !sets[issuer]) throw new Error(`the key file has no set for ${issuer}`);
    sets[issuer] ??= await fetched(keysUrls[issuer] ?? `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`);
  }
  return sets;
}

/** By the handler's own code: https, no redirect, at most 64 KB. */
async function fetched(url) {
  try {
    return JSON.parse(await fetchKeys(url, MILLIS));
  } catch (error) {
    throw new Error(`${url}: ${error.message}`);
  }
}
