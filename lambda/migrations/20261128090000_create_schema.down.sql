DROP TABLE public.schema_information;
DROP TABLE public.activities;
DROP TABLE public.users;
