import { useEffect } from "react";
import type { Cache } from "./cache";

const EVERY_MS = 10_000;

/** Asks anew every ten seconds while the page is looked at, when it is looked at again, and when it is online again. */
export function useFreshness(cache: Cache | undefined): void {
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === "visible" && navigator.onLine) {
        cache?.refresh();
      }
    };
    const timer = setInterval(refresh, EVERY_MS);
    document.addEventListener("visibilitychange", refresh);
    addEventListener("online", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
      removeEventListener("online", refresh);
    };
  }, [cache]);
}
