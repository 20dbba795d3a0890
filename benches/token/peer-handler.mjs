// The same job by aws-jwt-verify: the least that a Lambda@Edge handler for viewer requests can do, keys bundled.
// POOL, CLIENT and KEYS are put in by esbuild, which makes one minified file of this.
import { CognitoJwtVerifier } from "aws-jwt-verify";

const verifier = CognitoJwtVerifier.create({ userPoolId: POOL, clientId: CLIENT, tokenUse: "access" });
verifier.cacheJwks(KEYS);

export async function handler(event) {
  const { request } = event.Records[0].cf;
  try {
    const credentials = request.headers.authorization[0].value;
    const { sub } = verifier.verifySync(credentials.replace(/^Bearer /i, ""));
    delete request.headers.authorization;
    request.headers["x-sub"] = [{ key: "x-sub", value: sub }];
    request.uri = request.uri.replace("/members/", "/avatars/");
    return request;
  } catch {
    return { status: "401", body: "Unauthorized" };
  }
}
