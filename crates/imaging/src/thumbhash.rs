//! ThumbHash (<https://evanw.github.io/thumbhash/>): a picture in about 25 bytes.
//!
//! Ours and not the crate, because its cosines are the platform's: bytes made natively and in a browser would differ.

use alloc::vec::Vec;

use roundel_resize::sine::cosine_of_half_turns;

use crate::built_in::ALPHA;

/// The hash of `width` x `height` pixels of straight RGBA, at most 100 a side.
pub(crate) fn thumbhash(width: usize, height: usize, rgba: &[[u8; 4]]) -> Vec<u8> {
    let channels = Channels::new(rgba);
    let longer = width.max(height) as f64;
    let luma_limit = if channels.has_alpha { 5.0 } else { 7.0 };
    let terms = |side: usize| (rounded(luma_limit * side as f64 / longer) as usize).max(1);
    let (across, down) = (terms(width), terms(height));
    let encode = |channel: &[f64], across, down| Terms::of(channel, (width, height), across, down);
    let [luma, blue_yellow, red_green, alpha] = &channels.values;
    let luma = encode(luma, across.max(3), down.max(3));
    let blue_yellow = encode(blue_yellow, 3, 3);
    let red_green = encode(red_green, 3, 3);

    let landscape = width > height;
    let mut hash = Vec::with_capacity(25);
    let header = rounded(63.0 * luma.constant)
        | rounded(31.5 + 31.5 * blue_yellow.constant) << 6
        | rounded(31.5 + 31.5 * red_green.constant) << 12
        | rounded(31.0 * luma.scale) << 18
        | u32::from(channels.has_alpha) << 23;
    hash.extend(&header.to_le_bytes()[..3]);
    let header = if landscape {
        down as u32
    } else {
        across as u32
    } | rounded(63.0 * blue_yellow.scale) << 3
        | rounded(63.0 * red_green.scale) << 9
        | u32::from(landscape) << 15;
    hash.extend(&header.to_le_bytes()[..2]);
    let mut varying = luma.varying;
    varying.extend(&blue_yellow.varying);
    varying.extend(&red_green.varying);
    if channels.has_alpha {
        let alpha = encode(alpha, 5, 5);
        hash.push((rounded(15.0 * alpha.constant) | rounded(15.0 * alpha.scale) << 4) as u8);
        varying.extend(&alpha.varying);
    }
    for pair in varying.chunks(2) {
        let nibbles = pair
            .iter()
            .rev()
            .fold(0, |byte, term| byte << 4 | rounded(15.0 * term));
        hash.push(nibbles as u8);
    }
    hash
}

/// The picture on its own mean colour, taken apart; all values -1 to 1.
struct Channels {
    /// Luma, blue and yellow, red and green, alpha.
    values: [Vec<f64>; 4],
    has_alpha: bool,
}

impl Channels {
    fn new(rgba: &[[u8; 4]]) -> Self {
        let mut sums = [0.0; 4];
        for &pixel in rgba {
            let value = |channel: usize| f64::from(pixel[channel]) / 255.0;
            for (channel, sum) in sums[..3].iter_mut().enumerate() {
                *sum += value(channel) * value(3);
            }
            sums[3] += value(3);
        }
        let alpha = sums[3];
        let mean = |channel: usize| {
            if alpha > 0.0 {
                sums[channel] / alpha
            } else {
                0.0
            }
        };
        let mut channels = Self {
            values: [(); 4].map(|()| Vec::with_capacity(rgba.len())),
            has_alpha: false,
        };
        for &pixel in rgba {
            let value = |channel: usize| f64::from(pixel[channel]) / 255.0;
            let alpha = value(3);
            let over = |channel: usize| mean(channel) * (1.0 - alpha) + alpha * value(channel);
            let [red, green, blue] = [over(0), over(1), over(2)];
            let values = [
                (red + green + blue) / 3.0,
                (red + green) / 2.0 - blue,
                red - green,
                alpha,
            ];
            for (channel, value) in channels.values.iter_mut().zip(values) {
                channel.push(value);
            }
            channels.has_alpha |= pixel[3] < 255;
        }
        channels.has_alpha &= ALPHA;
        channels
    }
}

/// The lowest terms of a channel's cosine transform: the triangle of `across` x `down`.
struct Terms {
    constant: f64,
    /// 0 to 1 each, once divided by `scale`.
    varying: Vec<f64>,
    scale: f64,
}

impl Terms {
    #[inline(never)]
    fn of(channel: &[f64], (width, height): (usize, usize), across: usize, down: usize) -> Self {
        let cosines = |term: usize, side: usize| -> Vec<f64> {
            let place = |at| term as f64 * (at as f64 + 0.5) / side as f64;
            (0..side)
                .map(|at| cosine_of_half_turns(place(at)))
                .collect()
        };
        let mut terms = Vec::with_capacity(across * down);
        for y in 0..down {
            let vertical = cosines(y, height);
            for x in (0..across).take_while(|x| x * down < across * (down - y)) {
                let horizontal = cosines(x, width);
                let rows = channel.chunks_exact(width).zip(&vertical);
                let sum: f64 = rows
                    .map(|(row, weight)| {
                        let products = row
                            .iter()
                            .zip(&horizontal)
                            .map(|(value, cosine)| value * cosine);
                        products.sum::<f64>() * weight
                    })
                    .sum();
                terms.push(sum / channel.len() as f64);
            }
        }
        let constant = terms.remove(0);
        let scale = terms
            .iter()
            .map(|term| term.abs())
            .fold(0.0, |most, size| if size > most { size } else { most });
        if scale > 0.0 {
            terms
                .iter_mut()
                .for_each(|term| *term = 0.5 + 0.5 / scale * *term);
        }
        Self {
            constant,
            varying: terms,
            scale,
        }
    }
}

fn rounded(value: f64) -> u32 {
    let whole = value as u32;
    whole + u32::from(value - f64::from(whole) >= 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_the_reference_s_but_for_the_last_digit() {
        let noise = |at: usize| (at.wrapping_mul(2_654_435_761) >> 7) as u8;
        for (width, height) in [(100, 75), (40, 100), (1, 1), (3, 100), (64, 64)] {
            for alpha in [false, true] {
                let pixels: Vec<[u8; 4]> = (0..width * height)
                    .map(|at| {
                        [
                            (at * 255 / (width * height)) as u8,
                            noise(at / 37),
                            (at % width) as u8,
                            if alpha { noise(at / 5) } else { 255 },
                        ]
                    })
                    .collect();
                let ours = thumbhash(width, height, &pixels);
                let theirs = ::thumbhash::rgba_to_thumb_hash(width, height, pixels.as_flattened());
                assert_eq!(ours.len(), theirs.len());
                assert_eq!(ours[..5], theirs[..5], "{width} x {height}");
                for (ours, theirs) in ours.iter().zip(&theirs) {
                    assert!(
                        (ours & 15).abs_diff(theirs & 15) <= 1
                            && (ours >> 4).abs_diff(theirs >> 4) <= 1
                    );
                }
            }
        }
    }
}
