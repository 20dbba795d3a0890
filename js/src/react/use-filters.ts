import { useCallback, useEffect, useState } from "react";
import type { AvatarWorker } from "../avatar-worker.js";
import { type CropView, cropBox, scaleTo } from "../crop.js";
import type { Filter, FilterName } from "../effects/roundel_effects.js";
import { RoundelError } from "../errors.js";
import type { Pixels } from "../pixels.js";
import type { OpenPicture } from "./upload-state.js";
import { useLatest } from "./use-latest.js";

/** What the filters are shown on. */
export interface FiltersOptions {
  /** The worker that will make the avatar; `useAvatarUpload`'s. */
  tools: () => AvatarWorker;
  picture: OpenPicture | undefined;
  crop: CropView | undefined;
  filter: FilterName | undefined;
  /** Nothing is loaded before this is true. */
  open: boolean;
}

/** A filter on somebody's own picture. */
export interface FilterThumbnail extends Filter {
  picture: Pixels;
}

/** The filters, as far as they are there. */
export interface Filters {
  phase: "closed" | "loading" | "ready" | "error";
  /** The cut-out as it is; absent until the first thumbnails are there. */
  original: Pixels | undefined;
  thumbnails: FilterThumbnail[];
  /** The whole picture with the filter, to show under the crop instead of its own preview. */
  preview: Blob | undefined;
  error: RoundelError | undefined;
  /** Tries again what failed. */
  retry(): void;
}

/** Side of a thumbnail in pixels: sharp at 64 CSS pixels on most screens, and a dozen are made in some milliseconds. */
const THUMBNAIL_SIZE = 96;
/** The largest that filters take. */
const LARGEST = 512;
/** Milliseconds without a change before the thumbnails follow the crop. */
const SETTLED = 120;

/** Thumbnails of a picture under every filter, and the picture under the chosen one. They follow the crop. */
export function useFilters({ tools, picture, crop, filter, open }: FiltersOptions): Filters {
  const [tries, setTries] = useState(0);
  const [made, setMade] = useState<Made>();
  const [preview, setPreview] = useState<{ blob: Blob; of: OpenPicture; filter: FilterName }>();
  const [error, setError] = useState<RoundelError>();
  const settled = useSettled(crop);
  const wanted = open || filter !== undefined;

  useEffect(() => setError(undefined), [picture, filter, open]);

  useEffect(() => {
    if (!open || !picture || !settled) {
      return;
    }
    return unlessStale(async (stale) => {
      const next = await thumbnails(tools(), picture, settled, stale);
      if (next) {
        setMade({ ...next, of: picture });
      }
    }, setError);
  }, [tools, picture, settled, open, tries]);

  useEffect(() => {
    if (!picture || !filter) {
      return;
    }
    return unlessStale(async (stale) => {
      const blob = await tools().preview(picture.preview, { size: LARGEST, filter });
      if (!stale()) {
        setPreview({ blob, of: picture, filter });
      }
    }, setError);
  }, [tools, picture, filter, tries]);

  const retry = useCallback(() => {
    setError(undefined);
    setTries((tries) => tries + 1);
  }, []);
  const mine = made?.of === picture ? made : undefined;
  const shown = preview?.of === picture && preview?.filter === filter ? preview?.blob : undefined;
  return {
    phase: !wanted ? "closed" : error ? "error" : mine ? "ready" : "loading",
    original: mine?.original,
    thumbnails: mine?.thumbnails ?? [],
    preview: shown,
    error: wanted ? error : undefined,
    retry,
  };
}

interface Made {
  of: OpenPicture;
  original: Pixels;
  thumbnails: FilterThumbnail[];
}

/** One job a filter: what a person does meanwhile waits for one of them at most. */
async function thumbnails(worker: AvatarWorker, picture: OpenPicture, crop: CropView, stale: () => boolean) {
  const filters = await worker.filters();
  const { width, height } = await worker.probe(picture.preview);
  const box = cropBox(scaleTo(crop, width, height));
  const original = await worker.finish(picture.preview, { size: THUMBNAIL_SIZE, crop: box, rotate: crop.rotate });
  const thumbnails: FilterThumbnail[] = [];
  for (const filter of filters) {
    if (stale()) {
      return undefined;
    }
    thumbnails.push({ ...filter, picture: await worker.filter(original, filter.name) });
  }
  return stale() ? undefined : { original, thumbnails };
}

/** Aborting would end the worker, which costs more than finishing: what is stale is dropped instead. */
function unlessStale(work: (stale: () => boolean) => Promise<void>, fail: (error: RoundelError) => void): () => void {
  let stale = false;
  work(() => stale).catch((error: unknown) => {
    if (!stale) {
      fail(error instanceof RoundelError ? error : new RoundelError("crashed", "The filters failed. Try again.", { cause: error }));
    }
  });
  return () => {
    stale = true;
  };
}

/** The value once it has not changed for a moment; the first one at once. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  const latest = useLatest(settled);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), latest.current === undefined ? 0 : SETTLED);
    return () => clearTimeout(timer);
  }, [value, latest]);
  return settled;
}
