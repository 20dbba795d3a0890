ALTER TABLE public.activities
    DROP CONSTRAINT activities_message_check,
    DROP CONSTRAINT activities_counts_check,
    ALTER COLUMN likes_count DROP NOT NULL,
    ALTER COLUMN reposts_count DROP NOT NULL,
    ALTER COLUMN replies_count DROP NOT NULL;
ALTER TABLE public.users
    DROP CONSTRAINT users_bio_check,
    DROP CONSTRAINT users_handle_check,
    DROP CONSTRAINT users_display_name_check,
    ALTER COLUMN bio DROP NOT NULL,
    ALTER COLUMN bio DROP DEFAULT;
