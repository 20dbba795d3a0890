import { useState } from "react";
import type { Activity, ProfilePage, TimeToLive } from "../../api/shapes";
import { personKey, useData } from "../../data/use-resource";

/** Sending a post: whether it is under way, what went wrong, and what is shown anew once it is there. */
export function usePost() {
  const { api, cache } = useData();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>();

  /** Whether it was taken. */
  const send = async (message: string, ttl: TimeToLive): Promise<boolean> => {
    setSending(true);
    setProblem(undefined);
    try {
      const activity = await api.post({ message, ttl });
      const first = (posts: Activity[]) => [activity, ...posts.filter(({ uuid }) => uuid !== activity.uuid)];
      cache.change<Activity[]>("home", first);
      cache.change<ProfilePage>(personKey(activity.handle), (page) => ({ ...page, activities: first(page.activities) }));
      cache.reloadAll();
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    } finally {
      setSending(false);
    }
  };

  return { sending, problem, send, forget: () => setProblem(undefined) };
}
