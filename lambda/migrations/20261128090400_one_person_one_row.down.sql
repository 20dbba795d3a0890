ALTER TABLE public.users DROP COLUMN public_id;
DROP FUNCTION public.public_id_of(text);
DROP INDEX public.users_handle_key;
ALTER TABLE public.users DROP CONSTRAINT users_cognito_user_id_key;
UPDATE public.users SET cognito_user_id = 'MOCK' WHERE cognito_user_id = 'MOCK ' || uuid;
UPDATE public.users SET email = '' WHERE email IS NULL;
ALTER TABLE public.users ALTER COLUMN email SET NOT NULL;
