import { useEffect, useState } from "react";
import { publicIdOf } from "roundel";
import { Avatar } from "roundel/react";
import { personOf } from "../people";
import type { User } from "../stack";
import { useVersions } from "../versions";

interface PersonAvatarProps {
  cdn: string;
  user: User;
  size: number;
  /** The name stands beside it already. */
  decorative?: boolean;
}

/** Somebody else's newest avatar, or initials where the stack does not tell who they are to the CDN. */
export function PersonAvatar({ cdn, user, size, decorative = false }: PersonAvatarProps) {
  const publicId = usePublicId(user.sub);
  const version = useVersions().known[publicId ?? ""];
  return (
    <span className="person-avatar" aria-hidden={decorative}>
      <Avatar cdn={cdn} publicId={publicId} name={personOf(user.username).name} size={size} version={version} />
    </span>
  );
}

function usePublicId(sub: string | undefined): string | undefined {
  const [publicId, setPublicId] = useState<string>();
  useEffect(() => {
    if (sub !== undefined) {
      publicIdOf(sub).then(setPublicId, () => undefined);
    }
  }, [sub]);
  return publicId;
}
