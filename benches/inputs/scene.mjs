// A scene as a camera sees one: a person before a hedge and a wall, with what is hard for a resizer (hair, knitwear,
// leaves, bricks) and what is easy (sky, skin). Lens blur and sensor noise give a JPEG of it the size of a real photo.
import { fractal, hash, mix, smooth, step } from "./noise.mjs";

/** Standard deviation of the sensor's noise in 8-bit levels, in the middle tones. */
const SENSOR_NOISE = 3.2;

/** The scene as RGB bytes. */
export function photograph(width, height) {
  return expose(blurred(painted(width, height), width, height), width, height);
}

/** The scene as RGBA bytes: the person's disc, soft at its edge, and nothing around it. */
export function sticker(width, height) {
  const rgb = photograph(width, height);
  const rgba = Buffer.alloc(width * height * 4);
  const radius = Math.min(width, height) * 0.48;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      rgb.copy(rgba, at * 4, at * 3, at * 3 + 3);
      rgba[at * 4 + 3] = 255 * (1 - step(radius - 2, radius, Math.hypot(x - width / 2, y - height / 2)));
    }
  }
  return rgba;
}

/** Light in sRGB levels; one unit of `u` and `v` is the picture's height, the middle is 0. */
function painted(width, height) {
  const light = new Float32Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const colour = surface((x - width / 2) / height, (y - height / 2) / height);
      light[at] = colour[0];
      light[at + 1] = colour[1];
      light[at + 2] = colour[2];
    }
  }
  return light;
}

function surface(u, v) {
  const face = Math.hypot(u / 0.17, (v + 0.02) / 0.23);
  const head = Math.hypot(u / 0.24, (v + 0.07) / 0.29);
  const body = Math.hypot(u / 0.42, (v - 0.56) / 0.3);
  if (face < 1 && v > -0.14 + 0.02 * fractal(u * 30, 0, 4, 0.6, 70)) return skin(u, v, face);
  if (head < 1 + 0.03 * fractal(u * 40, v * 40, 4, 0.6, 71)) return hair(u, v);
  if (body < 1) return knitwear(u, v);
  if (v < -0.22 + 0.05 * fractal(u * 6, 1, 6, 0.55, 72)) return sky(u, v);
  return u + 0.06 * fractal(v * 9, 2, 5, 0.5, 73) < 0 ? leaves(u, v) : bricks(u, v);
}

function sky(u, v) {
  const cloud = step(0, 0.5, fractal(u * 3, v * 5, 6, 0.5, 10));
  return [mix(112 - v * 60, 236, cloud), mix(158 - v * 40, 236, cloud), mix(214, 240, cloud)];
}

function skin(u, v, face) {
  const shade = 1 - 0.35 * step(-0.1, 0.25, u) - 0.12 * face * face;
  const pores = 7 * fractal(u * 260, v * 260, 3, 0.7, 20);
  const eye = 1 - 0.8 * step(0.022, 0.016, Math.hypot(Math.abs(u) - 0.068, (v + 0.02) * 1.3));
  const mouth = step(0.014, 0.008, Math.hypot(u * 0.28, v - 0.1 - u * u));
  const tone = (level, lip) => mix(level * shade + pores, lip, mouth * 0.7) * eye;
  return [tone(226, 176), tone(176, 84), tone(146, 84)];
}

/** Strands a pixel or two wide at 12 megapixels, combed from the parting. */
function hair(u, v) {
  const bend = 0.25 * fractal(u * 5, v * 5, 3, 0.5, 30);
  const across = Math.atan2(u, v + 0.5) + bend * 0.2;
  const strands = fractal(across * 260, v * 9, 4, 0.8, 31);
  const gloss = 0.75 + 0.5 * step(-0.1, 0.9, fractal(u * 8, v * 14, 3, 0.5, 32));
  const glint = 2.5 * step(0.28, 0.8, strands);
  const level = Math.max(0.12, 0.75 + 1.8 * strands + glint) * gloss;
  return [78 * level, 54 * level, 43 * level];
}

/** Stitches of a hundred and fifty to the picture's height, in stripes. */
function knitwear(u, v) {
  const fold = 0.8 + 0.3 * fractal(u * 5, v * 4, 4, 0.5, 40);
  const stitch = 0.64 + 0.36 * Math.sin(u * 950 + 2 * Math.sin(v * 480)) * Math.sin(v * 950);
  const yarn = 1 + 0.25 * fractal(u * 420, v * 420, 3, 0.8, 41);
  const stripe = Math.sin(v * 75) > 0.2 ? [44, 84, 128] : [226, 216, 196];
  return stripe.map((level) => level * fold * stitch * yarn);
}

/** Leaves of many sizes, lit from above, dark between, some of them glossy. */
function leaves(u, v) {
  const big = fractal(u * 26, v * 26, 7, 0.72, 50);
  const small = smooth(u * 190 + big * 9, v * 190, 58);
  const lit = step(-0.35, 0.45, big + 0.7 * (small - 0.5));
  const gloss = step(0.38, 0.8, big + 0.9 * (small - 0.5));
  return [mix(6 + 120 * lit * lit, 236, gloss), mix(12 + 144 * lit, 242, gloss), mix(6 + 52 * lit * lit, 214, gloss)];
}

function bricks(u, v) {
  const row = Math.floor(v * 26);
  const [x, y] = [u * 11 + (row % 2) / 2, v * 26];
  const [inX, inY] = [x - Math.floor(x), y - row];
  const joint = Math.max(step(0.035, 0.02, Math.min(inX, 1 - inX)), step(0.09, 0.05, Math.min(inY, 1 - inY)));
  const clay = 0.82 + 0.3 * hash(Math.floor(x), row, 60) + 0.28 * fractal(u * 120, v * 120, 5, 0.75, 61);
  const mortar = 178 + 40 * fractal(u * 200, v * 200, 4, 0.8, 62);
  return [mix(156 * clay, mortar, joint), mix(88 * clay, mortar * 0.97, joint), mix(70 * clay, mortar * 0.92, joint)];
}

/** What a sharp lens and a sensor's low-pass filter leave: 1-2-1 across and down. */
function blurred(light, width, height) {
  const across = new Float32Array(light.length);
  filter(light, across, 3, (at) => ((at / 3) | 0) % width, width);
  filter(across, light, width * 3, (at) => (at / (width * 3)) | 0, height);
  return light;
}

function filter(from, to, stride, position, count) {
  for (let at = 0; at < from.length; at++) {
    const place = position(at);
    const before = place > 0 ? from[at - stride] : from[at];
    const after = place < count - 1 ? from[at + stride] : from[at];
    to[at] = (before + 2 * from[at] + after) / 4;
  }
}

/** Levels with noise: mostly in light, a little in colour, less in the shadows. */
function expose(light, width, height) {
  const rgb = Buffer.alloc(light.length);
  for (let at = 0, pixel = 0; at < light.length; at += 3, pixel++) {
    const [x, y] = [pixel % width, (pixel / width) | 0];
    const grain = bell(x, y, 1);
    for (let channel = 0; channel < 3; channel++) {
      const level = light[at + channel];
      const strength = SENSOR_NOISE * (0.45 + 0.55 * Math.sqrt(Math.max(0, level) / 128));
      const noise = strength * (0.9 * grain + 0.45 * bell(x, y, 2 + channel));
      rgb[at + channel] = Math.min(255, Math.max(0, Math.round(level + noise)));
    }
  }
  return rgb;
}

/** About normal: the sum of three even distributions, of deviation 1. */
function bell(x, y, seed) {
  return 2 * (hash(x, y, seed + 100) + hash(x, y, seed + 110) + hash(x, y, seed + 120) - 1.5);
}
