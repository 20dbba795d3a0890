import { useEffect, useState } from "react";
import { Home } from "./Home";
import { SignIn } from "./SignIn";
import { type Session, signIn } from "./session";
import { type Stack, loadStack } from "./stack";
import { VersionsContext, useVersionStore } from "./versions";

/** Settings, then signing in, then home. */
export function App() {
  const [stack, setStack] = useState<Stack>();
  const [session, setSession] = useState<Session>();
  const [problem, setProblem] = useState<string>();
  const versions = useVersionStore();

  const load = () => {
    setProblem(undefined);
    loadStack().then(setStack, (error: unknown) => setProblem(sentenceOf(error)));
  };
  useEffect(load, []);

  const enter = async (username: string) => {
    setProblem(undefined);
    try {
      setSession(await signIn(stack ?? (await loadStack()), username));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };

  return (
    <VersionsContext value={versions}>
      {stack && session ? (
        <Home key={session.publicId} stack={stack} session={session} onSignOut={() => setSession(undefined)} />
      ) : (
        <SignIn stack={stack} problem={problem} onSignIn={enter} onReload={load} />
      )}
    </VersionsContext>
  );
}

/** `fetch` rejects with a TypeError whose words are the browser's, not ours. */
function sentenceOf(error: unknown): string {
  return error instanceof Error && !(error instanceof TypeError)
    ? error.message
    : "The services cannot be reached. Check that they run, then try again.";
}
