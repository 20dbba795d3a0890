import { useState } from "react";
import { Logo } from "./parts/Logo";
import { PersonAvatar } from "./parts/PersonAvatar";
import { personOf } from "./people";
import type { Stack } from "./stack";

interface SignInProps {
  stack: Stack | undefined;
  problem: string | undefined;
  onSignIn: (username: string) => Promise<void>;
  onReload: () => void;
}

/** Choose who you are. */
export function SignIn({ stack, problem, onSignIn, onReload }: SignInProps) {
  const [entering, setEntering] = useState<string>();
  const enter = async (username: string) => {
    setEntering(username);
    await onSignIn(username);
    setEntering(undefined);
  };

  return (
    <main className="welcome">
      <span className="welcome-mark">
        <Logo size={76} />
      </span>
      <h1>
        One picture,
        <br />
        everywhere you are
      </h1>
      <p className="welcome-lead">
        Your photo is made small, upright and private on your own device. Only then does it leave.
      </p>
      <h2 className="welcome-who" id="who">
        Who are you today?
      </h2>
      <ul className="welcome-people" aria-labelledby="who">
        {stack?.users.map((user) => (
          <li key={user.username}>
            <button
              type="button"
              className="person-card"
              data-testid={`sign-in-${user.username}`}
              disabled={entering !== undefined}
              aria-busy={entering === user.username}
              onClick={() => void enter(user.username)}
            >
              <PersonAvatar cdn={stack.cdn} user={user} size={60} decorative />
              <span>
                <strong>{personOf(user.username).name}</strong>
                <span className="muted">{personOf(user.username).handle}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div role="alert">
        {problem && (
          <p className="notice notice-error" data-testid="error">
            {problem}{" "}
            {!stack && (
              <button type="button" className="button" data-testid="retry" onClick={onReload}>
                Try again
              </button>
            )}
          </p>
        )}
      </div>
    </main>
  );
}
