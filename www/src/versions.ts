import { createContext, useCallback, useContext, useState } from "react";

/** The versions of avatars that this page has learned, so that no cache can show the one before. */
export interface Versions {
  /** Version by public id. */
  known: Readonly<Record<string, string>>;
  learn: (publicId: string, version: string) => void;
}

/** Given by `App`. */
export const VersionsContext = createContext<Versions>({ known: {}, learn: () => undefined });

/** Remembers versions for as long as the page lives. */
export function useVersionStore(): Versions {
  const [known, setKnown] = useState<Record<string, string>>({});
  const learn = useCallback((publicId: string, version: string) => {
    setKnown((before) => ({ ...before, [publicId]: version }));
  }, []);
  return { known, learn };
}

/** What is known. */
export function useVersions(): Versions {
  return useContext(VersionsContext);
}
