import { useEffect, useState } from "react";
import type { Told } from "./relative";

/** The longest that a timer can wait in a browser is 24.8 days. */
const LONGEST_MS = 86_400_000;

/** Words about a time that stay right while the page is open: told anew exactly when they change, and not before. */
export function useTold<T extends Told>(tell: (now: number) => T): T {
  const [, setTurn] = useState(0);
  const told = tell(Date.now());
  useEffect(() => {
    if (told.staysFor === Infinity) {
      return;
    }
    const timer = setTimeout(() => setTurn((turn) => turn + 1), Math.min(told.staysFor, LONGEST_MS));
    return () => clearTimeout(timer);
  });
  return told;
}
