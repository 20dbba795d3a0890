import { personOf } from "../people";
import type { User } from "../stack";
import { MyAvatar } from "./MyAvatar";
import { PersonAvatar } from "./PersonAvatar";

interface MessagesProps {
  cdn: string;
  others: User[];
}

/** The last lines of a conversation. */
export function Messages({ cdn, others }: MessagesProps) {
  const [other] = others;
  return (
    <section className="card" id="messages" aria-labelledby="messages-title">
      <h2 id="messages-title">Messages</h2>
      <ul className="thread">
        {other && (
          <li>
            <PersonAvatar cdn={cdn} user={other} size={50} />
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

function firstName(user: User): string {
  return personOf(user.username).name.split(" ")[0] ?? "";
}
