/** A rectangle in upright source pixels. */
export interface CropBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Degrees clockwise. */
export type QuarterTurn = 0 | 90 | 180 | 270;

/**
 * What the crop shows: a square of `side` source pixels around a centre, turned by quarters.
 *
 * Centre and side are in upright source pixels, may be fractions and always lie inside the picture; only the
 * functions of this file make one.
 */
export interface CropView {
  readonly width: number;
  readonly height: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly side: number;
  readonly rotate: QuarterTurn;
}

/** A distance as the person sees it, in diameters of the crop; right and down are positive. */
export interface Shift {
  right: number;
  down: number;
}

const LARGEST_ZOOM = 8;
const SMALLEST_SIDE = 64;
const CENTRE: Shift = { right: 0, down: 0 };

/** The largest square in the middle of a picture of this size. */
export function openCrop(width: number, height: number): CropView {
  return { width, height, centreX: width / 2, centreY: height / 2, side: Math.min(width, height), rotate: 0 };
}

/** Zoom, 1 where the crop is as large as the picture allows. */
export function zoomOf(view: CropView): number {
  return largestSide(view) / view.side;
}

/** The highest zoom: 8, or less where the crop would show fewer than 64 source pixels. */
export function highestZoom(view: CropView): number {
  return Math.max(1, Math.min(LARGEST_ZOOM, largestSide(view) / SMALLEST_SIDE));
}

/** Moves the picture under the crop, as far as its edges allow. */
export function move(view: CropView, shift: Shift): CropView {
  const [x, y] = toSource(view.rotate, shift);
  return inside(view, view.centreX - x * view.side, view.centreY - y * view.side, view.side);
}

/** Zooms so that the point seen at `at` (from the crop's centre) stays under the finger. */
export function zoomTo(view: CropView, zoom: number, at: Shift = CENTRE): CropView {
  const side = largestSide(view) / Math.min(Math.max(zoom, 1), highestZoom(view));
  const [x, y] = toSource(view.rotate, at);
  return inside(view, view.centreX + x * (view.side - side), view.centreY + y * (view.side - side), side);
}

/** Turns the picture clockwise by a quarter. */
export function turn(view: CropView): CropView {
  const next = { 0: 90, 90: 180, 180: 270, 270: 0 } as const;
  return { ...view, rotate: next[view.rotate] };
}

/** The same crop of the same picture in another size, a preview say. */
export function scaleTo(view: CropView, width: number, height: number): CropView {
  const scale = width / view.width;
  const side = Math.min(view.side * scale, width, height);
  return inside({ ...view, width, height }, view.centreX * scale, view.centreY * scale, side);
}

/** The crop in whole source pixels: square, at least one pixel, inside the picture. */
export function cropBox(view: CropView): CropBox {
  const side = clamp(Math.round(view.side), 1, largestSide(view));
  const x = clamp(Math.round(view.centreX - side / 2), 0, view.width - side);
  const y = clamp(Math.round(view.centreY - side / 2), 0, view.height - side);
  return { x, y, width: side, height: side };
}

function largestSide(view: CropView): number {
  return Math.min(view.width, view.height);
}

/** Undoes the turn: from what is seen to the directions of the upright source. */
function toSource(rotate: QuarterTurn, { right, down }: Shift): [x: number, y: number] {
  switch (rotate) {
    case 0:
      return [right, down];
    case 90:
      return [down, -right];
    case 180:
      return [-right, -down];
    case 270:
      return [-down, right];
  }
}

function inside(view: CropView, x: number, y: number, side: number): CropView {
  const half = side / 2;
  return {
    ...view,
    side,
    centreX: clamp(x, half, view.width - half),
    centreY: clamp(y, half, view.height - half),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
