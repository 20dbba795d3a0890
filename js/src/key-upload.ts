import { endpoint, isHttpUrl } from "./endpoint.js";
import { isRecord } from "./pointer.js";
import { badAnswer, json, refusal, request } from "./request.js";

/** What will be uploaded, in full: the signature binds all of it. */
export interface UploadTerms {
  /** `image/jpeg`, `image/png`, `image/webp` or `image/gif`. */
  contentType: string;
  /** Bytes, 1 to 10 MiB. */
  contentLength: number;
  /** Base64 of the SHA-256. */
  checksumSha256: string;
}

/** A signed permission to upload these very bytes once. It is a secret until it expires: never log it. */
export interface UploadGrant {
  url: string;
  /** Every header to send. */
  headers: Record<string, string>;
  /** Object key that the server made. */
  key: string;
  publicId: string;
  uploadId: string;
}

/**
 * `POST /avatars/key_upload`.
 *
 * @throws RoundelError with the server's code and message, or `network`, `bad_answer`, `misconfigured`.
 */
export async function requestGrant(
  api: string,
  token: string,
  terms: UploadTerms,
  signal?: AbortSignal,
): Promise<UploadGrant> {
  const response = await request(endpoint(api, "/avatars/key_upload"), {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(terms),
    signal: signal ?? null,
  });
  if (!response.ok) {
    throw await refusal(response);
  }
  return readGrant(await json(response), response.status);
}

/** An answer without an absolute URL is refused: a relative one would send the photo to the page's own server. */
function readGrant(value: unknown, status: number): UploadGrant {
  if (!isGrant(value)) {
    throw badAnswer(status);
  }
  return value;
}

function isGrant(value: unknown): value is UploadGrant {
  return (
    isRecord(value) &&
    isHttpUrl(value["url"]) &&
    isRecord(value["headers"]) &&
    Object.values(value["headers"]).every((header) => typeof header === "string") &&
    ["key", "publicId", "uploadId"].every((name) => typeof value[name] === "string" && value[name] !== "")
  );
}
