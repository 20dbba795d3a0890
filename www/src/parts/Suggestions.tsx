import { personOf } from "../people";
import type { User } from "../stack";
import { MyAvatar, useMe } from "./MyAvatar";
import { PersonAvatar } from "./PersonAvatar";

interface SuggestionsProps {
  cdn: string;
  others: User[];
}

/** Whom others are told to follow: here one sees how small one's picture gets. */
export function Suggestions({ cdn, others }: SuggestionsProps) {
  const { person } = useMe();
  return (
    <section className="card" aria-labelledby="suggestions-title">
      <h2 id="suggestions-title">Suggested to friends</h2>
      <ul className="people">
        <li>
          <MyAvatar size={36} />
          <span>
            <strong>{person.name}</strong> <span className="muted">that is you</span>
          </span>
        </li>
        {others.map((user) => (
          <li key={user.username}>
            <PersonAvatar cdn={cdn} user={user} size={36} decorative />
            <span>
              <strong>{personOf(user.username).name}</strong>{" "}
              <span className="muted">{personOf(user.username).handle}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
