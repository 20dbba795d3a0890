import { listOf, readActivity, readProfile, readProfileFields, readProfilePage, readShortUser } from "./read";
import { type Call, request } from "./request";
import type { Activity, Profile, ProfileFields, ProfilePage, ShortUser, TimeToLive } from "./shapes";

/** What the page asks the API for. */
export interface Api {
  /** The newest posts of everybody. */
  home(signal?: AbortSignal): Promise<Activity[]>;
  /** Somebody's page; `unknown_handle` or another 404 where there is nobody. */
  person(handle: string, signal?: AbortSignal): Promise<ProfilePage>;
  /** Somebody in a few words. */
  short(handle: string, signal?: AbortSignal): Promise<ShortUser>;
  /** Oneself. */
  me(signal?: AbortSignal): Promise<Profile>;
  /** Others. */
  suggestions(signal?: AbortSignal): Promise<ShortUser[]>;
  /** What was taken: white space around it is gone. */
  updateProfile(change: ProfileFields): Promise<ProfileFields>;
  post(post: { message: string; ttl: TimeToLive }): Promise<Activity>;
}

/** The API at `base`, asked by whoever holds the token, or by nobody in particular. */
export function createApi(base: string, token: string | undefined): Api {
  const ask = <T>(call: Call<T>) => request(base, token, call);
  return {
    home: (signal) => ask({ path: "/api/activities/home", read: listOf(readActivity), signal }),
    person: (handle, signal) =>
      ask({ path: `/api/activities/@${encodeURIComponent(handle)}`, read: readProfilePage, signal }),
    short: (handle, signal) => ask({ path: `/api/users/@${encodeURIComponent(handle)}/short`, read: readShortUser, signal }),
    me: (signal) => ask({ path: "/api/profile", read: readProfile, signal }),
    suggestions: (signal) => ask({ path: "/api/users/suggestions", read: listOf(readShortUser), signal }),
    updateProfile: (body) => ask({ method: "PUT", path: "/api/profile/update", body, read: readProfileFields }),
    post: (body) => ask({ method: "POST", path: "/api/activities", body, read: readActivity }),
  };
}
