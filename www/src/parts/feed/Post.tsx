import type { Activity } from "../../api/shapes";
import { Link } from "../../router/Link";
import { personPath } from "../../router/location";
import { Ago } from "../../time/Ago";
import { Expiry, useExpiry } from "../../time/Expiry";
import { PersonAvatar } from "../avatar/PersonAvatar";

interface PostProps {
  activity: Activity;
  /** The handle of whoever wrote what this answers, if that is shown too. */
  answered: string | undefined;
  /** Far down: its picture is loaded when it comes into view. */
  later: boolean;
}

/** What somebody wrote. When its time is over while the page is open, it says so. */
export function Post({ activity, answered, later }: PostProps) {
  const { display_name, handle, message, created_at, expires_at } = activity;
  const { expired, text } = useExpiry(expires_at);
  const path = personPath(handle);
  return (
    <article className={expired ? "post post-expired" : "post"} data-testid="post" data-uuid={activity.uuid}>
      <Link href={path} className="post-face" tabIndex={-1} aria-hidden="true">
        <PersonAvatar person={activity} size={60} decorative loading={later ? "lazy" : "eager"} />
      </Link>
      <div className="post-body">
        <p className="byline">
          <Link href={path} className="byline-name">
            {display_name}
          </Link>{" "}
          <span className="muted">
            <span className="byline-handle">@{handle}</span> · <Ago at={created_at} />
          </span>
        </p>
        {answered && (
          <p className="post-answers">
            In answer to <Link href={personPath(answered)}>@{answered}</Link>
          </p>
        )}
        <p className="post-message" dir="auto">
          {message}
        </p>
        <p className="post-foot">
          {expires_at && <Expiry at={expires_at} expired={expired} text={text} />}
          <Counts {...activity} />
        </p>
      </div>
    </article>
  );
}

/** What others made of it; nothing where that is nothing. */
function Counts({ replies_count, reposts_count, likes_count }: Activity) {
  const counts = [
    [replies_count, "reply", "replies"],
    [reposts_count, "repost", "reposts"],
    [likes_count, "like", "likes"],
  ] as const;
  const told = counts.filter(([count]) => count > 0);
  return told.map(([count, one, many]) => (
    <span key={one}>{`${count.toLocaleString()} ${count === 1 ? one : many}`}</span>
  ));
}
