import { useEffect, useRef, useState } from "react";
import type { Pointer } from "roundel";
import { type PreparedAvatar, type UploadState, useObjectUrl } from "roundel/react";
import type { PersonAvatar } from "../api/shapes";

/** What was saved last in this session. */
export interface Saved {
  avatar: PreparedAvatar;
  /** Absent until its sizes are there. */
  pointer: Pointer | undefined;
}

/** One's own avatar right now, as `Avatar` takes it. */
export interface OwnAvatar {
  cdn: string;
  publicId: string | undefined;
  version: string | undefined;
  thumbhash: string | undefined;
  localUrl: string | undefined;
}

/** From the moment a picture is stored, what is known about it; kept when the next change begins. */
export function useSaved(state: UploadState): Saved | undefined {
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
 * What was just saved comes before what the API tells, until the API tells the same: then another device of the same
 * person may change it.
 */
export function useOwnAvatar(cdn: string, publicId: string, saved: Saved | undefined, told: PersonAvatar | null | undefined): OwnAvatar {
  const newest = useUntilTold(saved, told?.version);
  const localUrl = useObjectUrl(newest && !newest.pointer ? newest.avatar.blob : undefined);
  const { version, thumbhash } = newest?.pointer ?? told ?? {};
  return { cdn, publicId: version && publicId, version, thumbhash, localUrl };
}

function useUntilTold(saved: Saved | undefined, told: string | undefined): Saved | undefined {
  const [over, setOver] = useState<Saved>();
  const toldBefore = useRef(told);
  useEffect(() => {
    toldBefore.current = told;
    // what was told when it was saved
  }, [saved?.avatar]);
  useEffect(() => {
    const isTold = saved?.pointer ? saved.pointer.version === told : told !== toldBefore.current;
    if (isTold) {
      setOver(saved);
    }
  }, [saved, told]);
  return saved === over ? undefined : saved;
}
