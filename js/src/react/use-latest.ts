import { type RefObject, useEffect, useRef } from "react";

/** The value of the newest render, for listeners that are registered once. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
