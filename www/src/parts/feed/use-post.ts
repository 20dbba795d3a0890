import type { Activity, ProfilePage, TimeToLive } from "../../api/shapes";
import { useAttempt } from "../../data/use-attempt";
import { personKey, useData } from "../../data/use-resource";

/** Sending a post: whether it is under way, what went wrong, and what is shown anew once it is there. */
export function usePost() {
  const { api, cache } = useData();
  const { busy, problem, attempt, forget } = useAttempt();

  /** Whether it was taken. */
  const send = (message: string, ttl: TimeToLive): Promise<boolean> =>
    attempt(async () => {
      const activity = await api.post({ message, ttl });
      const first = (posts: Activity[]) => [activity, ...posts.filter(({ uuid }) => uuid !== activity.uuid)];
      cache.change<Activity[]>("home", first);
      cache.change<ProfilePage>(personKey(activity.handle), (page) => ({ ...page, activities: first(page.activities) }));
      cache.reloadAll();
    });

  return { sending: busy, problem, send, forget };
}
