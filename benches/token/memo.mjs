// What the names of the rows say: fresh tokens are verified each time, and those seen before are not.
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

/** Throws where a fresh token was not verified by the host's primitive. */
export function assertFresh({ verify }, fresh) {
  fresh.forEach(verify);
  const times = count(() => fresh.forEach(verify));
  if (times !== fresh.length) throw new Error(`${fresh.length - times} fresh tokens were remembered`);
}

/** Throws where a token that is known was. */
export function assertRemembered({ verify }, known) {
  known.forEach(verify);
  const times = count(() => known.forEach(verify));
  if (times !== 0) throw new Error(`${times} of ${known.length} tokens seen before were verified again`);
}

/** How many signatures are verified meanwhile. The binding that our handler has imported is replaced. */
function count(work) {
  const own = crypto.verify;
  let times = 0;
  crypto.verify = (...given) => {
    times += 1;
    return own(...given);
  };
  syncBuiltinESMExports();
  work();
  crypto.verify = own;
  syncBuiltinESMExports();
  return times;
}
