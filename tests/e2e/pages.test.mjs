// The pages as people use them, before the real API and its database: profiles, posts, addresses.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { choose, file, save } from "./person.mjs";
import { eventually, fixture } from "./stack.mjs";
import { visitors } from "./visitors.mjs";

const people = visitors();
const text = (page, id) => page.getByTestId(id).innerText();
const posts = (page) => page.getByTestId("post").allInnerTexts();
const seen = (page, words) => page.getByTestId("post").filter({ hasText: words }).first().waitFor();

async function write(page, message, ttl) {
  await page.getByTestId("post-message").fill(message);
  if (ttl) await page.getByTestId("post-ttl").selectOption(ttl);
  await page.getByTestId("post-send").click();
}

describe("one's profile", () => {
  it("F14, F16: name and words are saved, and shown everywhere at once", async () => {
    const page = await people.signedIn("bayko");
    const name = `Bayko ${Date.now() % 10_000}`;
    await page.getByTestId("edit-profile").click();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "edit-name");
    await page.getByTestId("edit-name").fill(`  ${name} `);
    await page.getByTestId("edit-bio").fill("Two lines,\nof Ünïcode 👩‍🚀.");
    const answer = page.waitForResponse((answer) => answer.url().endsWith("/api/profile/update") && answer.request().method() === "PUT");
    await page.getByTestId("edit-save").click();
    assert.match((await answer).headers()["content-type"], /^application\/json/);
    await page.getByTestId("edit-dialog").waitFor({ state: "hidden" });
    assert.equal(await text(page, "profile-name"), name);
    assert.equal(await text(page, "profile-bio"), "Two lines,\nof Ünïcode 👩‍🚀.");
    await page.locator(".people").getByText(name).waitFor();
    await page.getByRole("link", { name: `${name}, your profile` }).waitFor();
    assert.equal(await page.title(), `${name} (@bayko) · Roundel`);
    const stranger = await people.visit("/@bayko");
    await stranger.getByTestId("profile-name").filter({ hasText: name }).waitFor();
  });

  it("F14: what cannot be taken is said at its field, all at once, and nothing that was written is lost", async () => {
    const page = await people.signedIn("londo");
    const before = await text(page, "profile-name");
    await page.getByTestId("edit-profile").click();
    await page.getByTestId("edit-name").fill("   ");
    await page.getByTestId("edit-bio").fill("x".repeat(301));
    await page.getByTestId("edit-save").click();
    await page.getByText("A name is needed.").waitFor();
    await page.getByText("This has at most 300 characters.").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "edit-name");
    assert.equal(await page.getByTestId("edit-bio").inputValue(), "x".repeat(301));
    await page.keyboard.press("Escape");
    await page.getByTestId("edit-dialog").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "edit-profile");
    assert.equal(await text(page, "profile-name"), before);
  });

  it("F15: only on one's own page there is something to change", async () => {
    const page = await people.signedIn("andrew");
    assert.equal(await page.getByTestId("edit-profile").count(), 1);
    for (const visitor of [page, await people.visit("/@londo")]) {
      if (visitor === page) await page.locator(".people").getByText("@londo").click();
      await visitor.getByTestId("profile-handle").filter({ hasText: "@londo" }).waitFor();
      for (const id of ["edit-profile", "change-avatar", "composer"]) assert.equal(await visitor.getByTestId(id).count(), 0, id);
    }
  });

  it("F16: a new avatar, changed while editing, is shown in every place, also in what was written before", async () => {
    const page = await people.signedIn("andrew");
    await page.getByTestId("edit-profile").click();
    await page.getByTestId("edit-avatar").click();
    // closing the file dialog without a choice leaves no file, and is no error
    await page.getByTestId("file-input").dispatchEvent("change");
    await page.getByTestId("file-input").setInputFiles(file(await fixture("photo"), "me.jpg", "image/jpeg"));
    await page.getByTestId("cropper").waitFor();
    const { version } = await save(people.stack, page);
    await page.getByTestId("edit-save").click();
    await page.getByTestId("nav-home").click();
    const own = page.getByTestId("post").filter({ has: page.locator(".byline-handle", { hasText: /^@andrew$/ }) }).first().locator("img");
    await eventually(async () => (await own.getAttribute("src")).includes(version), "the new version beside an old post");
  });
});

describe("posts", () => {
  it("F17: from one's profile: it is there, counted, and nothing is said to be wrong", async () => {
    const page = await people.signedIn("bayko");
    const count = async () => Number.parseInt(await text(page, "profile-count"), 10);
    const before = await count();
    const words = `From my profile, ${Date.now()}`;
    await write(page, words, "3-hours");
    await seen(page, words);
    assert.match((await posts(page))[0], new RegExp(`${words}\\s+Expires in 2 hours`));
    assert.equal(await page.getByTestId("post-error").count(), 0);
    assert.equal(await page.getByTestId("post-message").inputValue(), "");
    assert.equal(await text(page, "status"), "Posted.");
    await eventually(async () => (await count()) === before + 1, "the count");
  });

  it("a message has 280 characters as a person counts them", async () => {
    const page = await people.signedIn("londo");
    const send = page.getByTestId("post-send");
    assert.ok(await send.isDisabled());
    await page.getByTestId("post-message").fill("👩‍🚀".repeat(281));
    assert.match(await text(page, "post-left"), /^-1/);
    assert.ok(await send.isDisabled());
    await page.getByTestId("post-message").fill(`${"👩‍🚀".repeat(280)} \n`);
    assert.match(await text(page, "post-left"), /^0/);
    await send.click();
    await seen(page, "👩‍🚀".repeat(280));
  });

  it("what people write is text and nothing else", async () => {
    const page = await people.signedIn("andrew");
    const words = `<img src=x onerror="document.title='taken'"> <b>${Date.now()}</b>`;
    await write(page, words);
    await seen(page, words);
    assert.notEqual(await page.title(), "taken");
  });

  it("two people at once: what one writes and looks like, the other sees without doing anything", async () => {
    const [bayko, londo] = await Promise.all([people.signedIn("bayko"), people.signedIn("londo")]);
    await londo.getByTestId("nav-home").click();
    const words = `Can you see this? ${Date.now()}`;
    await write(bayko, words, "1-hour");
    await choose(bayko, file(await fixture({ fixture: "portrait", width: 800, height: 800, person: 1 }), "me.jpg", "image/jpeg"));
    const { version } = await save(people.stack, bayko);
    await seen(londo, words);
    const face = londo.getByTestId("post").filter({ hasText: words }).locator("img");
    await eventually(async () => (await face.getAttribute("src", { timeout: 100 }).catch(() => "")).includes(version), "the new face");
  });

  it("F18: what expires while the page is open says so at that moment", async () => {
    const page = await people.visit("/");
    await page.clock.install();
    await page.reload();
    await page.getByTestId("sign-in-andrew").click();
    const words = `Gone in an hour, ${Date.now()}`;
    await page.getByTestId("composer").waitFor();
    await write(page, words, "1-hour");
    const post = page.getByTestId("post").filter({ hasText: words });
    assert.match(await post.innerText(), /· (now|\d+ seconds? ago)\s[^]*Expires in 59 minutes/);
    await page.clock.fastForward("30:00");
    await post.getByText("30 minutes ago").waitFor();
    await post.getByText(/Expires in (29|30) minutes/).waitFor();
    await page.clock.fastForward("30:05");
    await post.getByTestId("expired").waitFor();
    assert.doesNotMatch(await post.innerText(), /undefined|Expires|in \d/);
  });
});

describe("addresses", () => {
  it("every page has one, can be gone back from, and is titled and focused as if it had been loaded", async () => {
    const page = await people.signedIn("andrew");
    await page.getByTestId("nav-home").click();
    await page.getByTestId("composer").waitFor();
    await page.locator(".people").getByText("@londo").click();
    await page.waitForURL("**/@londo");
    await page.getByTestId("profile-handle").filter({ hasText: "@londo" }).waitFor();
    assert.match(await page.title(), /\(@londo\) · Roundel$/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.goBack();
    await page.getByTestId("composer").waitFor();
    assert.equal(await page.title(), "Home · Roundel");
    await page.getByTestId("nav-privacy").click();
    assert.equal(await page.getByTestId("nav-privacy").getAttribute("aria-current"), "page");
  });

  it("without signing in, posts and people can be read; who signs in comes back; a handle in another case is the same person", async () => {
    const page = await people.visit("/@Andrew");
    await page.getByTestId("profile-handle").filter({ hasText: "@andrew" }).waitFor();
    assert.ok((await posts(page)).length > 0);
    await page.getByTestId("nav-sign-in").click();
    await page.getByTestId("post").first().waitFor();
    await page.getByTestId("sign-in-andrew").click();
    await page.getByTestId("edit-profile").waitFor();
    assert.equal(new URL(page.url()).pathname, "/@Andrew");
  });

  it("nobody, and nothing, is said", async () => {
    for (const [path, title] of [["/@nobody", "Nobody is called @nobody"], ["/nowhere", "There is nothing here"]]) {
      const page = await people.visit(path);
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      assert.equal(await page.title(), "Not found · Roundel");
      await page.getByRole("link", { name: "Go home" }).click();
      await page.getByTestId("sign-in-andrew").waitFor();
    }
  });

  it("by keys alone: past the bar, write, send, open a profile", async () => {
    const page = await people.signedIn("londo");
    await page.getByTestId("nav-home").focus();
    await page.keyboard.press("Enter");
    await page.getByTestId("composer").waitFor();
    const words = `By keys, ${Date.now()}`;
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "post-message");
    await page.keyboard.type(words);
    for (const id of ["post-ttl", "post-send"]) {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), id);
    }
    await page.keyboard.press("Enter");
    await seen(page, words);
    await page.waitForFunction(() => document.activeElement.dataset.testid === "post-message");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/@*");
  });
});
