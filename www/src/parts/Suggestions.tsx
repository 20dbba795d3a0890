import type { Author } from "../api/shapes";
import { useSuggestions } from "../data/use-resource";
import { useMe } from "../me/me";
import { Link } from "../router/Link";
import { personPath } from "../router/location";
import { PeopleSkeletons } from "./Skeleton";
import { PersonAvatar } from "./avatar/PersonAvatar";

/** Whom others are told to follow: here one sees how small one's picture gets. */
export function Suggestions() {
  const me = useMe();
  const { value: others, error, reload } = useSuggestions();
  // all at once: who comes first must not push the others down
  const value = me && !me.avatar ? undefined : others;
  return (
    <section className="card" aria-labelledby="suggestions-title">
      <h2 id="suggestions-title">{me ? "Suggested to friends" : "People here"}</h2>
      {value && (
        <ul className="people">
          {me?.profile && <PersonRow person={me.profile} note="that is you" />}
          {value.map((person) => (
            <PersonRow key={person.uuid} person={person} note={`@${person.handle}`} />
          ))}
        </ul>
      )}
      {value?.length === 0 && !me && <p className="muted">Nobody is here yet.</p>}
      {!value && !error && <PeopleSkeletons count={me ? 6 : 5} />}
      {!value && error && (
        <p className="muted">
          Could not be loaded.{" "}
          <button type="button" className="button-text" onClick={reload}>
            Try again
          </button>
        </p>
      )}
    </section>
  );
}

function PersonRow({ person, note }: { person: Author; note: string }) {
  return (
    <li>
      <Link className="person-row" href={personPath(person.handle)}>
        <PersonAvatar person={person} size={36} decorative />
        <span>
          <strong>{person.display_name}</strong> <span className="muted">{note}</span>
        </span>
      </Link>
    </li>
  );
}
