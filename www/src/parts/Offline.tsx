import { useOnline } from "../data/use-online";
import { Icon } from "./Icon";

/** Says that there is no connection, for as long as there is none. */
export function Offline() {
  const online = useOnline();
  return (
    <div role="status">
      {!online && (
        <p className="strip" data-testid="offline">
          <Icon name="offline" />
          You are offline. What you see is what was here before.
        </p>
      )}
    </div>
  );
}
