import { useEffect, useState } from "react";
import { useObjectUrl } from "roundel/react";
import { type Session, signIn } from "../../session";
import type { Stack, User } from "../../stack";
import { DOORS, type Door, type Visit, visit } from "./doors";

interface AccessPanelProps {
  stack: Stack;
  session: Session;
  other: User | undefined;
  /** Changes when the avatar does. */
  version: string | undefined;
}

/** The same picture behind three doors, tried as three people, for real. */
export function AccessPanel({ stack, session, other, version }: AccessPanelProps) {
  const otherToken = useTokenOf(stack, other?.username);
  return (
    <section className="card" id="access" aria-labelledby="access-title">
      <h2 id="access-title">Who may see it</h2>
      <p className="muted">Your picture behind three doors, each tried just now.</p>
      <ul className="doors">
        {DOORS.map((door) => (
          <DoorRow
            key={`${door.name}-${version}`}
            door={door}
            stack={stack}
            session={session}
            otherName={other && `@${other.username}`}
            otherToken={otherToken}
          />
        ))}
      </ul>
    </section>
  );
}

interface DoorRowProps {
  door: Door;
  stack: Stack;
  session: Session;
  otherName: string | undefined;
  otherToken: string | undefined;
}

function DoorRow({ door, stack, session, otherName, otherToken }: DoorRowProps) {
  const url = `${stack.cdn}/${door.path}/${session.publicId}/current/128`;
  const mine = useVisit(url, session.token);
  const nobody = useVisit(url, null);
  const theirs = useVisit(url, otherToken);
  const picture = useObjectUrl(mine?.picture);
  return (
    <li data-testid={`access-${door.name}`}>
      <span className="door-picture">{picture && <img src={picture} alt="" width={48} height={48} />}</span>
      <div>
        <h3>{door.title}</h3>
        <ul className="visits">
          <VisitPill who="you" visit={mine} />
          <VisitPill who={otherName ?? "somebody else"} visit={theirs} />
          <VisitPill who="signed out" visit={nobody} />
        </ul>
      </div>
    </li>
  );
}

function VisitPill({ who, visit }: { who: string; visit: Visit | undefined }) {
  const outcome = !visit ? "wait" : visit.status === 200 ? "open" : "shut";
  return (
    <li className={`visit visit-${outcome}`}>
      <span>{who}</span> <b>{!visit ? "…" : (visit.status ?? "unreachable")}</b>
    </li>
  );
}

/** Tries a door once for each token; `null` is nobody, `undefined` somebody whose token is not there yet. */
function useVisit(url: string, token: string | null | undefined): Visit | undefined {
  const [result, setResult] = useState<Visit>();
  useEffect(() => {
    if (token === undefined) {
      return;
    }
    const stop = new AbortController();
    visit(url, token, stop.signal).then(setResult, () => undefined);
    return () => stop.abort();
  }, [url, token]);
  return result;
}

/** Signs in as somebody else, to see the doors with their eyes. */
function useTokenOf(stack: Stack, username: string | undefined): string | undefined {
  const [token, setToken] = useState<string>();
  useEffect(() => {
    if (username !== undefined) {
      signIn(stack, username).then((session) => setToken(session.token), () => undefined);
    }
  }, [stack, username]);
  return token;
}
