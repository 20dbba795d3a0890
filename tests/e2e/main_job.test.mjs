// The main job as a person does it: sign in, choose a photo, fit it into the circle, save, see it everywhere.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import * as person from "./person.mjs";
import { choose, file } from "./person.mjs";
import { decode, isNear, isUpright, marksOfMetadata } from "./picture.mjs";
import { eventually, fixture } from "./stack.mjs";
import { visitors } from "./visitors.mjs";

const people = visitors();
const signedIn = (username, options) => people.signedIn(username, options);
const save = (page) => person.save(people.stack, page);
const stored = (shown, name) => person.stored(people.stack, shown, name);

describe("a new avatar", () => {
  it("from a 12-megapixel photo with orientation 6 and a position: upright, private, in every size", async () => {
    const page = await signedIn("andrew");
    await choose(page, file(await fixture("photo-12mp"), "IMG_0042.JPG", "image/jpeg"));
    const shown = await save(page);

    const original = await person.uploadedOriginal(people.stack, shown.publicId);
    assert.deepEqual(marksOfMetadata(original), [], "what left the device is free of metadata");
    const left = await decode(original);
    assert.deepEqual([left.width, left.height, isUpright(left)], [512, 512, true]);
    for (const size of [512, 256, 128, 64]) {
      for (const extension of ["jpg", "webp"]) {
        const { bytes, picture } = await stored(shown, `${size}.${extension}`);
        assert.deepEqual([picture.width, picture.height], [size, size]);
        assert.ok(isUpright(picture), `${size}.${extension}`);
        assert.deepEqual(marksOfMetadata(bytes), []);
      }
    }
  });

  it("from a PNG with transparency: not black where it was transparent", async () => {
    const page = await signedIn("bayko");
    await choose(page, file(await fixture("alpha-png"), "logo.png", "image/png"));
    const shown = await save(page);
    for (const name of ["512.jpg", "512.webp"]) {
      const { picture } = await stored(shown, name);
      assert.ok(isNear(picture.pixel(0.01, 0.01), [255, 255, 255], 8), `${name} ${picture.pixel(0.01, 0.01)}`);
    }
  });

  it("with zoom, keys and a quarter turn shows what was under the circle", async () => {
    const page = await signedIn("londo", { colorScheme: "dark", viewport: { width: 390, height: 844 } });
    await choose(page, file(await fixture({ fixture: "photo_jpeg", width: 1600, height: 1600, orientation: 1 }), "square.jpg", "image/jpeg"));
    await page.getByTestId("rotate").click();
    const { picture } = await stored(await save(page), "512.jpg");
    // turned clockwise: what was bottom left is now top left
    assert.ok(isNear(picture.pixel(0.25, 0.25), [50, 80, 190], 60), `${picture.pixel(0.25, 0.25)}`);

    await choose(page, file(await fixture({ fixture: "photo_jpeg", width: 1600, height: 1600, orientation: 1 }), "square.jpg", "image/jpeg"));
    const zoom = page.getByTestId("zoom");
    await zoom.fill(await zoom.evaluate((input) => String(Math.min(3, Number(input.max)))));
    await page.getByRole("application").focus();
    for (let i = 0; i < 200; i++) await page.keyboard.press("ArrowRight");
    for (let i = 0; i < 200; i++) await page.keyboard.press("ArrowDown");
    const zoomed = await stored(await save(page), "512.jpg");
    const [one] = [zoomed.picture.pixel(0.5, 0.5)];
    const sameEverywhere = [[0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]].every(([u, v]) => isNear(zoomed.picture.pixel(u, v), one, 70));
    assert.ok(sameEverywhere, "one quadrant fills the circle");
  });

  it("dropped or pasted is opened as a chosen one is", async () => {
    const page = await signedIn("andrew");
    const base64 = Buffer.from(await fixture("photo")).toString("base64");
    const hand = (kind) =>
      page.evaluate(([kind, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], "dropped.jpg", { type: "image/jpeg" }));
        const init = { bubbles: true, cancelable: true };
        const event = kind === "drop" ? new DragEvent("drop", { ...init, dataTransfer: data }) : new ClipboardEvent("paste", { ...init, clipboardData: data });
        document.body.dispatchEvent(event);
      }, [kind, base64]);
    // Listeners come with an effect, after the frame that shows the page: sooner than any hand, later than a test.
    const settled = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))));
    for (const kind of ["drop", "paste"]) {
      await settled();
      await hand(kind);
      await page.getByTestId("cropper").waitFor();
      await page.getByTestId("cancel").click();
      await page.getByTestId("cropper").waitFor({ state: "detached" });
    }
  });
});

describe("what goes wrong is said, and can be tried again", () => {
  it("F9: a page of HTML named .jpg is refused on the device, and another photo can be chosen", async () => {
    const page = await signedIn("andrew");
    await page.getByTestId("change-avatar").click();
    await page.getByTestId("file-input").setInputFiles(file(await fixture("html"), "me.jpg", "image/jpeg"));
    assert.match(await page.getByTestId("error").innerText(), /not a picture/i);
    await page.getByTestId("file-input").setInputFiles(file(await fixture("photo"), "me.jpg", "image/jpeg"));
    await page.getByTestId("cropper").waitFor();
    assert.equal(await page.getByTestId("error").count(), 0);
  });

  it("F8: a 256-megapixel PNG is refused on the device", async () => {
    const page = await signedIn("andrew");
    await page.getByTestId("change-avatar").click();
    await page.getByTestId("file-input").setInputFiles(file(await fixture("huge-png"), "huge.png", "image/png"));
    assert.match(await page.getByTestId("error").innerText(), /pixel/i);
  });

  it("F2: when the server refuses, nothing is PUT anywhere, and a retry succeeds", async () => {
    const page = await signedIn("bayko");
    const puts = [];
    page.on("request", (request) => request.method() === "PUT" && puts.push(request.url()));
    // the answer of the original: a 200 without a URL
    await page.route("**/avatars/key_upload", (route) => route.fulfill({ status: 200, json: { isAuthorized: false }, headers: { "access-control-allow-origin": "*" } }));
    await choose(page, file(await fixture("photo"), "me.jpg", "image/jpeg"));
    await page.getByTestId("save").click();
    await page.getByTestId("error").waitFor();
    assert.deepEqual(puts, []);
    await page.unroute("**/avatars/key_upload");
    const stored = page.waitForResponse((answer) => answer.request().method() === "PUT");
    await page.getByTestId("retry").click();
    assert.equal((await stored).status(), 200);
  });

  it("F21: every request of a whole change goes to an address of the stack", async () => {
    const page = await signedIn("londo");
    const origins = new Set();
    page.on("request", (request) => /^https?:/.test(request.url()) && origins.add(new URL(request.url()).origin));
    await choose(page, file(await fixture("photo"), "me.jpg", "image/jpeg"));
    await save(page);
    const { demo, api, cdn, issuer, s3 } = people.stack.urls;
    const own = new Set([demo, api, cdn, issuer, s3].map((url) => new URL(url).origin));
    assert.deepEqual([...origins].filter((origin) => !own.has(origin)), []);
    assert.ok(origins.has(new URL(api).origin) && origins.has(new URL(s3).origin));
  });
});

it("who may see it: everybody, members and the owner are told apart", async () => {
  const page = await signedIn("andrew");
  await page.getByTestId("nav-privacy").click();
  const statuses = (door) => page.getByTestId(`access-${door}`).locator("b").allInnerTexts();
  const expected = { public: ["200", "200", "200"], members: ["200", "200", "401"], owner: ["200", "403", "401"] };
  for (const [door, [mine, theirs, nobodys]] of Object.entries(expected)) {
    const seen = await eventually(async () => {
      const texts = await statuses(door);
      return texts.length === 3 && texts.every((text) => /^\d+$/.test(text)) && texts;
    }, `the answers at ${door}`);
    assert.deepEqual(seen, [mine, theirs, nobodys], door);
  }
});

it("the page is usable at 320 pixels, without scrolling sideways", async () => {
  const page = await signedIn("andrew", { viewport: { width: 320, height: 640 } });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  await choose(page, file(await fixture("photo"), "me.jpg", "image/jpeg"));
  const button = await page.getByTestId("save").boundingBox();
  assert.ok(button && button.x >= 0 && button.x + button.width <= 320);
});
