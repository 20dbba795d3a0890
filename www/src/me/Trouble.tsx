import { useMyself } from "../data/use-resource";
import { type Me, useMe } from "./me";

/** What is wrong with being signed in: the token is not taken any more, or it could not be learned who one is. */
export function Trouble() {
  const me = useMe();
  return <div role="alert">{me && <Strip me={me} />}</div>;
}

function Strip({ me }: { me: Me }) {
  const { value, error, reload } = useMyself();
  if (error?.status === 401) {
    return (
      <p className="strip" data-testid="session-ended">
        You are not signed in any more.
        <button type="button" className="button button-small" onClick={me.signOut}>
          Sign in again
        </button>
      </p>
    );
  }
  return error && !value ? (
    <p className="strip" data-testid="me-failed">
      Your own profile could not be loaded.
      <button type="button" className="button button-small" onClick={reload}>
        Try again
      </button>
    </p>
  ) : null;
}
