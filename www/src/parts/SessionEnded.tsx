import { useMyself } from "../data/use-resource";
import { type Me, useMe } from "../me/me";

/** The token is not taken any more: what is shown stays, and signing in again is one step away. */
export function SessionEnded() {
  const me = useMe();
  return me ? <Ended me={me} /> : null;
}

function Ended({ me }: { me: Me }) {
  const { error } = useMyself();
  return (
    <div role="alert">
      {error?.status === 401 && (
        <p className="strip" data-testid="session-ended">
          You are not signed in any more.
          <button type="button" className="button button-small" onClick={me.signOut}>
            Sign in again
          </button>
        </p>
      )}
    </div>
  );
}
