// The pictures of README and docs: the page as it is, with painted people. ROUNDEL_SCREENSHOTS names their folder.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";

import { launch, openPage, screenshot } from "./browser.mjs";
import { fixture, startStack } from "./stack.mjs";

const portrait = (person) => fixture({ fixture: "portrait", width: 2000, height: 1600, person });

let stack;
let browser;
before(async () => {
  stack = await startStack();
  browser = await launch();
  for (const [person, username] of [[1, "bayko"], [2, "londo"]]) {
    await stack.pointer(await stack.upload(await stack.token(username), await portrait(person)));
  }
});
after(async () => {
  await browser?.close();
  await stack?.stop();
});

const LOOKS = [
  ["desktop-light", { colorScheme: "light", viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 }],
  ["phone-dark", { colorScheme: "dark", viewport: { width: 390, height: 844 }, deviceScaleFactor: 1 }],
];

for (const [look, options] of LOOKS) {
  it(`${look}: signing in, fitting the photo, the profile afterwards`, async () => {
    const { page, complaints } = await openPage(browser, stack.urls.demo, options);
    await page.getByTestId("sign-in-andrew").waitFor();
    await page.waitForLoadState("networkidle");
    await screenshot(page, `sign-in-${look}`);
    await page.getByTestId("sign-in-andrew").click();
    await page.getByTestId("change-avatar").click();
    const photo = { name: "IMG_0001.JPG", mimeType: "image/jpeg", buffer: Buffer.from(await portrait(0)) };
    await page.getByTestId("file-input").setInputFiles(photo);
    await page.getByTestId("cropper").locator("img").waitFor();
    await page.waitForTimeout(400);
    await screenshot(page, `crop-${look}`);
    await page.getByTestId("save").click();
    await page.locator('[data-testid="status"][data-phase="done"]').waitFor();
    await page.waitForLoadState("networkidle");
    await screenshot(page, `profile-${look}`);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
}
