import { useEffect, useRef } from "react";

/** A real modal dialog: the rest of the page is inert, and focus returns to the button that opened it. */
export function useDialog(open: boolean) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) {
      dialog.current?.showModal();
      dialog.current?.querySelector("input")?.focus();
    } else if (!open) {
      dialog.current?.close();
    }
  }, [open]);
  return dialog;
}
