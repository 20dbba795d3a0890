// The verifiers that Roundel is compared with, set up for the same issuer, recipient and keys, as strict as their options go.
// What a peer has no option for is not compared: the answer is then "-".
import { createPublicKey } from "node:crypto";
import { createRequire } from "node:module";

// one lock for the benchmark and for this
const require = createRequire(new URL("../../benches/token/package.json", import.meta.url));
const { CognitoJwtVerifier, JwtVerifier } = require("aws-jwt-verify");
const { createLocalJWKSet, jwtVerify } = require("jose");
const jsonwebtoken = require("jsonwebtoken");

export const PEERS = ["aws-jwt-verify", "jose", "jsonwebtoken"];

/**
 * The peers for one profile, in the order of PEERS.
 *
 * @param {object} settings as `roundel_token_web::Settings` reads them
 * @returns {Array<(token: string) => "y" | "n" | "-" | Promise<"y" | "n" | "-">>}
 */
export function peers(settings) {
  const jwks = typeof settings.jwks === "string" ? JSON.parse(settings.jwks) : settings.jwks;
  return [awsJwtVerify(settings, jwks), jose(settings, jwks), jsonWebToken(settings, jwks)].map(answering);
}

/** `undefined` is a peer that cannot be asked, an error a refusal. */
function answering(verifier) {
  if (!verifier) return () => "-";
  return (token) => {
    try {
      const answer = verifier(token);
      return answer instanceof Promise ? answer.then(verdict, () => "n") : verdict(answer);
    } catch {
      return "n";
    }
  };
}

function verdict(answer) {
  return answer === undefined ? "-" : answer ? "y" : "n";
}

function awsJwtVerify(settings, jwks) {
  const scope = anyOf(settings.scopes);
  const groups = anyOf(settings.groups);
  if (scope === undefined || groups === undefined || settings.groupsClaim) return undefined;
  const shared = { scope, graceSeconds: settings.clockTolerance ?? 0 };
  const { audience } = settings.recipient;
  const [issuer] = settings.issuers;
  const verifier = audience
    ? JwtVerifier.create({ ...shared, issuer, audience, jwksUri: `${issuer}/.well-known/jwks.json` })
    : CognitoJwtVerifier.create({
        ...shared,
        userPoolId: issuer.split("/").at(-1),
        clientId: settings.recipient.clientId ?? null,
        tokenUse: settings.tokenUse === "any" ? null : settings.tokenUse,
        groups,
      });
  verifier.cacheJwks(jwks);
  return (token) => verifier.verifySync(token) !== undefined;
}

/** Its name for "no check" is null; all of several has no name. */
function anyOf(choice) {
  return choice === "any" ? null : choice.oneOf;
}

function jose(settings, jwks) {
  if (settings.scopes !== "any" || settings.groups !== "any") return undefined;
  const keys = createLocalJWKSet(jwks);
  const options = {
    issuer: settings.issuers,
    audience: settings.recipient.audience,
    algorithms: ["RS256", "ES256", "EdDSA"],
    typ: settings.accessTokenOnly ? "at+jwt" : undefined,
    clockTolerance: settings.clockTolerance ?? 0,
    currentDate: new Date(settings.now * 1_000),
    requiredClaims: ["iss", "sub", "exp"],
  };
  return async (token) => isMeant((await jwtVerify(token, keys, options)).payload, settings);
}

function jsonWebToken(settings, jwks) {
  if (settings.scopes !== "any" || settings.groups !== "any") return undefined;
  const known = new Map(jwks.keys.map((jwk) => [jwk.kid, jwk]));
  const options = {
    issuer: settings.issuers,
    audience: settings.recipient.audience,
    algorithms: ["RS256", "ES256"],
    clockTolerance: settings.clockTolerance ?? 0,
    clockTimestamp: settings.now,
  };
  const objects = new Map();
  return (token) => {
    const jwk = known.get(jsonwebtoken.decode(token, { complete: true })?.header?.kid);
    if (jwk?.kty === "OKP") return undefined;
    if (!objects.has(jwk)) objects.set(jwk, jwk && createPublicKey({ key: jwk, format: "jwk" }));
    return isMeant(jsonwebtoken.verify(token, objects.get(jwk), options), settings);
  };
}

/** What Cognito writes in place of `aud`, which neither library knows: their users compare it themselves. */
function isMeant(payload, { recipient, tokenUse }) {
  const isForUs = !recipient.clientId || recipient.clientId.includes(payload.client_id);
  return isForUs && (tokenUse === "any" || payload.token_use === tokenUse);
}
