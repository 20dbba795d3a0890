import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import { type Api, createApi } from "../api/client";
import { Cache, type Load, type Snapshot } from "./cache";

/** Where the page's data comes from. A new one for each session: nobody sees what was asked for by another. */
export interface Data {
  api: Api;
  cache: Cache;
}

/** Given by `App`. */
export const DataContext = createContext<Data | undefined>(undefined);

/** The data of this session. */
export function createData(base: string, token: string | undefined): Data {
  return { api: createApi(base, token), cache: new Cache() };
}

/** Where the page's data comes from. */
export function useData(): Data {
  const data = useContext(DataContext);
  if (!data) {
    throw new Error("useData is for what App shows");
  }
  return data;
}

/** Something that the API tells, and a way to ask again. */
export interface Resource<T> extends Snapshot<T> {
  reload: () => void;
}

export const useHome = () => useResource("home", (api, signal) => api.home(signal));
export const useMyself = () => useResource("me", (api, signal) => api.me(signal));
export const useSuggestions = () => useResource("suggestions", (api, signal) => api.suggestions(signal));
export const useShortUser = (handle: string) =>
  useResource(`${personKey(handle)}/short`, (api, signal) => api.short(handle, signal));
export const usePerson = (handle: string) =>
  useResource(personKey(handle), (api, signal) => api.person(handle, signal));

/** Handles differ in more than case. */
export const personKey = (handle: string) => `@${handle.toLowerCase()}`;

function useResource<T>(key: string, load: (api: Api, signal: AbortSignal) => Promise<T>): Resource<T> {
  const { api, cache } = useData();
  const ask: Load<T> = useCallback((signal) => load(api, signal), [api, key]);
  const watch = useCallback((changed: () => void) => cache.watch(key, ask, changed), [cache, key, ask]);
  const snapshot = useSyncExternalStore(watch, () => cache.read<T>(key));
  const reload = useCallback(() => void cache.reload(key), [cache, key]);
  return { ...snapshot, reload };
}
