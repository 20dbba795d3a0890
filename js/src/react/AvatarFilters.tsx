import { useEffect, useId, useRef } from "react";
import type { FilterName } from "../effects/roundel_effects.js";
import type { Pixels } from "../pixels.js";
import type { Filters } from "./use-filters.js";

/** Words of the filters, to translate. */
export interface FilterWords {
  /** The button that opens the row, and the name of the group. */
  title: string;
  original: string;
  loading: string;
  retry: string;
  /** Goes on without a filter. */
  without: string;
  /** A filter's name, where its English one will not do. */
  filter: (name: FilterName, label: string) => string;
}

/** Props of {@link AvatarFilters}. */
export interface AvatarFiltersProps {
  /** What `useFilters` gives. */
  filters: Filters;
  /** The chosen filter; none is the original. */
  value: FilterName | undefined;
  onChange: (filter: FilterName | undefined) => void;
  /** Whether the row is there; only then its module is fetched. */
  open: boolean;
  onOpenChange: (open: boolean) => void;
  disabled?: boolean;
  words?: Partial<FilterWords>;
}

/**
 * A button that opens a row of filters on the person's own picture. The row is a group of radio buttons: arrow keys
 * choose, and each filter is announced by its name.
 *
 * Import `roundel/react.css` for its looks.
 */
export function AvatarFilters({ filters, value, onChange, open, onOpenChange, disabled = false, words }: AvatarFiltersProps) {
  const row = useId();
  const say = { ...ENGLISH, ...words };
  const without = () => {
    onChange(undefined);
    onOpenChange(false);
  };
  return (
    <div className="roundel-filters" data-testid="filters" data-phase={filters.phase}>
      <button
        type="button"
        className="roundel-filters-toggle"
        data-testid="filters-toggle"
        aria-expanded={open}
        aria-controls={row}
        disabled={disabled}
        onClick={() => onOpenChange(!open)}
      >
        {say.title}
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 4.25l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </svg>
      </button>
      <div id={row} hidden={!open && filters.phase !== "error"}>
        {filters.error ? (
          <div className="roundel-filters-error" role="alert" data-testid="filters-error" data-code={filters.error.code}>
            <p>{filters.error.message}</p>
            <button type="button" data-testid="filters-retry" onClick={filters.retry}>
              {say.retry}
            </button>
            <button type="button" data-testid="filters-without" onClick={without}>
              {say.without}
            </button>
          </div>
        ) : (
          <FilterRow filters={filters} value={value} onChange={onChange} disabled={disabled} say={say} />
        )}
      </div>
    </div>
  );
}

const ENGLISH: FilterWords = {
  title: "Filters",
  original: "Original",
  loading: "Loading filters",
  retry: "Try again",
  without: "No filter",
  filter: (_, label) => label,
};

interface FilterRowProps extends Pick<AvatarFiltersProps, "filters" | "value" | "onChange"> {
  disabled: boolean;
  say: FilterWords;
}

function FilterRow({ filters: { phase, original, thumbnails }, value, onChange, disabled, say }: FilterRowProps) {
  const group = useId();
  const choice = (name: FilterName | undefined, label: string, picture: Pixels | undefined) => (
    <label key={name ?? ""} className="roundel-filter" data-testid={`filter-${name ?? "original"}`}>
      <input
        type="radio"
        name={group}
        checked={value === name}
        disabled={disabled || !picture}
        onChange={() => onChange(name)}
      />
      <Thumbnail picture={picture} />
      <span>{label}</span>
    </label>
  );
  return (
    <fieldset className="roundel-filters-row" aria-busy={phase === "loading"}>
      <legend>{say.title}</legend>
      {choice(undefined, say.original, original)}
      {thumbnails.map(({ name, label, picture }) => choice(name, say.filter(name, label), picture))}
      {phase === "loading" && (
        <>
          {Array.from({ length: PLACES }, (_, place) => (
            <span key={place} className="roundel-filter" aria-hidden="true">
              <Thumbnail picture={undefined} />
            </span>
          ))}
          <p className="roundel-filters-loading" role="status">
            {say.loading}
          </p>
        </>
      )}
    </fieldset>
  );
}

/** Empty circles while the filters load: as many as a row shows at once. */
const PLACES = 5;

function Thumbnail({ picture }: { picture: Pixels | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (picture) {
      const { pixels, width, height } = picture;
      const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
      canvas.current?.getContext("2d")?.putImageData(image, 0, 0);
    }
  }, [picture]);
  return <canvas ref={canvas} width={picture?.width ?? 1} height={picture?.height ?? 1} aria-hidden="true" />;
}
