-- The numbers never named an activity.
ALTER TABLE public.activities ALTER COLUMN reply_to_activity_uuid TYPE uuid USING NULL;
