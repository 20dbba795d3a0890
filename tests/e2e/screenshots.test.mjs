// The pictures of README and docs: each page as it is, light and dark, with painted people. ROUNDEL_SCREENSHOTS names their folder.
import { it } from "node:test";

import { screenshot } from "./browser.mjs";
import { file } from "./person.mjs";
import { eventually, fixture } from "./stack.mjs";
import { visitors } from "./visitors.mjs";

const portrait = (person) => fixture({ fixture: "portrait", width: 2000, height: 1600, person });

const people = visitors(async (stack) => {
  for (const [person, username] of [[1, "bayko"], [2, "londo"]]) {
    const { version } = await stack.pointer(await stack.upload(await stack.token(username), await portrait(person)));
    await eventually(async () => {
      const answer = await fetch(`${stack.urls.api}/api/users/@${username}/short`);
      return (await answer.json()).avatar?.version === version;
    }, "the webhook");
  }
});

const VIEWPORTS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

for (const [device, viewport] of Object.entries(VIEWPORTS)) {
  it(`${device}: every page, light and dark`, async () => {
    const page = await people.visit("/", { viewport });
    await page.clock.install();
    const shoot = async (name) => {
      await page.waitForLoadState("networkidle");
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        // colours and dialogs come within a quarter of a second
        await page.waitForTimeout(350);
        await screenshot(page, `${name}-${device}-${colorScheme}`);
      }
    };
    await page.getByTestId("sign-in-andrew").waitFor();
    await shoot("sign-in");
    await page.getByTestId("sign-in-andrew").click();
    await page.getByTestId("nav-profile").click();
    await page.getByTestId("edit-profile").click();
    await page.getByTestId("edit-avatar").click();
    const photo = file(await portrait(0), "IMG_0001.JPG", "image/jpeg");
    await page.getByTestId("file-input").setInputFiles(photo);
    await page.getByTestId("cropper").locator("img").waitFor();
    await shoot("crop");
    await page.getByTestId("save").click();
    await page.locator('[data-testid="status"][data-phase="done"]').waitFor();
    // what was said in passing has passed
    await page.clock.fastForward(10_000);
    await shoot("edit");
    await page.getByTestId("edit-cancel").click();
    await shoot("profile");
    await page.getByTestId("nav-home").click();
    await page.getByTestId("post").first().waitFor();
    await shoot("home");
    await page.getByTestId("nav-privacy").click();
    await page.locator(".visit-wait").first().waitFor({ state: "detached" });
    await shoot("privacy");
    await page.goto(new URL("/@nobody", people.stack.urls.demo).href);
    await page.getByTestId("state-not-found").waitFor();
    await shoot("not-found");
  });
}
