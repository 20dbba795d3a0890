import type { ProfilePage } from "../api/shapes";
import { type Resource, usePerson } from "../data/use-resource";
import { type Me, isMe, useMe } from "../me/me";
import { Messages } from "../parts/Messages";
import { ProfileSkeleton } from "../parts/Skeleton";
import { Failed, State } from "../parts/State";
import { Suggestions } from "../parts/Suggestions";
import { PicturePanel } from "../parts/avatar/PicturePanel";
import { Composer } from "../parts/feed/Composer";
import { Feed } from "../parts/feed/Feed";
import { ProfileCard } from "../parts/profile/ProfileCard";
import { useArrival } from "../router/use-arrival";
import { NobodyHere } from "./MissingPage";

/** Somebody's page; one's own can be changed. */
export function PersonPage({ handle }: { handle: string }) {
  const me = useMe();
  const told = usePerson(handle);
  // until it is known who one is, it is not known whether this is one's own page
  const person = me && !me.avatar ? { ...told, value: undefined, error: undefined } : told;
  const profile = person.value?.profile;
  useArrival(profile ? `${profile.display_name} (@${profile.handle})` : `@${handle}`);
  if (person.error?.status === 404 && !profile) {
    return <NobodyHere handle={handle} />;
  }
  const own = isMe(me, handle) ? me : undefined;
  return (
    <>
      <div className="page-main">
        {!profile && <h1 className="unseen">@{handle}</h1>}
        <Head person={person} own={own} />
        {person.value && <Posts person={person} own={own} />}
      </div>
      <div className="page-side">
        {own && <Messages />}
        <Suggestions />
      </div>
    </>
  );
}

interface PartProps {
  person: Resource<ProfilePage>;
  own: Me | undefined;
}

function Head({ person: { value, error, reload }, own }: PartProps) {
  if (value) {
    return <ProfileCard profile={value.profile} own={own !== undefined} />;
  }
  return error ? (
    <section className="card">
      <Failed heading="h2" what="This profile" error={error} onRetry={reload} />
    </section>
  ) : (
    <ProfileSkeleton />
  );
}

function Posts({ person, own }: PartProps) {
  const { value, ...rest } = person;
  return (
    <>
      {own?.saved && <PicturePanel avatar={own.saved.avatar} pointer={own.saved.pointer} />}
      {own && <Composer />}
      <Feed
        title="Posts"
        posts={{ ...rest, value: value?.activities }}
        empty={
          <State kind="empty" title="No posts right now">
            {own ? "What you write stays here for as long as you want." : "What was written here has had its time."}
          </State>
        }
      />
    </>
  );
}
