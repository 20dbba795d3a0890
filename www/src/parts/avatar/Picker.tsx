import { useId } from "react";

interface PickerProps {
  /** A chosen picture is being opened. */
  busy: boolean;
  /** A file is being dragged over the page. */
  dragging: boolean;
  onPicture: (file: File) => void;
}

/** Choose, drop or paste. Dropping works on the whole page; this is where it says so. */
export function Picker({ busy, dragging, onPicture }: PickerProps) {
  const hint = useId();
  return (
    <div className={dragging ? "picker picker-over" : "picker"} data-testid="drop-area" aria-busy={busy}>
      <svg className="picker-rings" viewBox="0 0 160 160" aria-hidden="true">
        <circle cx="80" cy="80" r="76" />
        <circle cx="80" cy="80" r="58" />
        <circle cx="80" cy="68" r="17" className="picker-head" />
        <path d="M48 118a32 25 0 0 1 64 0z" className="picker-head" />
      </svg>
      <label className="button button-primary picker-button">
        Choose a photo
        <input
          type="file"
          accept="image/*"
          data-testid="file-input"
          aria-describedby={hint}
          disabled={busy}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // choosing the same file again must count as a choice
            event.currentTarget.value = "";
            // closing the file dialog without a choice leaves no file
            if (file) {
              onPicture(file);
            }
          }}
        />
      </label>
      <p id={hint} className="muted">
        {dragging ? "Let go to open it." : "Or drop one anywhere on this page, or paste it."}
      </p>
    </div>
  );
}
