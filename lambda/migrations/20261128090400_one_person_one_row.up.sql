-- Who signs in, and under which name, is one row. Access tokens tell no address, so `email` may be missing.
ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL;

-- The original's sample data gives the same placeholder to all.
UPDATE public.users SET cognito_user_id = 'MOCK ' || uuid WHERE cognito_user_id = 'MOCK';
ALTER TABLE public.users ADD CONSTRAINT users_cognito_user_id_key UNIQUE (cognito_user_id);

-- Handles differ in more than case.
CREATE UNIQUE INDEX users_handle_key ON public.users (lower(handle));

-- `PublicId::from_sub` of crates/avatar: the first 130 bits of SHA-256 in base32, lower case. A test compares the two.
CREATE FUNCTION public.public_id_of(sub text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT string_agg(
            substr('abcdefghijklmnopqrstuvwxyz234567', substring(bits FROM i * 5 + 1 FOR 5)::bit(5)::integer + 1, 1),
            '' ORDER BY i)
        FROM generate_series(0, 25) AS i,
            (SELECT ('x' || encode(sha256(convert_to(sub, 'UTF8')), 'hex'))::bit(256) AS bits) AS digest
    );

-- Names the person's avatar; nobody can write another one's.
ALTER TABLE public.users
    ADD COLUMN public_id text NOT NULL GENERATED ALWAYS AS (public.public_id_of(cognito_user_id)) STORED,
    ADD CONSTRAINT users_public_id_key UNIQUE (public_id);
