import { type UploadGrant, requestGrant } from "./key-upload.js";
import { type PutOptions, put } from "./put.js";
import { base64, sha256 } from "./sha256.js";

/** Where to upload and in whose name. */
export interface UploadTarget {
  /** The API's base URL, such as `https://api.example.com`. */
  api: string;
  /** The access token, or where to get one that has not expired. */
  token: string | (() => string | Promise<string>);
}

/** Which upload it was. */
export type UploadReceipt = Pick<UploadGrant, "key" | "publicId" | "uploadId">;

/**
 * Uploads a finished avatar: checksum ▸ permission ▸ PUT with progress.
 *
 * Nothing is sent anywhere but to `api` and to the absolute URL it answers with.
 *
 * @throws RoundelError; the signal's reason when aborted.
 *
 * @example
 * const receipt = await uploadAvatar({ api, token }, picture, { onProgress: ({ loaded, total }) => show(loaded / total) });
 */
export async function uploadAvatar(
  target: UploadTarget,
  picture: Blob,
  options: PutOptions = {},
): Promise<UploadReceipt> {
  const checksum = await sha256(new Uint8Array(await picture.arrayBuffer()));
  const terms = { contentType: picture.type, contentLength: picture.size, checksumSha256: base64(checksum) };
  const token = typeof target.token === "string" ? target.token : await target.token();
  const grant = await requestGrant(target.api, token, terms, options.signal);
  await put(grant, picture, options);
  const { key, publicId, uploadId } = grant;
  return { key, publicId, uploadId };
}
