import { type ReactNode, createContext, useCallback, useContext, useEffect, useState } from "react";
import type { UploadState } from "roundel/react";

/** Something that was done, told in passing. */
interface Toast {
  text: string;
  /** Where the change of avatar stands, when it is about that. */
  phase?: UploadState["phase"];
  /** There is more to come: it stays. */
  stays?: boolean;
}

type Say = (toast: Toast) => void;

const SayContext = createContext<Say>(() => undefined);

/** Tells in passing, also to screen readers, what was done. */
export function useSay(): Say {
  return useContext(SayContext);
}

const SHOWN_MS = 7_000;

/** One sentence at a time, over the page and not in it, so that nothing moves. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast>();
  const say = useCallback((next: Toast) => setToast({ ...next }), []);
  useEffect(() => {
    if (toast && !toast.stays) {
      const timer = setTimeout(() => setToast(undefined), SHOWN_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [toast]);
  return (
    <SayContext value={say}>
      {children}
      <p className={toast ? "toast" : "unseen"} role="status" data-testid="status" data-phase={toast?.phase}>
        {toast?.text}
      </p>
    </SayContext>
  );
}

/** Says how a change of avatar goes once its dialog is closed. */
export function sayUpload(say: Say, state: UploadState): void {
  const text = uploadSentence(state);
  if (text) {
    say({ phase: state.phase, text, stays: state.phase === "processing" });
  }
}

/** How a change of avatar goes; nothing while its own dialog says it. */
export function uploadSentence(state: UploadState): string {
  switch (state.phase) {
    case "processing":
      return "Saved. Every size is being made; you see your own copy meanwhile.";
    case "done":
      return state.pointer ? "Done. Your new avatar is shown everywhere." : "Saved. Others will see it within a minute or two.";
    default:
      return "";
  }
}
