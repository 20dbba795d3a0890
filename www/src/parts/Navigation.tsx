import { Logo } from "./Logo";
import { MyAvatar, useMe } from "./MyAvatar";

/** The bar at the top. */
export function Navigation({ onSignOut }: { onSignOut: () => void }) {
  const { person } = useMe();
  return (
    <header className="navigation">
      <a className="skip" href="#profile">
        Skip to your profile
      </a>
      <a className="navigation-brand" href="#profile">
        <Logo size={34} />
        Roundel
      </a>
      <nav aria-label="Main">
        <a href="#feed">Feed</a>
        <a href="#messages">Messages</a>
        <a href="#access">Privacy</a>
        <a href="#tokens">Tokens</a>
      </nav>
      <div className="navigation-me">
        <button type="button" className="button button-quiet" data-testid="sign-out" onClick={onSignOut}>
          Sign out
        </button>
        <span className="navigation-name">{person.handle}</span>
        <MyAvatar size={40} />
      </div>
    </header>
  );
}
