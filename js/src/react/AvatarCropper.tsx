import { type CSSProperties, useEffect, useId, useRef } from "react";
import { type CropView, highestZoom, turn, zoomOf, zoomTo } from "../crop.js";
import { useCropGestures } from "./use-crop-gestures.js";
import { useObjectUrl } from "./use-object-url.js";

/** Words of the cropper, to translate. */
export interface CropperWords {
  stage: string;
  /** How pointers move the picture. */
  help: string;
  /** How keys do; not shown on touch screens. */
  keys: string;
  zoom: string;
  rotate: string;
  /** Said after each change. */
  status: (zoomPercent: number, rotate: number) => string;
}

/** Props of {@link AvatarCropper}. */
export interface AvatarCropperProps {
  /** The whole picture, upright, of any size; `openPicture`'s preview. */
  preview: Blob;
  /** The crop, from `openCrop(probe.width, probe.height)`. */
  view: CropView;
  onChange: (view: CropView) => void;
  disabled?: boolean;
  /** Focuses the picture when it appears, so that keys move it at once. */
  autoFocus?: boolean;
  words?: Partial<CropperWords>;
}

/**
 * A round crop: drag, pinch, wheel or keys move and zoom the picture, a slider zooms, a button turns it.
 *
 * Import `roundel/react.css` for its looks.
 */
export function AvatarCropper({ preview, view, onChange, disabled = false, autoFocus = false, words }: AvatarCropperProps) {
  const stage = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const help = useId();
  const url = useObjectUrl(preview);
  const say = { ...ENGLISH, ...words };
  const percent = Math.round(zoomOf(view) * 100);
  useCropGestures({ view, onChange, stage, frame, disabled });
  useEffect(() => {
    if (autoFocus) {
      stage.current?.focus();
    }
  }, [autoFocus]);

  return (
    <div className="roundel-cropper" data-testid="cropper">
      <div
        ref={stage}
        className="roundel-cropper-stage"
        role="application"
        tabIndex={0}
        aria-label={say.stage}
        aria-describedby={help}
        aria-disabled={disabled}
      >
        <div ref={frame} className="roundel-cropper-frame">
          <div className="roundel-cropper-turn" style={{ transform: `rotate(${view.rotate}deg)` }}>
            {url && <img src={url} alt="" draggable={false} style={pictureStyle(view)} />}
          </div>
        </div>
        <div className="roundel-cropper-ring" aria-hidden="true" />
      </div>
      <p id={help} className="roundel-cropper-help">
        {say.help} <span className="roundel-cropper-keys">{say.keys}</span>
      </p>
      <div className="roundel-cropper-controls">
        <span className="roundel-cropper-zoom">
          <ZoomIcon size={14} />
          <input
            type="range"
            data-testid="zoom"
            aria-label={say.zoom}
            aria-valuetext={`${percent} %`}
            min={1}
            max={highestZoom(view)}
            step="any"
            value={zoomOf(view)}
            disabled={disabled || highestZoom(view) === 1}
            onChange={(event) => onChange(zoomTo(view, event.currentTarget.valueAsNumber))}
          />
          <ZoomIcon size={22} />
        </span>
        <button
          type="button"
          data-testid="rotate"
          className="roundel-cropper-rotate"
          aria-label={say.rotate}
          title={say.rotate}
          disabled={disabled}
          onClick={() => onChange(turn(view))}
        >
          <TurnIcon />
        </button>
      </div>
      <p className="roundel-cropper-status" role="status">
        {say.status(percent, view.rotate)}
      </p>
    </div>
  );
}

const ENGLISH: CropperWords = {
  stage: "Picture under a round crop",
  help: "Drag to move, pinch or scroll to zoom.",
  keys: "Keys: arrows move, + and \u2212 zoom, R turns.",
  zoom: "Zoom",
  rotate: "Turn by a quarter",
  status: (zoom, rotate) => `Zoom ${zoom} percent${rotate === 0 ? "" : `, turned by ${rotate} degrees`}`,
};

/** Everything in percent of the frame, so that nothing has to be measured to draw. */
function pictureStyle({ width, height, centreX, centreY, side }: CropView): CSSProperties {
  const percent = (pixels: number) => `${(pixels / side) * 100}%`;
  return {
    width: percent(width),
    height: percent(height),
    left: percent(side / 2 - centreX),
    top: percent(side / 2 - centreY),
  };
}

function ZoomIcon({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="9" r="4.5" fill="currentColor" />
      <path d="M3 22a9 7.5 0 0 1 18 0z" fill="currentColor" />
    </svg>
  );
}

function TurnIcon() {
  return (
    <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
      <path d="M19.5 12a7.5 7.5 0 1 1-2.6-5.7" strokeLinecap="round" />
      <path d="M20 2.5v5h-5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
