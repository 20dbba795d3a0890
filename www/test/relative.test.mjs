// F18: times are told in words at every boundary, past and future, and what is over is over.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { load } from "./source.mjs";

// dates are the local ones
process.env.TZ = "UTC";
const { tell, tellExpiry } = await load("time/relative.ts");

const NOW = Date.UTC(2026, 5, 15, 12, 0, 0);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const words = (distance) => tell(NOW + distance, NOW, "en").text;

/** Each boundary, one second before it, at it and one second after it. */
const BOUNDARIES = [
  [SECOND, ["now", "1 second", "2 seconds"]],
  [MINUTE, ["59 seconds", "1 minute", "1 minute"]],
  [2 * MINUTE, ["1 minute", "2 minutes", "2 minutes"]],
  [HOUR, ["59 minutes", "1 hour", "1 hour"]],
  [DAY, ["23 hours", "1 day", "1 day"]],
  [WEEK, ["6 days", "1 week", "1 week"]],
  [2 * WEEK, ["1 week", "2 weeks", "2 weeks"]],
];

describe("F18", () => {
  for (const [boundary, expected] of BOUNDARIES) {
    it(`at ${expected[1]}, a second either side, past and future`, () => {
      const ago = [-1, 0, 1].map((seconds) => words(-(boundary + seconds * SECOND)));
      assert.deepEqual(ago, expected.map((text) => (text === "now" ? text : `${text} ago`)));
      const ahead = [-1, 0, 1].map((seconds) => words(boundary + seconds * SECOND));
      assert.deepEqual(ahead, expected.map((text) => (text === "now" ? text : `in ${text}`)));
    });
  }

  it("from five weeks on it is a date, with its year where that is another one", () => {
    assert.deepEqual([-1, 0, 1].map((s) => words(-(5 * WEEK + s * SECOND))), ["4 weeks ago", "May 11", "May 11"]);
    assert.deepEqual([-1, 0, 1].map((s) => words(5 * WEEK + s * SECOND)), ["in 4 weeks", "Jul 20", "Jul 20"]);
    assert.equal(words(-365 * DAY), "Jun 15, 2025");
    assert.equal(words(365 * DAY), "Jun 15, 2027");
  });

  it("what made 30453m ago of the original is three weeks ago", () => {
    assert.equal(words(-30_453 * MINUTE), "3 weeks ago");
  });

  it("is over at its very end and not before", () => {
    const expiry = (distance) => tellExpiry(NOW + distance, NOW, "en");
    assert.deepEqual([SECOND, 1, 0, -1, -SECOND].map((d) => expiry(d).expired), [false, false, true, true, true]);
    assert.equal(expiry(-DAY).text, "1 day ago");
    assert.equal(expiry(HOUR).text, "in 1 hour");
  });

  it("speaks the language of whoever looks", () => {
    assert.equal(tell(NOW - 3 * HOUR, NOW, "de").text, "vor 3 Stunden");
    assert.equal(tell(NOW + 2 * DAY, NOW, "fr").text, "dans 2 jours");
  });

  it("words stay right exactly as long as they say", () => {
    const at = (distance) => [distance, -distance];
    const distances = [0, 1, 999, 5_500, 59_999, MINUTE, 90_000, HOUR - 1, HOUR, 5.5 * HOUR, DAY, 6.9 * DAY, WEEK, 4.5 * WEEK, 5 * WEEK - 1, 5 * WEEK, 6 * WEEK];
    for (const distance of distances.flatMap(at)) {
      const { text, staysFor } = tell(NOW + distance, NOW, "en");
      if (staysFor === Infinity) {
        assert.ok(distance <= -5 * WEEK, `${distance}`);
        continue;
      }
      assert.ok(staysFor > 0, `${distance}`);
      assert.equal(tell(NOW + distance, NOW + staysFor - 1, "en").text, text, `${distance}, just before`);
      const then = tell(NOW + distance, NOW + staysFor, "en").text;
      assert.ok(then !== text || text === "now", `${distance}: ${text} is still ${then} after ${staysFor}`);
    }
  });
});
