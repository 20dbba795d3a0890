// Each page in light and dark: no violations that axe finds, nothing that moves, nothing too wide, nothing too heavy.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";

import { file } from "./person.mjs";
import { fixture } from "./stack.mjs";
import { visitors } from "./visitors.mjs";

const SCRIPT_BUDGET = 120_000;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const people = visitors(async (stack) => {
  for (const [person, username] of [[0, "andrew"], [1, "bayko"]]) {
    const portrait = await fixture({ fixture: "portrait", width: 900, height: 900, person });
    await stack.pointer(await stack.upload(await stack.token(username), portrait));
  }
});

/** What axe finds, in a few words each. */
async function violations(page) {
  // not as a script of the page: its policy allows none but its own
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** From home around the house: how to get to each state worth looking at, and how to leave it. */
const PLACES = {
  home: (page) => page.getByTestId("post").first().waitFor(),
  "a post too long": (page) => page.getByTestId("post-message").fill("x".repeat(300)),
  profile: async (page) => {
    await page.getByTestId("nav-profile").click();
    await page.getByTestId("post").or(page.getByTestId("state-empty")).first().waitFor();
  },
  editing: async (page) => {
    await page.getByTestId("edit-profile").click();
    await page.getByTestId("edit-name").fill(" ");
    await page.getByTestId("edit-save").click();
    await page.getByText("A name is needed.").waitFor();
    return () => page.keyboard.press("Escape");
  },
  cropping: async (page) => {
    await page.getByTestId("change-avatar").click();
    await page.getByTestId("file-input").setInputFiles(file(await fixture("photo"), "me.jpg", "image/jpeg"));
    await page.getByTestId("cropper").locator("img").waitFor();
    return () => page.keyboard.press("Escape");
  },
  loading: async (page) => {
    await page.context().route("**/api/activities/@londo", () => undefined);
    await page.locator(".people").getByText("@londo").click();
    await page.getByTestId("state-loading").waitFor();
  },
  broken: async (page) => {
    const person = "**/api/activities/@bayko";
    await page.context().route(person, (route) => route.abort());
    await page.locator(".people").getByText("@bayko").click();
    await page.getByTestId("state-error").waitFor();
    return () => page.context().unroute(person);
  },
  "somebody's profile": async (page) => {
    await page.getByTestId("state-retry").click();
    await page.getByTestId("profile-name").waitFor();
  },
  privacy: async (page) => {
    await page.getByTestId("nav-privacy").click();
    await page.getByTestId("token-open").click();
    await page.getByTestId("token-sample-altered").click();
    await page.getByTestId("token-verdict").waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".visit").length === 9 && !document.querySelector(".visit-wait"));
  },
  offline: async (page) => {
    await page.context().setOffline(true);
    await page.locator(".navigation-brand").click();
    await page.getByTestId("offline").waitFor();
    return () => page.context().setOffline(false);
  },
};

const SIGNED_OUT = { welcome: ["/", "sign-in-andrew"], "a profile, signed out": ["/@andrew", "profile-name"], "nothing there": ["/@nobody", "state-not-found"] };

/** What is wrong with what is shown: what axe finds in either scheme, and what is too wide for a phone of 320 pixels. */
async function wrongs(page) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violations(page)).map((text) => `${colorScheme}: ${text}`));
  }
  return (await fits(page)) ? found : [...found, "wider than 320 pixels, or cut off there"];
}

/** Whether at 320 pixels nothing is to be scrolled to sideways, and nothing that can be used is cut off by what it is in. */
async function fits(page) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const fits = () => {
    const used = [...document.querySelectorAll("button, a, input, select, textarea")].filter((node) => node.checkVisibility() && !node.closest(".roundel-filters, .skip"));
    const cut = used.find((node) => {
      const around = node.closest("dialog, .card") ?? document.body;
      return node.getBoundingClientRect().right > around.getBoundingClientRect().right;
    });
    return innerWidth === 320 && document.documentElement.scrollWidth <= innerWidth && !cut;
  };
  const fitting = await page.waitForFunction(fits, undefined, { timeout: 2_000 }).then(() => true, () => false);
  await page.setViewportSize(before);
  return fitting;
}

it("in light and dark axe finds nothing in any place, and all of it fits 320 pixels", async () => {
  // without motion colours are there at once
  const look = { reducedMotion: "reduce" };
  const found = {};
  const page = await people.visit("/", look);
  await page.getByTestId("sign-in-andrew").click();
  for (const [place, go] of Object.entries(PLACES)) {
    const leave = await go(page);
    found[place] = await wrongs(page);
    await leave?.();
  }
  for (const [place, [path, id]] of Object.entries(SIGNED_OUT)) {
    const page = await people.visit(path, look);
    await page.getByTestId(id).waitFor();
    await page.waitForLoadState("networkidle");
    found[place] = await wrongs(page);
  }
  assert.equal(Object.keys(found).length, 13);
  assert.deepEqual(found, Object.fromEntries(Object.keys(found).map((place) => [place, []])));
});

describe("nothing moves", () => {
  /** Collects layout shifts from before the first paint on; `hadRecentInput` is left in: nothing is clicked here. */
  const observe = (context) =>
    context.addInitScript(() => {
      window.shifts = [];
      const of = ({ node }) => node?.className?.baseVal ?? node?.className ?? node?.nodeName;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifts.push({ value: entry.value, of: entry.sources.map(of) });
      }).observe({ type: "layout-shift", buffered: true });
    });

  it("at home, after signing in, when everything comes late", async () => {
    const late = (millis) => async (route) => {
      await new Promise((done) => setTimeout(done, millis));
      await route.continue();
    };
    const page = await people.visit("/", { prepare: observe });
    await page.context().route("**/api/**", late(600));
    await page.context().route("**/avatars/**", late(300));
    await page.getByTestId("sign-in-andrew").click();
    await page.getByTestId("composer").waitFor();
    await page.evaluate(() => (window.shifts.length = 0));
    await page.getByTestId("post").first().waitFor();
    await page.locator('[data-testid="avatar-40"] img').waitFor();
    await page.waitForTimeout(600);
    assert.deepEqual(await page.evaluate(() => window.shifts), []);
  });

  for (const [path, viewport] of [["/@andrew", { width: 1280, height: 800 }], ["/@andrew", { width: 390, height: 844 }], ["/", { width: 1280, height: 800 }]]) {
    it(`at ${path}, ${viewport.width} wide, when avatars come late`, async () => {
      const pictures = [];
      const prepare = async (context) => {
        await observe(context);
        await context.route("**/avatars/**", async (route) => {
          pictures.push(route.request().url());
          await new Promise((done) => setTimeout(done, 400));
          await route.continue();
        });
      };
      const page = await people.visit(path, { viewport, prepare });
      await page.getByTestId("post").first().waitFor();
      await page.evaluate(() => (window.shifts.length = 0));
      await page.waitForFunction(() => [...document.images].filter((image) => image.loading !== "lazy").every((image) => image.complete));
      await page.waitForTimeout(200);
      assert.ok(pictures.length > 0, "there are avatars");
      assert.deepEqual(await page.evaluate(() => window.shifts), []);
    });
  }
});

it("with reduced motion nothing is animated for longer than one can see", async () => {
  const page = await people.signedIn("andrew", { reducedMotion: "reduce" });
  await PLACES.loading(page);
  const longest = await page.evaluate(() => Math.max(0, ...document.getAnimations().map((animation) => animation.effect.getComputedTiming().duration)));
  assert.ok(longest <= 1, `${longest} ms`);
});

it("the scripts of a page have less than 120 KB gzip, and no wasm is loaded before it is needed", async () => {
  const scripts = [];
  const prepare = (context) => context.on("response", (answer) => /\.(js|wasm)$/.test(new URL(answer.url()).pathname) && scripts.push(answer));
  const page = await people.signedIn("andrew", { prepare });
  await page.waitForLoadState("networkidle");
  assert.ok(scripts.length > 0 && scripts.every((answer) => !answer.url().endsWith(".wasm")));
  const bytes = await Promise.all(scripts.map(async (answer) => gzipSync(await answer.body()).length));
  const total = bytes.reduce((sum, size) => sum + size, 0);
  assert.ok(total < SCRIPT_BUDGET, `${total} bytes of scripts`);
});

it("no address is one that ad blockers hide", async () => {
  const paths = [];
  const prepare = (context) => context.on("request", (request) => paths.push(new URL(request.url()).pathname));
  const page = await people.signedIn("andrew", { prepare });
  await page.getByTestId("nav-home").click();
  await page.getByTestId("post").first().waitFor();
  assert.deepEqual(paths.filter((path) => /banner|\/ads?[/._-]|advert|sponsor|tracking|analytics/i.test(path)), []);
  const names = await page.evaluate(() => [...document.querySelectorAll("[class], [id]")].flatMap((node) => [...node.classList, node.id]));
  assert.deepEqual(names.filter((name) => /^(ad|ads|banner|sponsor)([-_]|$)/i.test(name)), []);
});
