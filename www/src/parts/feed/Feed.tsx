import type { ReactNode } from "react";
import type { Activity } from "../../api/shapes";
import type { Resource } from "../../data/use-resource";
import { PostSkeletons } from "../Skeleton";
import { Failed } from "../State";
import { Post } from "./Post";

interface FeedProps {
  title: string;
  posts: Resource<Activity[]>;
  /** What is shown where nobody has written anything. */
  empty: ReactNode;
}

/** Posts, newest first, in one of four states. */
export function Feed({ title, posts, empty }: FeedProps) {
  return (
    <section className="card feed" id="feed" aria-labelledby="feed-title" aria-busy={!posts.value && !posts.error}>
      <h2 id="feed-title">{title}</h2>
      <Posts posts={posts} empty={empty} />
    </section>
  );
}

function Posts({ posts: { value, error, reload }, empty }: Omit<FeedProps, "title">) {
  if (!value) {
    return error ? <Failed what="The posts" error={error} onRetry={reload} /> : <PostSkeletons />;
  }
  if (value.length === 0) {
    return empty;
  }
  const authors = new Map(value.map(({ uuid, handle }) => [uuid, handle]));
  return (
    <ol className="posts">
      {value.map((activity, i) => (
        <li key={activity.uuid}>
          <Post activity={activity} answered={authors.get(activity.reply_to_activity_uuid ?? "")} later={i > 5} />
        </li>
      ))}
    </ol>
  );
}
