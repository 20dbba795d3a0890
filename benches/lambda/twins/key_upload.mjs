// What the system that Roundel replaces does: verifies a Cognito access token and presigns a PUT for an extension.
import { get } from "node:http";

import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { JwtRsaVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";

import { serve } from "./runtime.mjs";

const { TOKEN_ISSUER, CLIENT_ID, CORS_ALLOW_ORIGIN, UPLOADS_BUCKET_NAME, UPLOADS_BUCKET_PATH, AWS_ENDPOINT_URL_S3 } = process.env;

// the library's own fetcher takes https alone, and the issuer here is on loopback; so what CognitoJwtVerifier would check is said
const fetcher = {
  fetch: (uri) =>
    new Promise((resolve, reject) => {
      get(uri, (answer) => {
        const chunks = [];
        answer.on("data", (chunk) => chunks.push(chunk));
        answer.on("end", () => resolve(Buffer.concat(chunks)));
      }).on("error", reject);
    }),
};
const terms = {
  issuer: TOKEN_ISSUER,
  audience: null,
  jwksUri: `${TOKEN_ISSUER}/.well-known/jwks.json`,
  customJwtCheck({ payload }) {
    if (payload.client_id !== CLIENT_ID || payload.token_use !== "access") throw new Error("not a token for this client");
  },
};
const verifier = JwtRsaVerifier.create(terms, { jwksCache: new SimpleJwksCache({ fetcher }) });
const s3 = new S3Client({ endpoint: AWS_ENDPOINT_URL_S3, forcePathStyle: true });

serve(async ({ headers, body }) => {
  const { sub } = await verifier.verify(headers.authorization.replace(/^Bearer /, ""));
  const { extension } = JSON.parse(body);
  const command = new PutObjectCommand({ Bucket: UPLOADS_BUCKET_NAME, Key: `${UPLOADS_BUCKET_PATH}/${sub}.${extension}` });
  const url = await getSignedUrl(s3, command, { expiresIn: 3600 });
  return { statusCode: 200, headers: CORS, body: JSON.stringify({ url }) };
});

const CORS = {
  "Access-Control-Allow-Headers": "*, Authorization",
  "Access-Control-Allow-Origin": CORS_ALLOW_ORIGIN,
  "Access-Control-Allow-Methods": "OPTIONS,GET,POST",
};
