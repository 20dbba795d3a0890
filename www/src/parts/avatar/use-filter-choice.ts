import { useEffect, useState } from "react";
import type { CropView, FilterName } from "roundel";
import { type AvatarUpload, useFilters } from "roundel/react";

/** The filter of a picture; a new picture starts without one and with its row closed. */
export function useFilterChoice(upload: AvatarUpload, crop: CropView | undefined) {
  const { picture, tools } = upload;
  const [value, onChange] = useState<FilterName>();
  const [open, onOpenChange] = useState(false);
  useEffect(() => {
    onChange(undefined);
    onOpenChange(false);
  }, [picture]);
  const filters = useFilters({ tools, picture, crop, filter: value, open });
  return { filters, value, onChange, open, onOpenChange };
}
