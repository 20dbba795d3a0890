// What a person does on the page, and what comes of it in the stack.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { decode } from "./picture.mjs";
import { eventually } from "./stack.mjs";

const SHOWN_SIZES = [132, 60, 50, 40, 36];

/** Signs in as a demo user and goes to their own page. */
export async function signIn(page, username) {
  await page.getByTestId(`sign-in-${username}`).click();
  await page.getByTestId("nav-profile").click();
  await page.getByTestId("change-avatar").waitFor();
}

/** A file as a file dialog gives it. */
export const file = (bytes, name, mimeType) => ({ name, mimeType, buffer: Buffer.from(bytes) });

/** Opens the dialog and chooses a picture. */
export async function choose(page, picture) {
  await page.getByTestId("change-avatar").click();
  await page.getByTestId("file-input").setInputFiles(picture);
  await page.getByTestId("cropper").waitFor();
}

/** Saves and waits until every place on the page shows the CDN's picture; returns the version shown. */
export async function save(stack, page) {
  const before = await shownAt(page, SHOWN_SIZES[0]);
  const uploaded = page.waitForResponse((answer) => answer.request().method() === "PUT");
  await page.getByTestId("save").click();
  const put = await uploaded;
  assert.equal(put.status(), 200);
  const sources = await eventually(async () => {
    const shown = await Promise.all(SHOWN_SIZES.map((size) => shownAt(page, size)));
    const isNew = ({ url, loaded }) => loaded && url.startsWith(stack.urls.cdn) && versionIn(url) && url !== before?.url;
    return shown.every((image) => image && isNew(image)) && shown;
  }, "the CDN's picture in every size");
  for (const [i, { url }] of sources.entries()) {
    const pixels = Number(url.split("/").at(-1));
    assert.ok(pixels >= SHOWN_SIZES[i] && pixels < SHOWN_SIZES[i] * 4, `${url} for ${SHOWN_SIZES[i]} pixels`);
  }
  return { publicId: new URL(sources[0].url).pathname.split("/")[2], version: versionIn(sources[0].url) };
}

const versionIn = (url) => /\/([0-9a-f]{32})\//.exec(url)?.[1];

function shownAt(page, size) {
  return page.getByTestId(`avatar-${size}`).locator("img").first().evaluate(
    (image) => ({ url: image.currentSrc, loaded: image.complete && image.naturalWidth > 0 }),
    undefined,
    { timeout: 500 },
  ).catch(() => undefined);
}

/** A variant, as the CDN serves it. */
export async function stored(stack, { publicId, version }, name) {
  const answer = await stack.cdn(`/avatars/${publicId}/${version}/${name}`);
  assert.equal(answer.status, 200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { bytes, picture: await decode(bytes) };
}

/** The newest original in the bucket: what left the device. */
export async function uploadedOriginal(stack, publicId) {
  const bucket = stack.urls.uploads_bucket;
  const names = (await stack.objects(bucket)).filter((name) => name.startsWith(`avatars/original/${publicId}/`));
  return readFile(join(stack.state, "buckets", bucket, names.sort().at(-1)));
}
