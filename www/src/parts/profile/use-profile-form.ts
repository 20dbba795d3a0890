import { useState } from "react";
import { Invalid } from "../../api/request";
import type { Profile, ProfileFields, ProfilePage } from "../../api/shapes";
import { useAttempt } from "../../data/use-attempt";
import { personKey, useData } from "../../data/use-resource";

/** Changing one's profile: what is written, whether it is being saved, and what went wrong. */
export function useProfileForm({ display_name, bio, handle }: Profile) {
  const { api, cache } = useData();
  const [fields, setFields] = useState<ProfileFields>({ display_name, bio });
  const { busy: saving, problem, attempt, forget } = useAttempt();

  /** Whether it was taken. Whatever shows the person is shown anew. */
  const save = (): Promise<boolean> =>
    attempt(async () => {
      const { display_name, bio } = await api.updateProfile(fields);
      const renewed = (profile: Profile): Profile => ({ ...profile, display_name, bio });
      cache.change<Profile>("me", renewed);
      cache.change<ProfilePage>(personKey(handle), (page) => ({ ...page, profile: renewed(page.profile) }));
      cache.reloadAll();
    });

  const change = (changed: Partial<ProfileFields>) => {
    setFields((before) => ({ ...before, ...changed }));
    forget();
  };
  const codes = problem instanceof Invalid ? problem.codes : [];
  return {
    fields,
    change,
    saving,
    save,
    /** The rule that a field breaks. */
    brokenBy: (field: keyof ProfileFields) => codes.find((code) => code.startsWith(field)),
    /** What is wrong and belongs to no field. */
    problem: codes.some((code) => /^(display_name|bio)/.test(code)) ? undefined : problem,
  };
}
