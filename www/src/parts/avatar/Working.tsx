import type { UploadState } from "roundel/react";

/** What is being done right now, with a bar where its length is known. */
export function Working({ state }: { state: UploadState }) {
  const step = stepOf(state);
  return (
    <div className="working" role="status">
      {step && (
        <>
          <span>{step}</span>
          {state.phase === "uploading" ? (
            <progress aria-label="Upload" max={1} value={state.progress} />
          ) : (
            <progress aria-label={step} />
          )}
        </>
      )}
    </div>
  );
}

function stepOf({ phase }: UploadState): string | undefined {
  switch (phase) {
    case "reading":
      return "Opening your photo";
    case "preparing":
      return "Making it small and private";
    case "uploading":
      return "Uploading";
    default:
      return undefined;
  }
}
