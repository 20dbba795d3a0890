// Who verifies: ours as it is deployed, and its peers with the same keys, issuer, client and token use.
import { createPublicKey, verify as verifySignature } from "node:crypto";

import { CognitoJwtVerifier } from "aws-jwt-verify";
import { createLocalJWKSet, jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";

import { CLIENT, ISSUER, POOL } from "./issuer.mjs";

/**
 * Each candidate by its name. `accepts(algorithm)` gives the function that is timed: it answers true, or with `isAsync`
 * a promise of it, for a good token, and false or an error for another. `algorithms` where it does not have them all;
 * `prepare(token)` where it does not read tokens.
 */
export function candidates(ours, jwks) {
  return {
    roundel: { accepts: () => (token) => ours.verify(token) === undefined },
    "aws-jwt-verify verifySync": awsJwtVerifySync(jwks),
    "aws-jwt-verify verify": awsJwtVerify(jwks),
    jose: jose(jwks),
    jsonwebtoken: jsonWebToken(jwks),
    "crypto.verify alone": nodeCrypto(jwks),
  };
}

function awsJwtVerifySync(jwks) {
  const verifier = cognito(jwks);
  return { accepts: () => (token) => verifier.verifySync(token).sub !== undefined };
}

function awsJwtVerify(jwks) {
  const verifier = cognito(jwks);
  return { isAsync: true, accepts: () => async (token) => (await verifier.verify(token)).sub !== undefined };
}

function cognito(jwks) {
  const verifier = CognitoJwtVerifier.create({ userPoolId: POOL, clientId: CLIENT, tokenUse: "access" });
  verifier.cacheJwks(jwks);
  return verifier;
}

/** An audience is `aud` to it and to the next: what Cognito writes into access tokens instead is compared here. */
function jose(jwks) {
  const keys = createLocalJWKSet(jwks);
  const options = { issuer: ISSUER, algorithms: ["RS256", "ES256", "EdDSA"] };
  return { isAsync: true, accepts: () => async (token) => isOurs((await jwtVerify(token, keys, options)).payload) };
}

/** It is given the key. Its users look it up by the token's `kid`, which costs them more. */
function jsonWebToken(jwks) {
  const known = keyObjects(jwks);
  const accepts = (algorithm) => {
    const options = { issuer: ISSUER, algorithms: [algorithm] };
    return (token) => isOurs(jsonwebtoken.verify(token, known.get(algorithm), options));
  };
  return { algorithms: ["RS256", "ES256", "garbage"], accepts };
}

function isOurs(payload) {
  return payload.client_id === CLIENT && payload.token_use === "access";
}

/** The signature and nothing else, its bytes ready: nobody who asks OpenSSL through Node can be faster. */
function nodeCrypto(jwks) {
  const known = keyObjects(jwks);
  const accepts = (algorithm) => {
    const hash = algorithm === "EdDSA" ? null : "sha256";
    const object = known.get(algorithm);
    const key = algorithm === "ES256" ? { key: object, dsaEncoding: "ieee-p1363" } : object;
    return ({ input, signature }) => verifySignature(hash, input, key, signature);
  };
  return { algorithms: ["RS256", "ES256", "EdDSA"], accepts, prepare };
}

function keyObjects(jwks) {
  return new Map(jwks.keys.map((jwk) => [jwk.alg, createPublicKey({ key: jwk, format: "jwk" })]));
}

function prepare(token) {
  const at = token.lastIndexOf(".");
  return { input: Buffer.from(token.slice(0, at)), signature: Buffer.from(token.slice(at + 1), "base64url") };
}
