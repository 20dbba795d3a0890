import { type FormEvent, useId, useRef, useState } from "react";
import { graphemes } from "../../api/graphemes";
import { MESSAGE_GRAPHEMES } from "../../api/limits";
import { TIMES_TO_LIVE, type TimeToLive } from "../../api/shapes";
import { sentenceOf } from "../../api/words";
import { Icon } from "../Icon";
import { MyAvatar } from "../avatar/MyAvatar";
import { useSay } from "../Toasts";
import { usePost } from "./use-post";

/** Write something, for as long as it should stay. What could not be sent stays where it was written. */
export function Composer() {
  const [message, setMessage] = useState("");
  const [ttl, setTtl] = useState<TimeToLive>("7-days");
  const { sending, problem, send, forget } = usePost();
  const say = useSay();
  // white space around it is not sent
  const count = graphemes(message.trim());
  const error = useId();
  const input = useRef<HTMLTextAreaElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!sending && (await send(message, ttl))) {
      setMessage("");
      input.current?.focus();
      say({ text: "Posted." });
    }
  };

  return (
    <form className="card composer" aria-label="New post" data-testid="composer" onSubmit={(event) => void submit(event)}>
      <MyAvatar size={60} decorative />
      <div className="composer-body">
        <textarea
          ref={input}
          aria-label="What is going on?"
          aria-describedby={error}
          aria-invalid={problem !== undefined || count > MESSAGE_GRAPHEMES}
          data-testid="post-message"
          placeholder="What is going on?"
          rows={2}
          dir="auto"
          value={message}
          onChange={(event) => {
            setMessage(event.target.value);
            forget();
          }}
        />
        <div id={error} role="alert">
          {problem !== undefined && (
            <p className="notice notice-error" data-testid="post-error">
              {sentenceOf(problem)}
            </p>
          )}
        </div>
        <div className="composer-foot">
          <TimeToLivePicker value={ttl} onChange={setTtl} />
          <Left count={count} />
          <button
            type="submit"
            className="button button-primary"
            data-testid="post-send"
            aria-busy={sending}
            disabled={message.trim() === "" || count > MESSAGE_GRAPHEMES}
          >
            {sending ? "Posting…" : "Post"}
          </button>
        </div>
      </div>
    </form>
  );
}

function TimeToLivePicker({ value, onChange }: { value: TimeToLive; onChange: (ttl: TimeToLive) => void }) {
  return (
    <label className="composer-ttl">
      <Icon name="clock" />
      <span className="composer-ttl-words">Stays for</span>
      <select
        data-testid="post-ttl"
        value={value}
        onChange={(event) => {
          const chosen = TIMES_TO_LIVE.find(([ttl]) => ttl === event.target.value);
          if (chosen) {
            onChange(chosen[0]);
          }
        }}
      >
        {TIMES_TO_LIVE.map(([ttl, words]) => (
          <option key={ttl} value={ttl}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How many characters are left, shown when that begins to matter. */
function Left({ count }: { count: number }) {
  const left = MESSAGE_GRAPHEMES - count;
  const state = left < 0 ? "over" : left <= 40 ? "near" : "far";
  return (
    <span className={`composer-left composer-left-${state}`} data-testid="post-left">
      {left}
      <span className="unseen"> characters left</span>
    </span>
  );
}
