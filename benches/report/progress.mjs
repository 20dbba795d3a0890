// A line for each step, so that nobody wonders whether it hangs.

/** Says what is being done, does it, and says how long it took. */
export async function step(what, work) {
  const start = performance.now();
  process.stdout.write(`  ${what} ... `);
  const done = await work();
  process.stdout.write(`done (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
  return done;
}
