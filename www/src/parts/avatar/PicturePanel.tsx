import type { Pointer } from "roundel";
import type { PreparedAvatar } from "roundel/react";
import { bytes, duration } from "./measures";

interface PicturePanelProps {
  avatar: PreparedAvatar;
  pointer: Pointer | undefined;
}

/** What was done to the picture before it left, and what was made of it afterwards. */
export function PicturePanel({ avatar, pointer }: PicturePanelProps) {
  const { source } = avatar;
  return (
    <section className="card" aria-labelledby="picture-title">
      <h2 id="picture-title">Where your picture went</h2>
      <dl className="journey">
        <div>
          <dt>On your device</dt>
          <dd>{bytes(avatar.originalBytes)}</dd>
          <dd className="muted">{`${source.width} × ${source.height}`}</dd>
        </div>
        <div>
          <dt>Left it as</dt>
          <dd>{bytes(avatar.blob.size)}</dd>
          <dd className="muted">{`${avatar.width} × ${avatar.height}, in ${duration(avatar.millis)}`}</dd>
        </div>
        <div>
          <dt>Shown from</dt>
          <dd>{pointer ? `${pointer.variants.length} variants` : "your own copy"}</dd>
          <dd className="muted">{pointer ? lightest(pointer) : "until the others are made"}</dd>
        </div>
      </dl>
      <h3>Stayed with you</h3>
      <Removed avatar={avatar} />
      {source.animated && <p className="muted">It was animated: its first frame is your avatar.</p>}
    </section>
  );
}

function Removed({ avatar: { decoder, removed } }: { avatar: PreparedAvatar }) {
  if (decoder === "browser") {
    return <p className="muted">Everything but the pixels: your browser opened this picture and gave us nothing else.</p>;
  }
  if (removed.length === 0) {
    return <p className="muted">This picture carried nothing besides itself.</p>;
  }
  return (
    <ul className="chips">
      {removed.map((kind) => (
        <li key={kind}>{METADATA[kind] ?? kind}</li>
      ))}
    </ul>
  );
}

const METADATA: Record<string, string> = {
  exif: "Camera data",
  gps: "Where it was taken",
  xmp: "Editing history",
  iptc: "Captions and names",
  icc: "Colour profile",
  comment: "Comments",
  text: "Text notes",
  other: "Other hidden data",
  trailer: "Data behind the picture",
};

function lightest({ variants }: Pointer): string {
  const sizes = variants.map((variant) => variant.bytes);
  return `${bytes(Math.min(...sizes))} to ${bytes(Math.max(...sizes))} each`;
}
