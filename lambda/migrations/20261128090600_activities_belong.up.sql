-- An activity has an author; it stays where the one that it answered is gone.
ALTER TABLE public.activities
    ADD CONSTRAINT activities_user_uuid_fkey
        FOREIGN KEY (user_uuid) REFERENCES public.users (uuid) ON DELETE CASCADE,
    ADD CONSTRAINT activities_reply_to_activity_uuid_fkey
        FOREIGN KEY (reply_to_activity_uuid) REFERENCES public.activities (uuid) ON DELETE SET NULL;

-- The newest of everybody, the newest of one person, and the answers to one activity.
CREATE INDEX activities_newest_idx ON public.activities (created_at DESC, uuid DESC);
CREATE INDEX activities_of_user_idx ON public.activities (user_uuid, created_at DESC, uuid DESC);
CREATE INDEX activities_replies_idx ON public.activities (reply_to_activity_uuid)
    WHERE reply_to_activity_uuid IS NOT NULL;

-- Who came last, for suggestions.
CREATE INDEX users_newest_idx ON public.users (created_at DESC, uuid DESC);
