import { type Me, handleOf, nameOf, useMe } from "../me/me";
import { Link } from "../router/Link";
import { personPath, signInPath } from "../router/location";
import { Icon } from "./Icon";
import { Logo } from "./Logo";
import { MyAvatar } from "./avatar/MyAvatar";

/** The bar at the top; on phones the ways to the pages are at the bottom, where a thumb is. */
export function Navigation({ path }: { path: string }) {
  const me = useMe();
  return (
    <header className="navigation">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Link className="navigation-brand" href="/">
        <Logo size={34} />
        Roundel
      </Link>
      {me && <Pages me={me} path={path} />}
      <div className="navigation-me">{me ? <Mine me={me} /> : <SignInLink path={path} />}</div>
    </header>
  );
}

function Pages({ me, path }: { me: Me; path: string }) {
  const own = personPath(handleOf(me));
  const pages = [
    ["/", "Home", "home"],
    [own, "Profile", "person"],
    ["/privacy", "Privacy", "privacy"],
  ] as const;
  return (
    <nav aria-label="Main">
      {pages.map(([href, title, icon]) => (
        <Link key={title} href={href} data-testid={`nav-${title.toLowerCase()}`} aria-current={href === path ? "page" : undefined}>
          <Icon name={icon} />
          {title}
        </Link>
      ))}
    </nav>
  );
}

function Mine({ me }: { me: Me }) {
  return (
    <>
      <button type="button" className="button button-quiet" data-testid="sign-out" onClick={me.signOut}>
        Sign out
      </button>
      <Link className="navigation-self" href={personPath(handleOf(me))} aria-label={`${nameOf(me)}, your profile`}>
        <span className="navigation-name">@{handleOf(me)}</span>
        <MyAvatar size={40} decorative />
      </Link>
    </>
  );
}

function SignInLink({ path }: { path: string }) {
  return (
    <Link className="button button-primary" href={signInPath(path)} data-testid="nav-sign-in">
      Sign in
    </Link>
  );
}
