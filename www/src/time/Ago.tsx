import { tell } from "./relative";
import { useTold } from "./use-told";

/** When something was written. A clock that is a little behind the server's makes it no thing of the future. */
export function Ago({ at }: { at: string }) {
  const { text } = useTold((now) => tell(Math.min(Date.parse(at), now), now));
  return (
    <time dateTime={at} title={fullDate(at)}>
      {text}
    </time>
  );
}

/** Date and time in full, for whoever points at it. */
export function fullDate(at: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" }).format(Date.parse(at));
}
