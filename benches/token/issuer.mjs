// An issuer of the shape of a Cognito user pool: two RSA keys as they all have, one of each other kind, and the tokens.
import { generateKeyPairSync, randomBytes, randomUUID, sign } from "node:crypto";

export const POOL = "eu-west-1_EXAMPLE01";
export const ISSUER = `https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`;
export const CLIENT = "3n4b5urk1ft4fl3mg5e62d9ado";

const LIFETIME = 23 * 3600;

/** A key of this algorithm: its public JWK, and `sign(claims)`. */
export function signer(alg) {
  const { publicKey, privateKey } = pair(alg);
  const kid = randomBytes(32).toString("base64");
  const header = encode({ kid, alg });
  const [hash, key] = alg === "EdDSA" ? [null, privateKey] : ["sha256", { key: privateKey, dsaEncoding: "ieee-p1363" }];
  return {
    jwk: { ...publicKey.export({ format: "jwk" }), kid, alg, use: "sig" },
    sign(claims) {
      const input = `${header}.${encode(claims)}`;
      return `${input}.${sign(hash, Buffer.from(input), key).toString("base64url")}`;
    },
  };
}

/** What Cognito writes into an access token: about a kilobyte once it is signed. */
export function claims(now) {
  const sub = randomUUID();
  return {
    sub,
    "cognito:groups": ["members", "photographers"],
    iss: ISSUER,
    version: 2,
    client_id: CLIENT,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: "access",
    scope: "openid profile email",
    auth_time: now,
    exp: now + LIFETIME,
    iat: now,
    jti: randomUUID(),
    username: sub,
  };
}

function pair(alg) {
  if (alg === "RS256") return generateKeyPairSync("rsa", { modulusLength: 2048 });
  return alg === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("ed25519");
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
