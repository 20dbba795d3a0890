// Written by the tests of src/convert.rs. Do not edit.

/**
 * The shape of the result.
 */
export type Fit = "square" | "inside";

/**
 * Where a square lies in what is cut out; attention looks for skin, detail and colour.
 */
export type Gravity = "center" | "north" | "northeast" | "east" | "southeast" | "south" | "southwest" | "west" | "northwest" | "attention";

/**
 * The media type of the result.
 */
export type OutputType = "image/jpeg" | "image/png";

/**
 * A box of whole pixels; (`x`, `y`) is its top left corner.
 */
export type Crop = { 
/**
 * Pixels from the left edge.
 */
x: number, 
/**
 * Pixels from the top edge.
 */
y: number, 
/**
 * Pixels across, at least 1.
 */
width: number, 
/**
 * Pixels down, at least 1.
 */
height: number, };

/**
 * What `process` makes; everything has a default. Unknown fields and values out of range are errors, never ignored.
 */
export type ProcessOptions = { 
/**
 * The side of the square, or the longer side with `fit: "inside"`: 1 to 4096 pixels, 512 by default. A smaller
 * source keeps its size.
 */
size?: number, 
/**
 * `"square"` (default): a square of the crop or of the whole picture. `"inside"`: all of it.
 */
fit?: Fit, 
/**
 * What is cut out, in whole pixels of the upright source, before `rotate`. Without it the whole picture counts.
 */
crop?: Crop, 
/**
 * Where a square lies in what is cut out: `"center"` by default. `"attention"` finds it by itself.
 */
gravity?: Gravity, 
/**
 * Degrees clockwise, after the crop.
 */
rotate?: 0 | 90 | 180 | 270, 
/**
 * `"image/jpeg"` by default. PNG keeps transparency.
 */
format?: OutputType, 
/**
 * JPEG quality, 1 to 100, 88 by default.
 */
quality?: number, 
/**
 * The colour behind transparent pixels in a JPEG, `"#ffffff"` by default.
 */
matte?: string, 
/**
 * The most bytes the result may have. Quality gives way first, down to 40, then size; then it is an error.
 */
maxBytes?: number, };

/**
 * What the headers of a picture say.
 */
export type Probe = { 
/**
 * The media type of the bytes, whatever the file was called.
 */
format: string, 
/**
 * Width of the upright picture in pixels.
 */
width: number, 
/**
 * Height of the upright picture in pixels.
 */
height: number, 
/**
 * The EXIF orientation, 1 to 8; 1 where nothing says otherwise.
 */
orientation: number, 
/**
 * Whether pixels can be transparent.
 */
alpha: boolean, 
/**
 * Whether there is more than one frame; the first is what counts.
 */
animated: boolean, 
/**
 * What the file tells beside its pixels: `exif`, `gps`, `xmp`, `iptc`, `icc`, `comment`, `text`, `other`,
 * `trailer`.
 */
metadata: Array<string>, };

/**
 * Why `gravity: "attention"` chose its square.
 */
export type Attention = { 
/**
 * What drew it there; `nothing`: nothing stands out, and the square is the centred one.
 */
reason: "skin" | "detail" | "colour" | "nothing", 
/**
 * How much of all that looks like skin it holds, 0 to 100.
 */
skin: number, 
/**
 * How much of all detail it holds, 0 to 100.
 */
detail: number, 
/**
 * How much of all strong colour it holds, 0 to 100.
 */
colour: number, };

/**
 * What `process` made.
 */
export type Processed = { 
/**
 * The file.
 */
bytes: Uint8Array<ArrayBuffer>, 
/**
 * Its media type.
 */
contentType: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, 
/**
 * The JPEG quality it has, lower than asked for where `maxBytes` demanded that.
 */
quality: number, 
/**
 * What was cut out, in pixels of the upright source.
 */
crop: Crop, 
/**
 * Why, with `gravity: "attention"`.
 */
attention?: Attention, 
/**
 * What the source told beside its pixels and the result does not.
 */
removed: Array<string>, 
/**
 * Why a colour profile was not followed, if it was not: `profile_damaged`, `profile_unsupported`,
 * `profile_mismatch`.
 */
warnings: Array<string>, 
/**
 * What the source was.
 */
source: Probe, 
/**
 * The result in about 25 bytes (ThumbHash), base64.
 */
thumbhash: string, };

/**
 * What `finish` made: everything of `process` but the file.
 */
export type Finished = { 
/**
 * Rows from the top, four bytes a pixel: red, green, blue, alpha; sRGB, alpha straight.
 */
pixels: Uint8Array<ArrayBuffer>, 
/**
 * Pixels across.
 */
width: number, 
/**
 * Pixels down.
 */
height: number, 
/**
 * What was cut out, in pixels of the upright source.
 */
crop: Crop, 
/**
 * Why, with `gravity: "attention"`.
 */
attention?: Attention, 
/**
 * What the source told beside its pixels.
 */
removed: Array<string>, 
/**
 * Why a colour profile was not followed, as in `Processed`.
 */
warnings: Array<string>, 
/**
 * What the source was.
 */
source: Probe, };

/**
 * What `encode` made: the file of `process`.
 */
export type Encoded = { 
/**
 * The file.
 */
bytes: Uint8Array<ArrayBuffer>, 
/**
 * Its media type.
 */
contentType: string, 
/**
 * Its width in pixels.
 */
width: number, 
/**
 * Its height in pixels.
 */
height: number, 
/**
 * The JPEG quality it has, lower than asked for where `maxBytes` demanded that.
 */
quality: number, 
/**
 * The result in about 25 bytes (ThumbHash), base64.
 */
thumbhash: string, };
