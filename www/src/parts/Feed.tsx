import { personOf } from "../people";
import type { User } from "../stack";
import { MyAvatar, useMe } from "./MyAvatar";
import { PersonAvatar } from "./PersonAvatar";

interface FeedProps {
  cdn: string;
  others: User[];
}

/** What people wrote, one's own first. */
export function Feed({ cdn, others }: FeedProps) {
  const { person } = useMe();
  return (
    <section className="card" id="feed" aria-labelledby="feed-title">
      <h2 id="feed-title">Feed</h2>
      <article className="post">
        <MyAvatar size={60} />
        <div>
          <Byline name={person.name} handle={person.handle} when="just now" />
          <p>{person.post}</p>
        </div>
      </article>
      {others.map((user, i) => (
        <article className="post" key={user.username}>
          <PersonAvatar cdn={cdn} user={user} size={60} decorative />
          <div>
            <Byline {...personOf(user.username)} when={i === 0 ? "2 hours" : "yesterday"} />
            <p>{personOf(user.username).post}</p>
          </div>
        </article>
      ))}
    </section>
  );
}

function Byline({ name, handle, when }: { name: string; handle: string; when: string }) {
  return (
    <p className="byline">
      <strong>{name}</strong> <span className="muted">{`${handle} · ${when}`}</span>
    </p>
  );
}
