/** A portrait in a ring. */
export function Logo({ size }: { size: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="14.25" className="logo-ring" />
      <circle cx="16" cy="13" r="4.6" className="logo-head" />
      <path d="M7.2 24.9a8.8 6.4 0 0 1 17.6 0 12.5 12.5 0 0 1-17.6 0z" className="logo-shoulders" />
    </svg>
  );
}
