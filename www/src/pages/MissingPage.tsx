import { State } from "../parts/State";
import { Link } from "../router/Link";
import { useArrival } from "../router/use-arrival";

/** An address that is none of ours. */
export function MissingPage() {
  useArrival("Not found");
  return (
    <Missing title="There is nothing here">The address may be mistyped, or what was here has moved.</Missing>
  );
}

/** A handle that nobody has. */
export function NobodyHere({ handle }: { handle: string }) {
  useArrival("Not found");
  return <Missing title={`Nobody is called @${handle}`}>They may have changed their handle, or never been here.</Missing>;
}

function Missing({ title, children }: { title: string; children: string }) {
  return (
    <section className="card page-whole">
      <State
        heading="h1"
        kind="not-found"
        title={title}
        action={
          <Link className="button" href="/">
            Go home
          </Link>
        }
      >
        {children}
      </State>
    </section>
  );
}
