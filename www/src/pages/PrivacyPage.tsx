import { type Me, useMe } from "../me/me";
import { State } from "../parts/State";
import { AccessPanel } from "../parts/access/AccessPanel";
import { PicturePanel } from "../parts/avatar/PicturePanel";
import { TokenPanel } from "../parts/token/TokenPanel";
import { Link } from "../router/Link";
import { signInPath } from "../router/location";
import { useArrival } from "../router/use-arrival";
import type { Stack } from "../stack";

/** Who may see one's picture, what was taken out of it, and why a token is refused. */
export function PrivacyPage({ stack }: { stack: Stack }) {
  useArrival("Privacy");
  const me = useMe();
  return me ? <Private stack={stack} me={me} /> : <SignInFirst />;
}

function Private({ stack, me }: { stack: Stack; me: Me }) {
  const { session, saved, avatar } = me;
  const other = stack.users.find((user) => user.username !== session.username);
  return (
    <>
      <h1 className="page-title">Privacy</h1>
      <div className="page-main">
        {saved && <PicturePanel avatar={saved.avatar} pointer={saved.pointer} />}
        <TokenPanel stack={stack} session={session} />
      </div>
      <div className="page-side">
        <AccessPanel stack={stack} session={session} other={other} version={avatar?.version} />
      </div>
    </>
  );
}

function SignInFirst() {
  const action = (
    <Link className="button button-primary" href={signInPath("/privacy")}>
      Sign in
    </Link>
  );
  return (
    <section className="card page-whole">
      <State heading="h1" kind="empty" title="Sign in to see this" action={action}>
        Here you see who may see your picture, once it is known who you are.
      </State>
    </section>
  );
}
