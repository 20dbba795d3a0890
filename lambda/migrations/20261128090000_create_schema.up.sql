-- The tables of the original, so that its databases can be adopted. What they lack comes by the migrations that follow.
CREATE TABLE public.users (
    uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    display_name text NOT NULL,
    handle text NOT NULL,
    email text NOT NULL,
    cognito_user_id text NOT NULL,
    created_at timestamp NOT NULL DEFAULT current_timestamp
);

CREATE TABLE public.activities (
    uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_uuid uuid NOT NULL,
    message text NOT NULL,
    replies_count integer DEFAULT 0,
    reposts_count integer DEFAULT 0,
    likes_count integer DEFAULT 0,
    reply_to_activity_uuid integer,
    expires_at timestamp,
    created_at timestamp NOT NULL DEFAULT current_timestamp
);

-- What the original's scripts read before they migrate. The runner keeps it truthful for them.
CREATE TABLE public.schema_information (
    id integer UNIQUE,
    last_successful_run text
);
INSERT INTO public.schema_information (id, last_successful_run) VALUES (1, '0');
