import { Avatar } from "roundel/react";
import type { Author } from "../../api/shapes";
import { isMe, useMe } from "../../me/me";
import { MyAvatar, type ShownSize } from "./MyAvatar";

interface PersonAvatarProps {
  person: Author;
  size: ShownSize;
  /** The name stands beside it already. */
  decorative?: boolean;
  loading?: "eager" | "lazy";
}

/** Somebody's newest avatar, or their initials; one's own as it is right now. */
export function PersonAvatar({ person, size, decorative = false, loading = "eager" }: PersonAvatarProps) {
  const me = useMe();
  if (isMe(me, person.handle)) {
    return <MyAvatar size={size} decorative={decorative} />;
  }
  const { display_name, avatar } = person;
  return (
    <span className="person-avatar">
      <Avatar
        urls={avatar?.urls}
        thumbhash={avatar?.thumbhash}
        name={display_name}
        size={size}
        decorative={decorative}
        loading={loading}
      />
    </span>
  );
}
