DO $$
BEGIN
    IF EXISTS (SELECT FROM public.users) OR EXISTS (SELECT FROM public.activities) THEN
        RAISE EXCEPTION 'users or activities are not empty: delete what they hold first, if it is to be lost';
    END IF;
END
$$;
DROP TABLE public.schema_information;
DROP TABLE public.activities;
DROP TABLE public.users;
