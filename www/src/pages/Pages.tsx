import { Trouble } from "../me/Trouble";
import { useMe } from "../me/me";
import { Navigation } from "../parts/Navigation";
import { type Route, routeOf } from "../router/location";
import { useFocusOnArrival } from "../router/use-arrival";
import type { Stack } from "../stack";
import { HomePage } from "./HomePage";
import { MissingPage } from "./MissingPage";
import { PersonPage } from "./PersonPage";
import { PrivacyPage } from "./PrivacyPage";

/** The bar, and the page of this address below it. */
export function Pages({ stack, path }: { stack: Stack; path: string }) {
  const main = useFocusOnArrival(path, useMe() !== undefined);
  return (
    <>
      <Navigation path={path} />
      <Trouble />
      <main className="page" id="main" ref={main} tabIndex={-1}>
        <Page route={routeOf(path)} stack={stack} />
      </main>
    </>
  );
}

function Page({ route, stack }: { route: Route; stack: Stack }) {
  switch (route.page) {
    case "home":
      return <HomePage />;
    case "person":
      return <PersonPage key={route.handle} handle={route.handle} />;
    case "privacy":
      return <PrivacyPage stack={stack} />;
    case "missing":
      return <MissingPage />;
  }
}
