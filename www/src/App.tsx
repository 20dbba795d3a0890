import { useEffect, useMemo, useState } from "react";
import { DataContext, createData } from "./data/use-resource";
import { useFreshness } from "./data/use-freshness";
import { SignedIn } from "./me/SignedIn";
import { Pages } from "./pages/Pages";
import { WelcomePage } from "./pages/WelcomePage";
import { Loading } from "./parts/Loading";
import { Offline } from "./parts/Offline";
import { Toasts } from "./parts/Toasts";
import { afterSignIn, navigate, usePath } from "./router/location";
import { type Session, signIn } from "./session";
import { type Stack, loadStack } from "./stack";

/** Where the services are, then everything else. */
export function App() {
  const [stack, setStack] = useState<Stack>();
  const [problem, setProblem] = useState<string>();
  const load = () => {
    setProblem(undefined);
    loadStack().then(setStack, (error: unknown) => setProblem(sentenceOf(error)));
  };
  useEffect(load, []);
  return stack ? <Place stack={stack} /> : <Loading problem={problem} onRetry={load} />;
}

/** The pages, for whoever is signed in or for nobody in particular. */
function Place({ stack }: { stack: Stack }) {
  const path = usePath();
  const [session, setSession] = useState<Session>();
  const [problem, setProblem] = useState<string>();
  const data = useMemo(() => createData(stack.api, session?.token), [stack, session]);
  useFreshness(data.cache);

  const enter = async (username: string) => {
    setProblem(undefined);
    try {
      const session = await signIn(stack, username);
      navigate(afterSignIn(location.search));
      setSession(session);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };

  return (
    <DataContext value={data}>
      <Toasts key={session?.publicId}>
        <Offline />
        {session ? (
          <SignedIn stack={stack} session={session} onSignOut={() => setSession(undefined)}>
            <Pages stack={stack} path={path} />
          </SignedIn>
        ) : path === "/" ? (
          <WelcomePage users={stack.users} problem={problem} onSignIn={enter} />
        ) : (
          <Pages stack={stack} path={path} />
        )}
      </Toasts>
    </DataContext>
  );
}

/** `fetch` rejects with a TypeError whose words are the browser's, not ours. */
function sentenceOf(error: unknown): string {
  return error instanceof Error && !(error instanceof TypeError)
    ? error.message
    : "The services cannot be reached. Check that they run, then try again.";
}
