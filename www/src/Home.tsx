import { useEffect, useState } from "react";
import { type Pointer, fetchPointer } from "roundel";
import { type PreparedAvatar, type UploadState, useAvatarUpload, useObjectUrl } from "roundel/react";
import { AccessPanel } from "./parts/AccessPanel";
import { ChangeAvatar } from "./parts/ChangeAvatar";
import { Feed } from "./parts/Feed";
import { Messages } from "./parts/Messages";
import { type Me, MeContext } from "./parts/MyAvatar";
import { Navigation } from "./parts/Navigation";
import { PicturePanel } from "./parts/PicturePanel";
import { Profile } from "./parts/Profile";
import { Status } from "./parts/Status";
import { Suggestions } from "./parts/Suggestions";
import { TokenPanel } from "./parts/token/TokenPanel";
import type { Changing } from "./parts/use-dialog";
import { personOf } from "./people";
import type { Session } from "./session";
import type { Stack } from "./stack";
import { useVersions } from "./versions";

interface HomeProps {
  stack: Stack;
  session: Session;
  onSignOut: () => void;
}

/** What was saved last in this session. */
interface Saved {
  avatar: PreparedAvatar;
  pointer: Pointer | undefined;
}

/** The page of somebody who is signed in: their picture in every place that shows it. */
export function Home({ stack, session, onSignOut }: HomeProps) {
  const [changing, setChanging] = useState<Changing>();
  const upload = useAvatarUpload({ api: stack.api, cdn: stack.cdn, token: session.token });
  const saved = useSaved(upload.state);
  const { asked, version } = useNewestVersion(stack.cdn, session.publicId, saved?.pointer);
  const localUrl = useObjectUrl(saved && !saved.pointer ? saved.avatar.blob : undefined);
  const others = stack.users.filter((user) => user.username !== session.username);
  const me: Me = {
    cdn: stack.cdn,
    publicId: asked ? session.publicId : undefined,
    version,
    localUrl,
    person: personOf(session.username),
  };

  return (
    <MeContext value={me}>
      <Navigation onSignOut={onSignOut} />
      <main className="home">
        <div className="home-main">
          <Profile onChange={() => setChanging({ file: undefined })} />
          <Status state={upload.state} />
          {saved && <PicturePanel avatar={saved.avatar} pointer={saved.pointer} />}
          <Feed cdn={stack.cdn} others={others} />
          <TokenPanel stack={stack} session={session} />
        </div>
        <div className="home-side">
          <Messages cdn={stack.cdn} others={others} />
          <Suggestions cdn={stack.cdn} others={others} />
          {asked && <AccessPanel stack={stack} session={session} other={others[0]} version={version} />}
        </div>
      </main>
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

/** From the moment a picture is stored, what is known about it; kept when the next change begins. */
function useSaved(state: UploadState): Saved | undefined {
  const [saved, setSaved] = useState<Saved>();
  useEffect(() => {
    if (state.phase === "processing") {
      setSaved({ avatar: state.avatar, pointer: undefined });
    } else if (state.phase === "done") {
      setSaved({ avatar: state.avatar, pointer: state.pointer });
    }
  }, [state]);
  return saved;
}

/**
 * The newest version: asked for at sign-in, then from what was saved. Without a pointer there is none, and the page
 * shows what is newest by its short-lived name.
 */
function useNewestVersion(cdn: string, publicId: string, saved: Pointer | undefined) {
  const { known, learn } = useVersions();
  const [asked, setAsked] = useState(false);

  useEffect(() => {
    const stop = new AbortController();
    fetchPointer(cdn, publicId, stop.signal)
      .then((pointer) => pointer && learn(publicId, pointer.version), () => undefined)
      .finally(() => setAsked(true));
    return () => stop.abort();
  }, [cdn, publicId, learn]);

  useEffect(() => {
    if (saved) {
      learn(publicId, saved.version);
    }
  }, [publicId, saved, learn]);

  return { asked, version: known[publicId] };
}
