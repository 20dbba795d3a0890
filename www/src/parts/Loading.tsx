import { Logo } from "./Logo";

interface LoadingProps {
  problem: string | undefined;
  onRetry: () => void;
}

/** Before the page knows its services, or where it cannot find them. */
export function Loading({ problem, onRetry }: LoadingProps) {
  return (
    <main className="welcome">
      <Logo size={76} />
      <h1 className="unseen">Roundel</h1>
      <div role="alert">
        {problem && (
          <p className="notice notice-error" data-testid="error">
            {problem}{" "}
            <button type="button" className="button" data-testid="retry" onClick={onRetry}>
              Try again
            </button>
          </p>
        )}
      </div>
    </main>
  );
}
