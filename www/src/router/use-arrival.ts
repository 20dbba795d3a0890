import { useEffect, useRef } from "react";

/** The title of what is shown, as a browser sets it when it loads a page. */
export function useArrival(title: string): void {
  useEffect(() => {
    document.title = `${title} · Roundel`;
  }, [title]);
}

/**
 * A ref for the page's `<main>`, which gets the focus when the address changes: a screen reader's cursor is then at the
 * beginning of what is new.
 *
 * @param arrived the page did not come with the document: the button that was pressed to get here is gone.
 */
export function useFocusOnArrival(path: string, arrived: boolean) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(arrived ? undefined : path);
  useEffect(() => {
    if (shown.current !== path) {
      shown.current = path;
      main.current?.focus({ preventScroll: true });
    }
  }, [path]);
  return main;
}
