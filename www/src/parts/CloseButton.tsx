/** Closes a dialog. */
export function CloseButton({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" className="button button-round" aria-label="Close" onClick={onClick}>
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        <path d="M3 3l12 12M15 3L3 15" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      </svg>
    </button>
  );
}
