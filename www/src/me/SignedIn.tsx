import { type ReactNode, useEffect, useState } from "react";
import { useAvatarUpload } from "roundel/react";
import { useData, useMyself } from "../data/use-resource";
import { ChangeAvatar } from "../parts/avatar/ChangeAvatar";
import type { Changing } from "../parts/avatar/use-change";
import { EditProfile } from "../parts/profile/EditProfile";
import { sayUpload, useSay } from "../parts/Toasts";
import type { Session } from "../session";
import type { Stack } from "../stack";
import { type Me, MeContext } from "./me";
import { useOwnAvatar, useSaved } from "./use-own-avatar";

interface SignedInProps {
  stack: Stack;
  session: Session;
  onSignOut: () => void;
  children: ReactNode;
}

/** Everything for somebody who is signed in. A change of avatar goes on while they look at other pages. */
export function SignedIn({ stack, session, onSignOut, children }: SignedInProps) {
  const { value: profile, error } = useMyself();
  const { cache } = useData();
  const say = useSay();
  const upload = useAvatarUpload({ api: stack.api, cdn: stack.cdn, token: session.token });
  const saved = useSaved(upload.state);
  const avatar = useOwnAvatar(stack.cdn, session.publicId, saved, profile?.avatar);
  const [changing, setChanging] = useState<Changing>();
  const [editing, setEditing] = useState(false);

  useEffect(() => sayUpload(say, upload.state), [say, upload.state]);
  useEffect(() => {
    if (upload.state.phase === "done") {
      cache.reloadAll();
    }
  }, [cache, upload.state.phase]);

  const me: Me = {
    session,
    profile,
    avatar: profile || error || saved ? avatar : undefined,
    upload,
    saved,
    changeAvatar: () => setChanging({ file: undefined }),
    editProfile: () => setEditing(true),
    signOut: onSignOut,
  };
  return (
    <MeContext value={me}>
      {children}
      {profile && <EditProfile profile={profile} open={editing} onClose={() => setEditing(false)} />}
      <ChangeAvatar
        upload={upload}
        changing={changing}
        onOpen={(file) => setChanging({ file })}
        onClose={() => setChanging(undefined)}
        onSignOut={onSignOut}
      />
    </MeContext>
  );
}
