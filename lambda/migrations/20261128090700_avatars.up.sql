-- The newest avatar of a person, as SNS tells of it. No foreign key: that may be before the person's first request.
-- An upload id is a UUIDv7, so of two the greater is the newer.
CREATE TABLE public.avatars (
    public_id text PRIMARY KEY CHECK (public_id ~ '^[a-z2-7]{26}$'),
    upload_id uuid NOT NULL,
    version text NOT NULL CHECK (version ~ '^[0-9a-f]{32}$'),
    -- base64 of at most 25 bytes
    thumbhash text NOT NULL CHECK (char_length(thumbhash) <= 36),
    moved_at timestamptz NOT NULL DEFAULT current_timestamp
);
