// A real Chromium: the one that `cargo xtask test` found.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { chromium } from "playwright-core";
import sharp from "sharp";

const root = new URL("../..", import.meta.url).pathname;
const screenshots = process.env.ROUNDEL_SCREENSHOTS ?? join(process.env.ROUNDEL_TARGET ?? join(root, "target"), "screenshots");

/** Starts the browser. Its sandbox cannot be had as root. */
export function launch() {
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath: process.env.ROUNDEL_CHROMIUM, args: root ? ["--no-sandbox"] : [] });
}

/** A page that collects what no page of ours may have: errors, and requests to `undefined`. */
export async function openPage(browser, url, options = {}, prepare = undefined) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await prepare?.(context);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (request.url().includes("undefined")) complaints.push(request.url());
  });
  await page.goto(url);
  return { page, complaints };
}

/** Writes a screenshot, small enough to be kept in the repository. */
export async function screenshot(page, name) {
  await mkdir(screenshots, { recursive: true });
  const picture = sharp(await page.screenshot());
  await picture.png({ palette: true, effort: 10 }).toFile(join(screenshots, `${name}.png`));
}
