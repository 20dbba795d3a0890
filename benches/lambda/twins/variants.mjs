// Node and sharp at their best: one decode to the largest size as raw pixels, everything else from those. It leaves the objects
// that ours leaves, side by side and without ours' conditions: nothing is asked before it is replaced.
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import sharp from "sharp";

import { serve } from "./runtime.mjs";

const { AWS_ENDPOINT_URL_S3, DEST_BUCKET_NAME } = process.env;
sharp.concurrency(1);
sharp.cache(false);

// as in `benches/native/sharp.mjs`
const SIZES = [512, 256, 128, 64];
const WEBP = { quality: 80, effort: 2 };
const JPEG = { quality: 85 };

const IMMUTABLE = "public, max-age=31536000, immutable";
const NEWEST = "public, max-age=60";

const s3 = new S3Client({
  endpoint: AWS_ENDPOINT_URL_S3,
  forcePathStyle: true,
  // nothing is hashed that need not be
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
});

serve(async ({ Records }) => {
  const batchItemFailures = [];
  for (const { messageId, body } of Records) {
    try {
      for (const record of JSON.parse(body).Records ?? []) await publish(record.s3);
    } catch (error) {
      console.error(error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
});

async function publish({ bucket, object }) {
  const key = decodeURIComponent(object.key.replaceAll("+", " "));
  const [, , publicId, name] = key.split("/");
  const original = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key: key }));
  const [person, folder] = [`avatars/${publicId}`, `avatars/${publicId}/${name.split(".")[0]}`];
  const written = [];
  const made = [];
  for await (const variant of variants(Buffer.from(await original.Body.transformToByteArray()))) {
    made.push(variant);
    written.push(put(`${folder}/${variant.file}`, variant, IMMUTABLE));
  }
  await Promise.all(written);
  const rows = made.map(({ file, bytes }) => ({ path: `/${folder}/${file}`, bytes: bytes.length }));
  await put(`${person}/current.json`, { bytes: JSON.stringify({ variants: rows }), type: "application/json" }, NEWEST);
  const copies = made.map((variant) => put(`${person}/current/${variant.file}`, variant, NEWEST));
  const largest = made.find(({ file }) => file === `${SIZES[0]}.jpg`);
  await Promise.all([...copies, put(`avatars/processed/${publicId}.jpg`, largest, NEWEST)]);
}

async function* variants(photo) {
  const { data, info } = await sharp(photo).autoOrient().resize(SIZES[0], SIZES[0]).raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  const of = (size) => (size === SIZES[0] ? sharp(data, { raw }) : sharp(data, { raw }).resize(size, size));
  for (const size of SIZES) {
    yield { file: `${size}.webp`, bytes: await of(size).webp(WEBP).toBuffer(), type: "image/webp" };
    yield { file: `${size}.jpg`, bytes: await of(size).jpeg(JPEG).toBuffer(), type: "image/jpeg" };
  }
}

function put(Key, { bytes, type }, CacheControl) {
  return s3.send(new PutObjectCommand({ Bucket: DEST_BUCKET_NAME, Key, Body: bytes, ContentType: type, CacheControl }));
}
