import { useState } from "react";

/** Work that may fail and may be tried again: whether it is under way, and what went wrong. */
export function useAttempt() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>();

  /** Whether it was done. */
  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };

  return { busy, problem, attempt, forget: () => setProblem(undefined) };
}
