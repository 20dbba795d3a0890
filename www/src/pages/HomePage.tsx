import { useHome } from "../data/use-resource";
import { Messages } from "../parts/Messages";
import { State } from "../parts/State";
import { Suggestions } from "../parts/Suggestions";
import { Composer } from "../parts/feed/Composer";
import { Feed } from "../parts/feed/Feed";
import { useArrival } from "../router/use-arrival";

/** What everybody wrote. */
export function HomePage() {
  useArrival("Home");
  const posts = useHome();
  return (
    <>
      <div className="page-main">
        <h1 className="unseen">Home</h1>
        <Composer />
        <Feed
          title="What is going on"
          posts={posts}
          empty={
            <State kind="empty" title="Nothing here yet">
              Whatever was written has had its time. Say something, and be the first.
            </State>
          }
        />
      </div>
      <div className="page-side">
        <Messages />
        <Suggestions />
      </div>
    </>
  );
}
