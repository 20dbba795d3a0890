// The measurements: first calls in fresh pages, then warm calls in one page, taking turns.
import { cpuTime, descendants } from "../report/processes.mjs";

/** How long a person looks for their photo at the very least, in milliseconds; engines go on compiling meanwhile. */
const FILE_DIALOG = 1000;

/** Opens the page and waits until it can be asked. */
export async function open(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => window.bench !== undefined);
  return page;
}

/**
 * The first call of a candidate in a page that has done nothing else, its code loaded a second before: milliseconds, processor
 * milliseconds, bytes, the wasm memory that this one picture needed, and what loading cost. The result is kept as the
 * file `keep`.
 */
export async function firstCall(browser, url, candidate, input, keep) {
  const page = await open(browser, url);
  try {
    const loadMs = await page.evaluate(load, { candidate, input });
    await page.waitForTimeout(FILE_DIALOG);
    const chromium = descendants();
    const before = cpuTime(chromium);
    const { ms, bytes } = await call(page, candidate, input, { keep });
    const cpu = cpuTime(chromium) - before;
    return { ms, cpu, bytes, loadMs, wasmMemory: await page.evaluate(() => window.bench.wasmMemory()) };
  } finally {
    await page.context().close();
  }
}

/** The file is in the page's memory before the call, as it is after a file dialog. */
async function load({ candidate, input }) {
  await window.bench.fetched(input);
  return window.bench.load(candidate);
}

/**
 * Calls in turn, `rounds` times each after one that does not count, every round beginning with another candidate.
 * Returns the series of milliseconds and processor milliseconds by candidate.
 */
export async function warmCalls(page, candidates, input, rounds) {
  const series = new Map(candidates.map((name) => [name, { ms: [], cpu: [] }]));
  for (let round = 0; round <= rounds; round++) {
    const chromium = descendants();
    for (const name of rotated(candidates, round)) {
      const before = cpuTime(chromium);
      const { ms } = await call(page, name, input);
      const cpu = cpuTime(chromium) - before;
      if (round > 0) {
        series.get(name).ms.push(ms);
        series.get(name).cpu.push(cpu);
      }
    }
  }
  return series;
}

/** One call in a page where the candidate is loaded. */
export function call(page, candidate, input, { quality, keep } = {}) {
  return page.evaluate((given) => window.bench.run(given.candidate, given.input, given), { candidate, input, quality, keep });
}

function rotated(names, by) {
  return names.map((_, at) => names[(at + by) % names.length]);
}
