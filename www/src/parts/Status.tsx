import type { UploadState } from "roundel/react";

/** Says, also to screen readers, how the change of avatar goes once its dialog is closed. */
export function Status({ state }: { state: UploadState }) {
  const sentence = sentenceOf(state);
  return (
    <p className={sentence ? "notice" : "unseen"} role="status" data-testid="status" data-phase={state.phase}>
      {sentence}
    </p>
  );
}

function sentenceOf(state: UploadState): string {
  switch (state.phase) {
    case "processing":
      return "Saved. Every size is being made; you see your own copy meanwhile.";
    case "done":
      return state.pointer
        ? "Done. Your new avatar is shown everywhere."
        : "Saved. Others will see it within a minute or two.";
    default:
      return "";
  }
}
