/**
 * Runs the conformance table on the wasm module, in Node and in a browser alike.
 *
 * @param {{probe: Function, process: Function}} wasm the initialised module
 * @param {Array<object>} cases the content of cases.json
 * @param {(name: string) => Promise<Uint8Array>} load the input of a case
 * @returns {Promise<Array<{name: string, differences: string[]}>>} one entry a case; no differences means it holds
 */
export async function runCases(wasm, cases, load) {
  const results = [];
  for (const { name, call, options, expect } of cases) {
    const actual = await outcome(wasm, call, await load(name), options);
    results.push({ name, differences: compare(name, expect, actual) });
  }
  return results;
}

async function outcome(wasm, call, bytes, options) {
  try {
    const made = wasm[call](bytes, options);
    return call === "process" ? { ...made, sha256: await sha256(made.bytes) } : made;
  } catch (error) {
    // A trap has no code and must not look like a refusal.
    return error.name === "RoundelError" ? { error: error.code } : { error: String(error) };
  }
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Everything expected must be there; what is not mentioned may be anything. */
function compare(path, expected, actual) {
  if (expected !== null && typeof expected === "object" && !Array.isArray(expected)) {
    return Object.entries(expected).flatMap(([name, value]) => compare(`${path}.${name}`, value, actual?.[name]));
  }
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  return is === should ? [] : [`${path}: ${is} instead of ${should}`];
}
