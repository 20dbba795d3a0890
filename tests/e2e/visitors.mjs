// People with browsers before a stack of the test file's own; what no page of ours may do fails the test in which it does.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";

import { launch, openPage } from "./browser.mjs";
import { signIn } from "./person.mjs";
import { startStack } from "./stack.mjs";

/**
 * Starts stack and browser before the tests of the calling file and stops them after.
 *
 * @param furnish called with the stack, for what must be there before anybody comes.
 * @param stackOptions as `startStack` takes them.
 */
export function visitors(furnish = async () => {}, ...stackOptions) {
  const open = [];
  const visitors = {
    stack: undefined,
    browser: undefined,
    /** Somebody at an address of the page. `prepare` is called with the context before anything is loaded. */
    async visit(path = "/", { prepare, ...options } = {}) {
      const opened = await openPage(visitors.browser, new URL(path, visitors.stack.urls.demo).href, options, prepare);
      open.push(opened);
      return opened.page;
    },
    /** Somebody who has signed in and is on their own page. */
    async signedIn(username, options) {
      const page = await visitors.visit("/", options);
      await signIn(page, username);
      return page;
    },
  };
  before(async () => {
    visitors.stack = await startStack(...stackOptions);
    visitors.browser = await launch();
    await furnish(visitors.stack);
  });
  after(async () => {
    await visitors.browser?.close();
    await visitors.stack?.stop();
  });
  afterEach(async () => {
    for (const { page, complaints } of open.splice(0)) {
      await page.context().close();
      assert.deepEqual(complaints, []);
    }
  });
  return visitors;
}
