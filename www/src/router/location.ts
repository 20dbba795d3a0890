import { useSyncExternalStore } from "react";

/** The pages and their addresses. */
export type Route = { page: "home" } | { page: "person"; handle: string } | { page: "privacy" } | { page: "missing" };

/** The page of an address. */
export function routeOf(path: string): Route {
  const person = /^\/@([^/]+)\/?$/.exec(path);
  if (person) {
    const handle = decoded(person[1] ?? "");
    return handle === undefined ? { page: "missing" } : { page: "person", handle };
  }
  if (path === "/") {
    return { page: "home" };
  }
  return path === "/privacy" ? { page: "privacy" } : { page: "missing" };
}

/** The address of somebody's page. */
export function personPath(handle: string): string {
  return `/@${encodeURIComponent(handle)}`;
}

/** The address of signing in, from where one comes back to a page. */
export function signInPath(from: string): string {
  return from === "/" ? "/" : `/?from=${encodeURIComponent(from)}`;
}

/** Where somebody who has signed in goes: back, to an address of ours and to no other. */
export function afterSignIn(search: string): string {
  const from = new URLSearchParams(search).get("from") ?? "/";
  return /^\/(?![/\\])/.test(from) ? from : "/";
}

/** The address that is shown. */
export function usePath(): string {
  return useSyncExternalStore(watch, () => location.pathname);
}

/** Goes to an address of this page. */
export function navigate(path: string): void {
  if (path !== location.pathname + location.search) {
    history.pushState(null, "", path);
    scrollTo({ top: 0, behavior: "instant" });
    dispatchEvent(new PopStateEvent("popstate"));
  }
}

function watch(changed: () => void): () => void {
  addEventListener("popstate", changed);
  return () => removeEventListener("popstate", changed);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
