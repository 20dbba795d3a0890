ALTER TABLE public.activities ALTER COLUMN reply_to_activity_uuid TYPE integer USING NULL;
