import type { ShortUser } from "../api/shapes";
import { useSuggestions } from "../data/use-resource";
import { MyAvatar } from "./avatar/MyAvatar";
import { PersonAvatar } from "./avatar/PersonAvatar";

/** The last lines of a conversation: there are no messages in this demo, but messages are where avatars are seen most. */
export function Messages() {
  const { value: people } = useSuggestions();
  const other = people?.[0];
  return (
    <section className="card" id="messages" aria-labelledby="messages-title">
      <h2 id="messages-title">Messages</h2>
      <ul className="thread">
        {other && (
          <li>
            <PersonAvatar person={other} size={50} />
            <p className="bubble">Is that you in the picture, or your younger brother?</p>
          </li>
        )}
        <li className="thread-mine">
          <MyAvatar size={50} />
          <p className="bubble">Very funny, {other ? firstName(other) : "friend"}. I am changing it right now.</p>
        </li>
      </ul>
    </section>
  );
}

function firstName({ display_name }: ShortUser): string {
  return display_name.split(" ")[0] ?? "";
}
