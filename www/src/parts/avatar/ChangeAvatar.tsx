import { AvatarCropper, AvatarFilters, type AvatarUpload, usePictureSource } from "roundel/react";
import { CloseButton } from "../CloseButton";
import { Picker } from "./Picker";
import { Problem } from "./Problem";
import { Working } from "./Working";
import { useDialog } from "../use-dialog";
import { type Changing, useClosing, useCrop, useOpening } from "./use-change";
import { useFilterChoice } from "./use-filter-choice";

interface ChangeAvatarProps {
  upload: AvatarUpload;
  /** Open while there. */
  changing: Changing | undefined;
  onOpen: (file: File) => void;
  onClose: () => void;
  onSignOut: () => void;
}

/** The dialog: choose ▸ crop ▸ save. It closes as soon as the picture is stored. */
export function ChangeAvatar({ upload, changing, onOpen, onClose, onSignOut }: ChangeAvatarProps) {
  const { state, picture } = upload;
  const dialog = useDialog(changing !== undefined);
  const [crop, setCrop] = useCrop(picture);
  const filters = useFilterChoice(upload, crop);
  const saving = state.phase === "preparing" || state.phase === "uploading";
  const stored = state.phase === "processing" || state.phase === "done";
  const { dragging } = usePictureSource({
    onPicture: (file) => (changing ? upload.choose(file) : onOpen(file)),
    disabled: saving,
  });
  useOpening(changing, upload);
  useClosing(stored, onClose);

  const close = () => {
    if (!stored) {
      upload.reset();
    }
    onClose();
  };

  return (
    <>
      {dragging && !changing && <div className="drop-anywhere">Let go to make it your avatar</div>}
      <dialog ref={dialog} className="dialog" aria-labelledby="dialog-title" onClose={close}>
        <header>
          <h2 id="dialog-title">{picture ? "Fit it into the circle" : "Change your avatar"}</h2>
          <CloseButton onClick={close} />
        </header>
        {picture && crop ? (
          <>
            <AvatarCropper
              preview={filters.filters.preview ?? picture.preview}
              view={crop}
              onChange={setCrop}
              disabled={saving}
              autoFocus
            />
            <AvatarFilters {...filters} disabled={saving} />
          </>
        ) : (
          <Picker busy={state.phase === "reading"} dragging={dragging} onPicture={upload.choose} />
        )}
        <div className="dialog-news">
          <Problem upload={upload} onSignOut={onSignOut} />
          <Working state={state} />
        </div>
        <footer>
          <button type="button" className="button" data-testid="cancel" onClick={saving ? upload.cancel : close}>
            Cancel
          </button>
          {picture && crop && (
            <>
              <button type="button" className="button" disabled={saving} onClick={upload.reset}>
                Other photo
              </button>
              <button
                type="button"
                className="button button-primary"
                data-testid="save"
                disabled={saving}
                onClick={() => upload.save(crop, filters.value)}
              >
                Save
              </button>
            </>
          )}
        </footer>
      </dialog>
    </>
  );
}
