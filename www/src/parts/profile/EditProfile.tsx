import { type FormEvent, useEffect, useId, useRef } from "react";
import type { Profile } from "../../api/shapes";
import { ruleOf, sentenceOf } from "../../api/words";
import { useMe } from "../../me/me";
import { uploadSentence, useSay } from "../Toasts";
import { MyAvatar } from "../avatar/MyAvatar";
import { useDialog } from "../use-dialog";
import { CloseButton } from "../CloseButton";
import { useProfileForm } from "./use-profile-form";

interface EditProfileProps {
  profile: Profile;
  open: boolean;
  onClose: () => void;
}

/** The dialog in which one changes oneself: avatar, name, words about oneself. */
export function EditProfile({ profile, open, onClose }: EditProfileProps) {
  const dialog = useDialog(open);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="edit-title" data-testid="edit-dialog" onClose={onClose}>
      {open && <EditForm profile={profile} onClose={onClose} />}
    </dialog>
  );
}

function EditForm({ profile, onClose }: Omit<EditProfileProps, "open">) {
  const { fields, change, saving, save, brokenBy, problem } = useProfileForm(profile);
  const say = useSay();
  const form = useRef<HTMLFormElement>(null);
  const broken = brokenBy("display_name") ?? brokenBy("bio");
  useEffect(() => {
    if (broken) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [broken]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!saving && (await save())) {
      onClose();
      say({ text: "Your profile is saved." });
    }
  };

  return (
    <form ref={form} className="edit" onSubmit={(event) => void submit(event)} noValidate>
      <header>
        <h2 id="edit-title">Edit profile</h2>
        <CloseButton onClick={onClose} />
      </header>
      <EditAvatar />
      <Field
        label="Name"
        testId="edit-name"
        value={fields.display_name}
        rule={brokenBy("display_name")}
        onChange={(display_name) => change({ display_name })}
      />
      <Field label="About you" testId="edit-bio" long value={fields.bio} rule={brokenBy("bio")} onChange={(bio) => change({ bio })} />
      <div className="dialog-news" role="alert">
        {problem !== undefined && (
          <p className="notice notice-error" data-testid="edit-error">
            {sentenceOf(problem)}
          </p>
        )}
      </div>
      <footer>
        <button type="button" className="button" data-testid="edit-cancel" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" className="button button-primary" data-testid="edit-save" aria-busy={saving}>
          {saving ? "Saving…" : "Save"}
        </button>
      </footer>
    </form>
  );
}

function EditAvatar() {
  const me = useMe();
  return (
    <div className="edit-avatar">
      <MyAvatar size={60} decorative />
      <button type="button" className="button" data-testid="edit-avatar" onClick={me?.changeAvatar}>
        Change avatar
      </button>
      {/* what is said in passing is outside the dialog, where nobody hears it now */}
      <p className="muted" role="status">
        {me && uploadSentence(me.upload.state)}
      </p>
    </div>
  );
}

interface FieldProps {
  label: string;
  testId: string;
  value: string;
  /** The code of the rule that it breaks. */
  rule: string | undefined;
  long?: boolean;
  onChange: (value: string) => void;
}

function Field({ label, testId, value, rule, long = false, onChange }: FieldProps) {
  const id = useId();
  const Input = long ? "textarea" : "input";
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        data-testid={testId}
        dir="auto"
        value={value}
        aria-invalid={rule !== undefined}
        aria-describedby={`${id}-rule`}
        {...(long ? { rows: 4 } : { autoComplete: "name" })}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-rule`} className="field-rule" role="alert">
        {rule && ruleOf(rule)}
      </p>
    </div>
  );
}
