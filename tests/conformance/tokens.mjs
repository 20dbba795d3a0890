/**
 * Runs the corpus of tokens on the page's verifier, in Node and in a browser alike.
 *
 * @param {(token: string, settings: string) => string} explain the module's one function
 * @param {{now: number, profiles: Record<string, object>, cases: Array<object>}} corpus as `tokens corpus` writes it
 * @returns {Array<{row: number, name: string, problem: string}>} the cases that are not answered as they should be
 */
export function runTokens(explain, { profiles, cases }) {
  const settings = new Map(Object.entries(profiles).map(([name, profile]) => [name, JSON.stringify(profile)]));
  return cases.flatMap(({ row, name, profile, token, code }) => {
    const problem = compare(() => JSON.parse(explain(token, settings.get(profile))), code);
    return problem ? [{ row, name, problem }] : [];
  });
}

function compare(explain, code) {
  let report;
  try {
    report = explain();
  } catch (error) {
    return `threw ${error}`; // a trap, too, is no answer
  }
  const failed = report.checks.filter((check) => check.verdict === "failed");
  if (report.code !== code || report.allowed !== (code === null)) return `${report.code} instead of ${code}`;
  if (failed.length !== (code === null ? 0 : 1)) return `${failed.length} checks failed`;
  if (failed.some((check) => check.code !== code)) return `the check that failed says ${failed[0].code}`;
  return undefined;
}
