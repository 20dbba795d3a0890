// What the pages show when things are slow, empty, broken or away. The API is the real one; what fails is put before it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { eventually, fixture } from "./stack.mjs";
import { visitors } from "./visitors.mjs";

const people = visitors(undefined, "--faults");
const CORS = { "access-control-allow-origin": "*" };
const FEED = "**/api/activities/home";

/** Answers an address with something else until the returned function is called. */
async function instead(context, address, answer) {
  const handle = (route) => (route.request().method() === "OPTIONS" ? route.fallback() : answer(route));
  await context.route(address, handle);
  return () => context.unroute(address, handle);
}

const refuses = (status, code, message) => (route) => route.fulfill({ status, json: { error: { code, message } }, headers: CORS });

/** Somebody who has just signed in and is at home, where the feed is answered otherwise. */
async function atHome(username, answer) {
  const page = await people.visit("/");
  const stop = answer && (await instead(page.context(), FEED, answer));
  await page.getByTestId(`sign-in-${username}`).click();
  await page.getByTestId("composer").waitFor();
  return { page, stop };
}

const lookAgain = (page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

describe("a part that", () => {
  it("is being loaded has its places and says so", async () => {
    let answer;
    const { page } = await atHome("andrew", (route) => new Promise((done) => (answer = () => done(route.fallback()))));
    await page.getByRole("status", { name: "Loading posts" }).waitFor();
    assert.equal(await page.locator("#feed").getAttribute("aria-busy"), "true");
    await eventually(() => answer !== undefined, "the request");
    answer();
    await page.getByTestId("post").first().waitFor();
    assert.equal(await page.getByTestId("state-loading").count(), 0);
    assert.equal(await page.locator("#feed").getAttribute("aria-busy"), "false");
  });

  it("is empty says what to do", async () => {
    const { page } = await atHome("andrew", (route) => route.fulfill({ json: [], headers: CORS }));
    await page.getByTestId("state-empty").getByText("Nothing here yet").waitFor();
  });

  it("cannot be loaded says why, and is tried again on demand", async () => {
    const { page, stop } = await atHome("andrew", refuses(503, "database_unavailable", "The database does not answer just now."));
    await page.getByRole("alert").getByText("The database does not answer just now.").waitFor();
    await stop();
    await page.getByTestId("state-retry").click();
    await page.getByTestId("post").first().waitFor();
    assert.equal(await page.getByTestId("state-error").count(), 0);
  });

  it("gets an answer that makes no sense says that, and does not break", async () => {
    for (const body of ["<html>", "[]]", '{"profile":null}', '{"profile":{"handle":"andrew"},"activities":{}}']) {
      const answer = (route) => route.fulfill({ body, contentType: "application/json", headers: CORS });
      const page = await people.visit("/@andrew", { prepare: (context) => instead(context, "**/api/activities/@andrew", answer) });
      await page.getByTestId("state-error").getByText("makes no sense").waitFor();
    }
  });

  it("fails after it was there stays there", async () => {
    const { page } = await atHome("londo");
    await page.getByTestId("post").first().waitFor();
    const count = await page.getByTestId("post").count();
    let asked = 0;
    await instead(page.context(), FEED, (route) => (asked++, refuses(500, "internal", "A fault.")(route)));
    await lookAgain(page);
    await eventually(() => asked > 0, "a refresh");
    await page.waitForTimeout(100);
    assert.equal(await page.getByTestId("post").count(), count);
  });
});

describe("offline", () => {
  it("is said; what is there stays, what is not is there as soon as it can be", async () => {
    const { page } = await atHome("bayko");
    await page.getByTestId("post").first().waitFor();
    await page.context().setOffline(true);
    await page.getByTestId("offline").waitFor();
    assert.ok((await page.getByTestId("post").count()) > 0);
    await page.locator(".people").getByText("@londo").click();
    await page.getByTestId("state-offline").waitFor();
    await page.context().setOffline(false);
    await page.getByTestId("profile-handle").filter({ hasText: "@londo" }).waitFor();
    assert.equal(await page.getByTestId("offline").count(), 0);
  });

  it("a post that could not be sent is still there, and is sent once", async () => {
    const page = await people.signedIn("bayko");
    const words = `Written in a tunnel, ${Date.now()}`;
    await page.getByTestId("post-message").fill(words);
    await page.context().setOffline(true);
    await page.getByTestId("post-send").click();
    assert.match(await page.getByTestId("post-error").innerText(), /could not be reached/);
    assert.equal(await page.getByTestId("post-message").inputValue(), words);
    await page.context().setOffline(false);
    await page.getByTestId("post-send").click();
    await page.getByTestId("post").filter({ hasText: words }).waitFor();
    assert.equal(await page.getByTestId("post").filter({ hasText: words }).count(), 1);
  });
});

describe("saving that fails", () => {
  it("keeps the dialog, what was written, and says why; the next try is taken", async () => {
    const page = await people.signedIn("andrew");
    const stop = await instead(page.context(), "**/api/profile/update", refuses(503, "database_unavailable", "The database does not answer just now."));
    await page.getByTestId("edit-profile").click();
    await page.getByTestId("edit-bio").fill("Not lost.");
    await page.getByTestId("edit-save").click();
    assert.match(await page.getByTestId("edit-error").innerText(), /does not answer/);
    await stop();
    await page.getByTestId("edit-save").click();
    await page.getByTestId("edit-dialog").waitFor({ state: "hidden" });
    assert.equal(await page.getByTestId("profile-bio").innerText(), "Not lost.");
  });

  it("a post while the database is away is kept, and taken once when it is back", async () => {
    const { page } = await atHome("londo");
    const database = (turn) => fetch(`${people.stack.urls.faults}/database/${turn}`, { method: "POST" });
    const words = `In spite of everything, ${Date.now()}`;
    await page.getByTestId("post-message").fill(words);
    assert.equal((await database("pause")).status, 204);
    try {
      await page.getByTestId("post-send").click();
      await page.getByTestId("post-error").getByText("The database does not answer just now").waitFor();
    } finally {
      await database("resume");
    }
    assert.equal(await page.getByTestId("post-message").inputValue(), words);
    await page.getByTestId("post-send").click();
    await page.getByText("Posted.").waitFor();
    const told = await (await fetch(`${people.stack.urls.api}/api/activities/home`)).json();
    assert.equal(told.filter(({ message }) => message === words).length, 1);
  });

  it("oneself could not be loaded: the rest is there, and so is one's own page on the next try", async () => {
    const page = await people.visit("/");
    const stop = await instead(page.context(), "**/api/profile", refuses(503, "database_unavailable", "The database does not answer just now."));
    await page.getByTestId("sign-in-bayko").click();
    await page.getByTestId("post").first().waitFor();
    await page.getByTestId("nav-profile").click();
    await page.getByTestId("profile-name").waitFor();
    assert.equal(await page.getByTestId("edit-profile").count(), 0);
    await stop();
    await page.getByTestId("me-failed").getByRole("button", { name: "Try again" }).click();
    await page.getByTestId("edit-profile").waitFor();
    assert.equal(await page.getByTestId("me-failed").count(), 0);
  });

  it("a session that has ended is said, and signing in again is one step", async () => {
    const page = await people.signedIn("andrew");
    const stop = await instead(page.context(), "**/api/profile", refuses(401, "unauthorized", "The token has expired."));
    await lookAgain(page);
    await page.getByTestId("session-ended").getByRole("button", { name: "Sign in again" }).click();
    await stop();
    await page.getByTestId("nav-sign-in").or(page.getByTestId("sign-in-andrew")).first().waitFor();
  });
});

describe("avatars", () => {
  it("nobody's is initials, and nothing is requested for it", async () => {
    const requests = [];
    const prepare = (context) => context.on("request", (request) => requests.push(request.url()));
    const page = await people.visit("/@londo", { prepare });
    await page.locator(".profile-avatar svg[role=img]").waitFor();
    assert.match(await page.locator(".profile-avatar svg").innerHTML(), />[A-Z]{1,2}</);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(requests.filter((url) => url.startsWith(people.stack.urls.cdn)), []);
  });

  it("is painted from its hash while it loads, is the size of its place, and initials where it cannot be had", async () => {
    const { stack } = people;
    const upload = await stack.upload(await stack.token("londo"), await fixture({ fixture: "portrait", width: 900, height: 900, person: 2 }));
    const { version } = await stack.pointer(upload);
    const profile = async () => (await (await fetch(`${stack.urls.api}/api/users/@londo/short`)).json()).avatar?.version === version;
    await eventually(profile, "the webhook");

    const held = [];
    const prepare = (context) => context.route(`**/${version}/*`, (route) => held.push(route));
    const page = await people.visit("/@londo", { prepare });
    const image = page.locator(".profile-avatar img");
    await image.waitFor();
    const { width, height, alt, sizes, srcset, style } = await image.evaluate((img) => ({
      ...Object.fromEntries(["width", "height", "alt", "sizes", "srcset"].map((name) => [name, img.getAttribute(name)])),
      style: img.style.backgroundImage,
    }));
    assert.deepEqual([width, height, sizes], ["132", "132", "132px"]);
    assert.ok(alt.length > 0);
    assert.match(srcset, /\/64 64w, .*\/128 128w, .*\/256 256w, .*\/512 512w$/);
    assert.match(style, /^url\("data:image\/bmp;base64,/);

    await eventually(() => held.length > 0, "the request");
    for (const route of held.splice(0)) await route.continue();
    await eventually(() => image.evaluate((img) => img.complete && img.naturalWidth > 0 && img.style.backgroundImage === ""), "the picture");

    await page.context().unroute(`**/${version}/*`);
    await page.context().route(`**/${version}/*`, (route) => route.abort());
    await page.reload();
    await page.locator(".profile-avatar svg[role=img]").waitFor();
    await page.context().unroute(`**/${version}/*`);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await eventually(() => image.evaluate((img) => img.naturalWidth > 0, undefined, { timeout: 200 }).catch(() => false), "the picture, once online");
  });
});
