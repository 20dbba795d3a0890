import { useSuggestions } from "../data/use-resource";
import { Disc } from "./Skeleton";
import { MyAvatar } from "./avatar/MyAvatar";
import { PersonAvatar } from "./avatar/PersonAvatar";

/** The last lines of a conversation: there are no messages in this demo, but messages are where avatars are seen most. */
export function Messages() {
  const { value: people, error } = useSuggestions();
  const other = people?.[0];
  const awaited = !people && !error;
  return (
    <section className="card" id="messages" aria-labelledby="messages-title">
      <h2 id="messages-title">Messages</h2>
      <ul className="thread">
        {(other || awaited) && (
          <li>
            {other ? <PersonAvatar person={other} size={50} /> : <Disc size={50} />}
            <p className="bubble">Is that you in the picture, or your younger brother?</p>
          </li>
        )}
        <li className="thread-mine">
          <MyAvatar size={50} />
          <p className="bubble">Very funny. I am changing it right now.</p>
        </li>
      </ul>
    </section>
  );
}
