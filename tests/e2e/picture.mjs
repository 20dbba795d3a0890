// What a stored picture really is, by a decoder that is not ours.
import sharp from "sharp";

/** The fixtures' quadrants, upright. */
export const QUADRANTS = {
  topLeft: [200, 60, 50],
  topRight: [60, 170, 70],
  bottomLeft: [50, 80, 190],
  bottomRight: [220, 200, 70],
};

/** Decodes without applying any orientation: what is stored must be upright by itself. */
export async function decode(bytes) {
  const { format, width, height, orientation, exif, icc, iptc, xmp } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (u, v) => {
    const x = Math.min(info.width - 1, Math.floor(u * info.width));
    const y = Math.min(info.height - 1, Math.floor(v * info.height));
    return [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)];
  };
  return { format, width, height, orientation, metadata: { exif, icc, iptc, xmp }, pixel };
}

/** Whether the four quadrants are where they belong, within what encoding and texture do to a colour. */
export function isUpright(picture) {
  const places = { topLeft: [0.25, 0.25], topRight: [0.75, 0.25], bottomLeft: [0.25, 0.75], bottomRight: [0.75, 0.75] };
  return Object.entries(places).every(([name, [u, v]]) => isNear(picture.pixel(u, v), QUADRANTS[name], 60));
}

/** Whether each channel is within `tolerance`. */
export function isNear(colour, expected, tolerance) {
  return expected.every((channel, i) => Math.abs(channel - colour[i]) <= tolerance);
}

/** Marks of metadata in raw bytes, whatever a decoder says of them. */
export function marksOfMetadata(bytes) {
  const text = Buffer.from(bytes).toString("latin1");
  const marks = ["Exif\0\0", "http://ns.adobe.com/xap/", "<x:xmpmeta", "Photoshop 3.0", "ICC_PROFILE", "EXIF", "XMP ", "ICCP", "eXIf", "iCCP", "tEXt", "iTXt", "zTXt"];
  return marks.filter((mark) => text.includes(mark));
}
