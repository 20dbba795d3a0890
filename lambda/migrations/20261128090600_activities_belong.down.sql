DROP INDEX public.users_newest_idx;
DROP INDEX public.activities_replies_idx;
DROP INDEX public.activities_of_user_idx;
DROP INDEX public.activities_newest_idx;
ALTER TABLE public.activities
    DROP CONSTRAINT activities_reply_to_activity_uuid_fkey,
    DROP CONSTRAINT activities_user_uuid_fkey;
