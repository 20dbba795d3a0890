ALTER TABLE public.activities
    ALTER COLUMN created_at TYPE timestamp USING created_at AT TIME ZONE 'UTC',
    ALTER COLUMN expires_at TYPE timestamp USING expires_at AT TIME ZONE 'UTC';
ALTER TABLE public.users
    ALTER COLUMN created_at TYPE timestamp USING created_at AT TIME ZONE 'UTC';
