import type { ReactNode } from "react";
import type { RoundelError } from "roundel";
import { useOnline } from "../data/use-online";

interface StateProps {
  title: string;
  children?: ReactNode;
  /** What to do about it. */
  action?: ReactNode;
  kind: "empty" | "error" | "offline" | "not-found";
  /** By where it stands: `h1` where it is all of the page. */
  heading?: "h1" | "h2" | "h3";
}

/** What a part of the page shows where it has nothing to show: why, and the way on. */
export function State({ title, children, action, kind, heading: Heading = "h3" }: StateProps) {
  return (
    <div className={`state state-${kind}`} data-testid={`state-${kind}`}>
      <Drawing kind={kind} />
      <Heading className="state-title">{title}</Heading>
      {children && <p className="muted">{children}</p>}
      {action}
    </div>
  );
}

interface FailedProps extends Pick<StateProps, "heading"> {
  /** Such as "The posts". */
  what: string;
  error: RoundelError;
  onRetry: () => void;
}

/** Nothing could be loaded. */
export function Failed({ what, error, onRetry, heading = "h3" }: FailedProps) {
  const online = useOnline();
  const retry = (
    <button type="button" className="button" data-testid="state-retry" onClick={onRetry}>
      Try again
    </button>
  );
  return (
    <div role="alert">
      {online ? (
        <State heading={heading} kind="error" title={`${what} could not be loaded`} action={retry}>
          {error.message}
        </State>
      ) : (
        <State heading={heading} kind="offline" title="You are offline" action={retry}>
          {what} will be here as soon as you are connected again.
        </State>
      )}
    </div>
  );
}

/** The mark in four moods: rings that are empty, broken, out of reach, or around nobody. */
function Drawing({ kind }: { kind: StateProps["kind"] }) {
  return (
    <svg className="state-drawing" width="120" height="120" viewBox="0 0 120 120" aria-hidden="true">
      <circle cx="60" cy="60" r="54" className="state-ring state-ring-outer" />
      <circle cx="60" cy="60" r="38" className="state-ring" />
      {kind === "empty" && <path d="M43 66h34M43 54h22" className="state-line" />}
      {kind === "error" && <path d="M60 42v24M60 77.5v.5" className="state-line" />}
      {kind === "offline" && <path d="M44 44l32 32M76 44 44 76" className="state-line" />}
      {kind === "not-found" && <path d="M49 51a11 11 0 1 1 16 9.8c-3.4 1.8-5 3.7-5 7.2M60 77.5v.5" className="state-line" />}
    </svg>
  );
}
