import { Avatar } from "roundel/react";
import { type Me, nameOf, useMe } from "../../me/me";
import { Disc } from "../Skeleton";

/** Sides of avatars on these pages, in CSS pixels. */
export type ShownSize = 132 | 60 | 50 | 40 | 36;

interface MyAvatarProps {
  size: ShownSize;
  decorative?: boolean;
}

/** One's own avatar: what was just saved comes first. */
export function MyAvatar(props: MyAvatarProps) {
  const me = useMe();
  return me ? <Mine me={me} {...props} /> : null;
}

function Mine({ me, size, decorative = false }: MyAvatarProps & { me: Me }) {
  return (
    <span className="person-avatar" data-testid={`avatar-${size}`}>
      {me.avatar ? <Avatar {...me.avatar} name={nameOf(me)} size={size} decorative={decorative} /> : <Disc size={size} />}
    </span>
  );
}
