DROP TABLE public.avatars;
