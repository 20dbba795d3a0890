-- The last wall behind the API's own rules. Characters are code points: the API counts a message in graphemes, of which
-- each may have several. NOT VALID: what an adopted database holds already stays as it is, what is written is checked.
UPDATE public.users SET bio = '' WHERE bio IS NULL;
ALTER TABLE public.users
    ALTER COLUMN bio SET DEFAULT '',
    ALTER COLUMN bio SET NOT NULL,
    ADD CONSTRAINT users_display_name_check CHECK (display_name ~ '\S' AND char_length(display_name) <= 64) NOT VALID,
    ADD CONSTRAINT users_handle_check CHECK (handle ~ '^[A-Za-z0-9_.-]{1,50}$') NOT VALID,
    ADD CONSTRAINT users_bio_check CHECK (char_length(bio) <= 300) NOT VALID;

UPDATE public.activities
    SET replies_count = coalesce(replies_count, 0),
        reposts_count = coalesce(reposts_count, 0),
        likes_count = coalesce(likes_count, 0)
    WHERE replies_count IS NULL OR reposts_count IS NULL OR likes_count IS NULL;
ALTER TABLE public.activities
    ALTER COLUMN replies_count SET NOT NULL,
    ALTER COLUMN reposts_count SET NOT NULL,
    ALTER COLUMN likes_count SET NOT NULL,
    ADD CONSTRAINT activities_counts_check
        CHECK (replies_count >= 0 AND reposts_count >= 0 AND likes_count >= 0) NOT VALID,
    ADD CONSTRAINT activities_message_check CHECK (message ~ '\S' AND char_length(message) <= 2800) NOT VALID;
