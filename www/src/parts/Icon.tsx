/** Signs drawn on a square of 24, in the colour of the text. */
const PATHS = {
  home: "M4 11.2 12 4l8 7.2V19a1.5 1.5 0 0 1-1.5 1.5h-4v-6h-5v6h-4A1.5 1.5 0 0 1 4 19z",
  person: "M12 12.2a4.1 4.1 0 1 0 0-8.2 4.1 4.1 0 0 0 0 8.2zM4.2 20.5a7.8 5.6 0 0 1 15.6 0",
  privacy: "M12 3.5 19 6v5.4c0 4.3-2.8 7.6-7 9.1-4.2-1.5-7-4.8-7-9.1V6zM9.2 12l2 2 3.7-4",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2",
  camera: "M4 8.5h3.2L9 5.8h6l1.8 2.7H20a1 1 0 0 1 1 1V18a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9.5a1 1 0 0 1 1-1zM12 16.6a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6z",
  offline: "M4 4l16 16M8.5 12.6a6.6 6.6 0 0 1 2.7-1.5M5 9.2a11.3 11.3 0 0 1 3-1.9M12 6.2a11.2 11.2 0 0 1 7 3M15.5 12.6l-1-.7M12 17.5h.01",
} as const;

/** A sign beside words that say the same. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
