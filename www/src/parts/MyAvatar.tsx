import { createContext, useContext } from "react";
import { Avatar } from "roundel/react";
import type { Person } from "../people";

/** Who is signed in and what their avatar is right now. */
export interface Me {
  cdn: string;
  /** Absent until it is known which version is the newest. */
  publicId: string | undefined;
  version: string | undefined;
  /** The picture that was just saved, until the CDN has it. */
  localUrl: string | undefined;
  person: Person;
}

/** Given by `Home`. */
export const MeContext = createContext<Me | undefined>(undefined);

/** The person who is signed in. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) {
    throw new Error("useMe is for the parts of Home");
  }
  return me;
}

/** One's own avatar at one of the sizes of the page, in CSS pixels. */
export function MyAvatar({ size }: { size: 132 | 60 | 50 | 40 | 36 }) {
  const { cdn, publicId, version, localUrl, person } = useMe();
  return (
    <span className="my-avatar" data-testid={`avatar-${size}`}>
      <Avatar cdn={cdn} publicId={publicId} version={version} name={person.name} size={size} localUrl={localUrl} />
    </span>
  );
}
