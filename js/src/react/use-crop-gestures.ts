import { type RefObject, useEffect } from "react";
import { type CropView, type Shift, move, turn, zoomOf, zoomTo } from "../crop.js";
import { useLatest } from "./use-latest.js";

/** What the gestures change. */
export interface CropGestures {
  view: CropView;
  onChange: (view: CropView) => void;
  /** The element that takes the gestures. */
  stage: RefObject<HTMLElement | null>;
  /** The element whose width is the crop's diameter. */
  frame: RefObject<HTMLElement | null>;
  disabled: boolean;
}

const KEY_STEP = 0.04;
const BIG_KEY_STEP = 0.2;
const ZOOM_STEP = 1.15;

/** Moves and zooms by one pointer, two pointers, wheel and keys. */
export function useCropGestures({ view, onChange, stage, frame, disabled }: CropGestures): void {
  const latest = useLatest({ view, onChange, disabled });

  useEffect(() => {
    const element = stage.current;
    if (!element) {
      return;
    }
    const fingers = new Map<number, Point>();
    const change = (next: (view: CropView) => CropView) => {
      const { view, onChange, disabled } = latest.current;
      if (!disabled) {
        // several events may come before the next render: each starts from what the last one made
        latest.current = { ...latest.current, view: next(view) };
        onChange(latest.current.view);
      }
    };
    const place = () => frame.current?.getBoundingClientRect() ?? element.getBoundingClientRect();

    const down = (event: PointerEvent) => {
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, pointOf(event));
    };
    const drag = (event: PointerEvent) => {
      if (fingers.has(event.pointerId)) {
        const before = gripOf(fingers);
        fingers.set(event.pointerId, pointOf(event));
        change((view) => follow(view, before, gripOf(fingers), place()));
      }
    };
    const up = (event: PointerEvent) => fingers.delete(event.pointerId);
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const factor = Math.exp(-event.deltaY / (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 400));
      change((view) => zoomTo(view, zoomOf(view) * factor, fromCentre(pointOf(event), place())));
    };
    const key = (event: KeyboardEvent) => {
      const next = byKey(event);
      if (next) {
        event.preventDefault();
        change(next);
      }
    };

    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener("pointerdown", down, { signal });
    element.addEventListener("pointermove", drag, { signal });
    element.addEventListener("pointerup", up, { signal });
    element.addEventListener("pointercancel", up, { signal });
    element.addEventListener("keydown", key, { signal });
    // React registers wheel listeners as passive, where preventDefault does nothing
    element.addEventListener("wheel", wheel, { signal, passive: false });
    return () => stop.abort();
  }, [stage, frame, latest]);
}

interface Point {
  x: number;
  y: number;
}

/** The middle of all fingers and how far they are from it. */
interface Grip extends Point {
  spread: number;
}

function pointOf(event: MouseEvent): Point {
  return { x: event.clientX, y: event.clientY };
}

function gripOf(fingers: ReadonlyMap<number, Point>): Grip {
  const points = [...fingers.values()];
  const mean = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((p) => p.x), mean((p) => p.y)];
  return { x, y, spread: mean((p) => Math.hypot(p.x - x, p.y - y)) };
}

function follow(view: CropView, before: Grip, after: Grip, frame: DOMRect): CropView {
  const moved = move(view, {
    right: (after.x - before.x) / frame.width,
    down: (after.y - before.y) / frame.width,
  });
  const pinch = before.spread > 0 && after.spread > 0 ? after.spread / before.spread : 1;
  return pinch === 1 ? moved : zoomTo(moved, zoomOf(moved) * pinch, fromCentre(after, frame));
}

function fromCentre(point: Point, frame: DOMRect): Shift {
  return {
    right: (point.x - frame.left) / frame.width - 0.5,
    down: (point.y - frame.top) / frame.height - 0.5,
  };
}

/** Arrow keys move the picture in their direction, with Shift in big steps; + and - zoom; R turns. */
function byKey(event: KeyboardEvent): ((view: CropView) => CropView) | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return undefined;
  }
  const step = event.shiftKey ? BIG_KEY_STEP : KEY_STEP;
  switch (event.key) {
    case "ArrowLeft":
      return (view) => move(view, { right: -step, down: 0 });
    case "ArrowRight":
      return (view) => move(view, { right: step, down: 0 });
    case "ArrowUp":
      return (view) => move(view, { right: 0, down: -step });
    case "ArrowDown":
      return (view) => move(view, { right: 0, down: step });
    case "+":
    case "=":
      return (view) => zoomTo(view, zoomOf(view) * ZOOM_STEP);
    case "-":
    case "_":
      return (view) => zoomTo(view, zoomOf(view) / ZOOM_STEP);
    case "r":
    case "R":
      return turn;
    default:
      return undefined;
  }
}
