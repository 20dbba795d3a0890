// Value noise: numbers that look random, are smooth where asked for, and are the same every time.

/** 0 to 1 for a whole position. */
export function hash(x, y, seed) {
  let bits = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(seed, 0xc2b2ae3d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return ((bits ^ (bits >>> 15)) >>> 0) / 4294967296;
}

/** 0 to 1, smooth between whole positions. */
export function smooth(x, y, seed) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [ease(x - left), ease(y - top)];
  const upper = mix(hash(left, top, seed), hash(left + 1, top, seed), u);
  const lower = mix(hash(left, top + 1, seed), hash(left + 1, top + 1, seed), u);
  return mix(upper, lower, v);
}

/** -1 to 1: `octaves` of noise, each twice as fine and `falloff` as strong as the one before; 1/f is 0.5. */
export function fractal(x, y, octaves, falloff, seed) {
  let [sum, strength, total] = [0, 1, 0];
  for (let octave = 0; octave < octaves; octave++) {
    sum += strength * (smooth(x, y, seed + octave) * 2 - 1);
    total += strength;
    strength *= falloff;
    x *= 2;
    y *= 2;
  }
  return sum / total;
}

export function mix(a, b, share) {
  return a + (b - a) * share;
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function step(from, to, value) {
  return ease(Math.min(1, Math.max(0, (value - from) / (to - from))));
}

function ease(share) {
  return share * share * (3 - 2 * share);
}
