import type { Profile } from "../../api/shapes";
import { useMe } from "../../me/me";
import { Icon } from "../Icon";
import { PersonAvatar } from "../avatar/PersonAvatar";
import { Cover } from "./Cover";

interface ProfileCardProps {
  profile: Profile;
  /** It is one's own: it can be changed. */
  own: boolean;
}

/** Who somebody is: cover, avatar, name, words about themselves, counts. */
export function ProfileCard({ profile, own }: ProfileCardProps) {
  const { display_name, handle, bio, cruds_count } = profile;
  return (
    <section className="card profile" id="profile" aria-labelledby="profile-name">
      <Cover handle={handle} />
      <div className="profile-body">
        <div className="profile-avatar">
          <PersonAvatar person={profile} size={132} />
          {own && <ChangeAvatarButton />}
        </div>
        {own && <EditButton />}
        <h1 id="profile-name" data-testid="profile-name">
          {display_name}
        </h1>
        <p className="muted" data-testid="profile-handle">
          @{handle}
        </p>
        {bio && (
          <p className="profile-bio" dir="auto" data-testid="profile-bio">
            {bio}
          </p>
        )}
        <p className="profile-counts">
          <span data-testid="profile-count">
            <b>{cruds_count.toLocaleString()}</b> {cruds_count === 1 ? "post" : "posts"}
          </span>
        </p>
      </div>
    </section>
  );
}

function ChangeAvatarButton() {
  const me = useMe();
  return (
    <button type="button" className="profile-camera" data-testid="change-avatar" aria-label="Change avatar" onClick={me?.changeAvatar}>
      <Icon name="camera" />
    </button>
  );
}

function EditButton() {
  const me = useMe();
  return (
    <button type="button" className="button" data-testid="edit-profile" onClick={me?.editProfile}>
      Edit profile
    </button>
  );
}
