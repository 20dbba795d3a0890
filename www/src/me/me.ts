import { createContext, useContext } from "react";
import type { AvatarUpload } from "roundel/react";
import type { Profile } from "../api/shapes";
import type { Session } from "../session";
import type { OwnAvatar, Saved } from "./use-own-avatar";

/** Who is signed in, and what they can do anywhere on the page. */
export interface Me {
  session: Session;
  /** Absent until the API has told it. */
  profile: Profile | undefined;
  /** Absent until the API has told it, or could not. */
  avatar: OwnAvatar | undefined;
  upload: AvatarUpload;
  saved: Saved | undefined;
  changeAvatar: () => void;
  editProfile: () => void;
  signOut: () => void;
}

/** Given by `SignedIn`; absent where nobody is signed in. */
export const MeContext = createContext<Me | undefined>(undefined);

/** The person who is signed in, if anybody is. */
export function useMe(): Me | undefined {
  return useContext(MeContext);
}

/** Whether this is oneself. Before the API has told who that is, nobody is. */
export function isMe(me: Me | undefined, handle: string): me is Me {
  return me?.profile?.handle.toLowerCase() === handle.toLowerCase();
}

/** The name to show for oneself, also before the API has told it. */
export function nameOf({ profile, session }: Me): string {
  return profile?.display_name ?? session.username;
}

/** One's own handle, also before the API has told it. */
export function handleOf({ profile, session }: Me): string {
  return profile?.handle ?? session.username;
}
