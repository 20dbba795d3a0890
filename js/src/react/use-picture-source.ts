import { useEffect, useState } from "react";
import { useLatest } from "./use-latest.js";

/** How a picture gets into the page besides the file dialog. */
export interface PictureSourceOptions {
  onPicture: (file: File) => void;
  /** While true nothing is taken. */
  disabled?: boolean;
}

/**
 * Takes pictures that are dropped anywhere on the page or pasted from the clipboard.
 *
 * @returns whether a file is being dragged over the page.
 */
export function usePictureSource({ onPicture, disabled = false }: PictureSourceOptions): { dragging: boolean } {
  const [dragging, setDragging] = useState(false);

  const options = useLatest({ onPicture, disabled });

  useEffect(() => {
    const take = (event: Event, data: DataTransfer | null) => {
      const file = fileOf(data);
      if (file && !options.current.disabled) {
        event.preventDefault();
        options.current.onPicture(file);
      }
    };
    const paste = (event: ClipboardEvent) => take(event, event.clipboardData);
    const over = (event: DragEvent) => {
      // without this the browser would leave the page to open the file
      if (hasFile(event)) {
        event.preventDefault();
        setDragging(true);
      }
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setDragging(false);
    const drop = (event: DragEvent) => {
      setDragging(false);
      if (hasFile(event)) {
        event.preventDefault();
        take(event, event.dataTransfer);
      }
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener("paste", paste, { signal });
    window.addEventListener("dragover", over, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("drop", drop, { signal });
    return () => stop.abort();
  }, [options]);

  return { dragging: dragging && !disabled };
}

/** The first picture, or else the first file: what it is not is said by the error that follows. */
function fileOf(data: DataTransfer | null): File | undefined {
  const files = [...(data?.files ?? [])];
  return files.find((file) => file.type.startsWith("image/")) ?? files[0];
}

function hasFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
