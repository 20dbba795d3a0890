import { Icon } from "../parts/Icon";
import { fullDate } from "./Ago";
import { tellExpiry } from "./relative";
import { useTold } from "./use-told";

/** Until when something stays, or that it is over. */
export function Expiry({ at, expired, text }: { at: string; expired: boolean; text: string }) {
  return (
    <span className={expired ? "expiry expiry-over" : "expiry"} data-testid={expired ? "expired" : "expires"}>
      <Icon name="clock" />
      <time dateTime={at} title={fullDate(at)}>
        {expired ? `Expired ${text}` : `Expires ${text}`}
      </time>
    </span>
  );
}

/** The words of {@link Expiry}, for whoever shows an end differently. */
export function useExpiry(at: string | null) {
  return useTold((now) => (at === null ? NEVER : tellExpiry(Date.parse(at), now)));
}

const NEVER = { expired: false, text: "", staysFor: Infinity };
