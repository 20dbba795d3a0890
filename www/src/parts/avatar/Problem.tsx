import type { AvatarUpload } from "roundel/react";

interface ProblemProps {
  upload: AvatarUpload;
  onSignOut: () => void;
}

/** What went wrong, and the ways on. */
export function Problem({ upload, onSignOut }: ProblemProps) {
  const { state, retry, reset } = upload;
  return (
    <div role="alert">
      {state.phase === "error" && (
        <div className="notice notice-error" data-testid="error" data-code={state.error.code}>
          <p>{state.error.message}</p>
          {state.error.status === 401 && (
            <button type="button" className="button" onClick={onSignOut}>
              Sign in again
            </button>
          )}
          {state.failed.step === "save" || state.error.retryable ? (
            <button type="button" className="button" data-testid="retry" onClick={retry}>
              Try again
            </button>
          ) : (
            <button type="button" className="button" data-testid="retry" onClick={reset}>
              Choose another
            </button>
          )}
        </div>
      )}
    </div>
  );
}
