import { useState } from "react";
import type { Author } from "../api/shapes";
import { useHome, useShortUser } from "../data/use-resource";
import { Logo } from "../parts/Logo";
import { State } from "../parts/State";
import { PersonAvatar } from "../parts/avatar/PersonAvatar";
import { Feed } from "../parts/feed/Feed";
import { useArrival } from "../router/use-arrival";
import type { User } from "../stack";

interface WelcomePageProps {
  users: User[];
  problem: string | undefined;
  onSignIn: (username: string) => Promise<void>;
}

/** Choose who you are; below, what everybody may read. */
export function WelcomePage({ users, problem, onSignIn }: WelcomePageProps) {
  useArrival("Welcome");
  const posts = useHome();
  return (
    <main className="welcome-page" id="main">
      <div className="welcome">
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
        <People users={users} onSignIn={onSignIn} />
        <div role="alert">
          {problem && (
            <p className="notice notice-error" data-testid="error">
              {problem}
            </p>
          )}
        </div>
        <a className="welcome-more" href="#feed">
          Or see what is going on
        </a>
      </div>
      <div className="welcome-feed">
        <Feed title="What is going on" posts={posts} empty={<State kind="empty" title="Nothing here yet" />} />
      </div>
    </main>
  );
}

function People({ users, onSignIn }: Pick<WelcomePageProps, "users" | "onSignIn">) {
  const [entering, setEntering] = useState<string>();
  const enter = async (username: string) => {
    setEntering(username);
    await onSignIn(username);
    setEntering(undefined);
  };
  return (
    <>
      <h2 className="welcome-who" id="who">
        Who are you today?
      </h2>
      <ul className="welcome-people" aria-labelledby="who">
        {users.map(({ username }) => (
          <li key={username}>
            <PersonButton username={username} entering={entering} onClick={() => void enter(username)} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface PersonButtonProps {
  username: string;
  /** Who is being signed in. */
  entering: string | undefined;
  onClick: () => void;
}

function PersonButton({ username, entering, onClick }: PersonButtonProps) {
  const { value } = useShortUser(username);
  const person = value ?? strangerOf(username);
  return (
    <button
      type="button"
      className="person-card"
      data-testid={`sign-in-${username}`}
      disabled={entering !== undefined}
      aria-busy={entering === username}
      onClick={onClick}
    >
      <PersonAvatar person={person} size={60} decorative />
      <span>
        <strong>{person.display_name}</strong>
        <span className="muted">@{person.handle}</span>
      </span>
    </button>
  );
}

/** Somebody who can sign in and of whom the API tells nothing, or not yet. A first sign-in makes their profile. */
function strangerOf(username: string): Author {
  return { display_name: username, handle: username, avatar: null };
}
