// Filters as a person uses them: nothing is fetched before the row is opened, what is chosen is what is stored, and
// when something fails neither picture nor crop is lost.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";

import { trapping } from "../../js/test/trap.mjs";
import { choose, file, save, stored, uploadedOriginal } from "./person.mjs";
import { decode, isNear, isUpright, marksOfMetadata } from "./picture.mjs";
import { fixture } from "./stack.mjs";
import { visitors } from "./visitors.mjs";

const EFFECTS = "**/roundel_effects_bg*.wasm";
const MODULE = join(new URL("../..", import.meta.url).pathname, "pkg/dist/effects/roundel_effects_bg.wasm");

const people = visitors();

/** A page with a photo under the crop, and the addresses of everything that it fetched. */
async function cropping(username, options) {
  const fetched = [];
  const prepare = (context) => context.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  const page = await people.signedIn(username, { ...options, prepare });
  const photo = await fixture({ fixture: "photo_jpeg", width: 1600, height: 1600, orientation: 1, gps: true });
  await choose(page, file(photo, "IMG_0001.JPG", "image/jpeg"));
  return { page, fetched };
}

const ofEffects = (fetched) => fetched.filter((path) => path.includes("effects"));
const phase = (page, name) => page.locator(`[data-testid="filters"][data-phase="${name}"]`).waitFor();

/** The colour in the upper left of what a thumbnail or the crop shows. */
function shown(locator) {
  return locator.evaluate((picture) => {
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0, 64, 64);
    return [...context.getImageData(18, 18, 1, 1).data.slice(0, 3)];
  });
}

const isGrey = (colour) => Math.max(...colour.slice(0, 3)) - Math.min(...colour.slice(0, 3)) <= 6;

it("without the row, nothing of the filters is fetched and the picture is as it was", async () => {
  const { page, fetched } = await cropping("andrew");
  const { picture } = await stored(people.stack, await save(people.stack, page), "512.jpg");
  assert.ok(isUpright(picture));
  assert.ok(fetched.some((path) => /roundel_bg.*\.wasm$/.test(path)), `the main module is seen: ${fetched}`);
  assert.deepEqual(ofEffects(fetched), []);
});

it("thumbnails show one's own picture; what is chosen is shown under the crop, stored, and free of metadata", async () => {
  const { page, fetched } = await cropping("bayko", { viewport: { width: 390, height: 844 } });
  await page.getByTestId("filters-toggle").click();
  await phase(page, "ready");
  assert.equal(ofEffects(fetched).filter((path) => path.endsWith(".wasm")).length, 1);
  assert.equal(await page.getByRole("radio").count(), 13);
  assert.ok(await page.getByRole("radio", { name: "Original" }).isChecked());
  assert.ok(isNear(await shown(page.getByTestId("filter-original").locator("canvas")), [200, 60, 50], 60));
  assert.ok(isGrey(await shown(page.getByTestId("filter-mono").locator("canvas"))));

  // by keys, as a group of radio buttons is used
  await page.getByRole("radio", { name: "Original" }).focus();
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.getByRole("radio", { name: "Mono" }).isChecked());
  const underCrop = page.getByTestId("cropper").locator("img");
  await assert.doesNotReject(async () => {
    for (let tries = 0; !isGrey(await shown(underCrop)); tries++) {
      assert.ok(tries < 60, "the crop shows the filter");
      await page.waitForTimeout(50);
    }
  });

  const version = await save(people.stack, page);
  const original = await uploadedOriginal(people.stack, version.publicId);
  const left = await decode(original);
  assert.deepEqual([left.format, left.width, left.height, marksOfMetadata(original)], ["jpeg", 512, 512, []]);
  for (const name of ["512.jpg", "64.webp"]) {
    const { picture } = await stored(people.stack, version, name);
    for (const at of [0.25, 0.75]) {
      assert.ok(isGrey(picture.pixel(at, at)), `${name} ${picture.pixel(at, at)}`);
    }
    assert.ok(!isUpright(picture), "the colours of the quadrants are gone");
  }
  await page.waitForTimeout(200);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
});

it("thumbnails follow the crop", async () => {
  const { page } = await cropping("londo");
  await page.getByTestId("filters-toggle").click();
  await phase(page, "ready");
  const canvas = page.getByTestId("filter-original").locator("canvas");
  assert.ok(isNear(await shown(canvas), [200, 60, 50], 60));
  await page.getByTestId("rotate").click();
  for (let tries = 0; !isNear(await shown(canvas), [50, 80, 190], 60); tries++) {
    assert.ok(tries < 60, "a quarter turn brings bottom left to the top left");
    await page.waitForTimeout(50);
  }
});

it("a trap is said and loses neither crop nor picture; the next try has a module that works", async () => {
  const { page } = await cropping("andrew");
  const trap = Buffer.from(trapping(await readFile(MODULE), "apply"));
  await page.context().route(EFFECTS, (route) => route.fulfill({ body: trap, contentType: "application/wasm" }));
  const zoom = page.getByTestId("zoom");
  await zoom.fill("2");
  const before = await page.getByTestId("cropper").locator("img").getAttribute("style");
  await page.getByTestId("filters-toggle").click();
  await phase(page, "error");
  const error = page.getByTestId("filters-error");
  assert.equal(await error.getAttribute("data-code"), "filter_crashed");
  assert.match(await error.innerText(), /picture and crop are as they were/);
  assert.equal(await page.getByTestId("cropper").locator("img").getAttribute("style"), before);

  await page.context().unroute(EFFECTS);
  await page.getByTestId("filters-retry").click();
  await phase(page, "ready");
  await page.getByTestId("filter-noir").click();
  const { picture } = await stored(people.stack, await save(people.stack, page), "512.jpg");
  assert.ok(isGrey(picture.pixel(0.3, 0.3)), `${picture.pixel(0.3, 0.3)}`);
});

it("offline, the filters say so and the picture is saved without one", async () => {
  const { page } = await cropping("bayko");
  await page.context().route(EFFECTS, (route) => route.abort("internetdisconnected"));
  await page.getByTestId("filters-toggle").click();
  await phase(page, "error");
  assert.match(await page.getByTestId("filters-error").innerText(), /could not be loaded.*connection/);
  await page.getByTestId("filters-without").click();
  const { picture } = await stored(people.stack, await save(people.stack, page), "512.jpg");
  assert.ok(isUpright(picture));
});
