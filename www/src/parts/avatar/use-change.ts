import { useEffect, useState } from "react";
import { type CropView, openCrop } from "roundel";
import type { AvatarUpload, OpenPicture } from "roundel/react";

/** An opening of the dialog, with a file when one was dropped or pasted on the page. */
export interface Changing {
  file: File | undefined;
}

/** The crop of a picture; a new picture starts with a new one. */
export function useCrop(picture: OpenPicture | undefined) {
  const [crop, setCrop] = useState<CropView>();
  useEffect(() => {
    setCrop(picture && openCrop(picture.probe.width, picture.probe.height));
  }, [picture]);
  return [crop, setCrop] as const;
}

/** An opening starts with the file that was dropped or pasted, or gets ready for one to be chosen. */
export function useOpening(changing: Changing | undefined, upload: AvatarUpload): void {
  useEffect(() => {
    if (changing?.file) {
      upload.choose(changing.file);
    } else if (changing) {
      upload.warmUp();
    }
    // only the opening itself counts
  }, [changing]);
}

/** Closes once the picture is stored. */
export function useClosing(stored: boolean, onClose: () => void): void {
  useEffect(() => {
    if (stored) {
      onClose();
    }
  }, [stored]);
}
