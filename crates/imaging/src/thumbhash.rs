//! ThumbHash (<https://evanw.github.io/thumbhash/>): a picture in about 25 bytes.
//!
//! Ours and not the crate, because its cosines are the platform's: bytes made natively and in a browser would differ.

use roundel_resize::sine::cosine_of_half_turns;

/// The hash of `width` x `height` pixels of straight RGBA, at most 100 a side.
pub(crate) fn thumbhash(width: usize, height: usize, rgba: &[[u8; 4]]) -> Vec<u8> {
    let channels = Channels::new(rgba);
    let longer = width.max(height) as f64;
    let luma_limit = if channels.has_alpha { 5.0 } else { 7.0 };
    let terms = |side: usize| ((luma_limit * side as f64 / longer).round() as usize).max(1);
    let (across, down) = (terms(width), terms(height));
    let encode = |channel: &[f64], across, down| Terms::of(channel, (width, height), across, down);
    let luma = encode(&channels.luma, across.max(3), down.max(3));
    let blue_yellow = encode(&channels.blue_yellow, 3, 3);
    let red_green = encode(&channels.red_green, 3, 3);

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
    let mut varying = [luma.varying, blue_yellow.varying, red_green.varying].concat();
    if channels.has_alpha {
        let alpha = encode(&channels.alpha, 5, 5);
        hash.push((rounded(15.0 * alpha.constant) | rounded(15.0 * alpha.scale) << 4) as u8);
        varying.extend(alpha.varying);
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
    luma: Vec<f64>,
    blue_yellow: Vec<f64>,
    red_green: Vec<f64>,
    alpha: Vec<f64>,
    has_alpha: bool,
}

impl Channels {
    fn new(rgba: &[[u8; 4]]) -> Self {
        let mut sums = [0.0; 4];
        for pixel in rgba {
            let [red, green, blue, alpha] = pixel.map(|value| f64::from(value) / 255.0);
            for (sum, value) in
                sums.iter_mut()
                    .zip([red * alpha, green * alpha, blue * alpha, alpha])
            {
                *sum += value;
            }
        }
        let [.., alpha] = sums;
        let mean = sums.map(|sum| if alpha > 0.0 { sum / alpha } else { 0.0 });
        let mut channels = Self {
            luma: Vec::with_capacity(rgba.len()),
            blue_yellow: Vec::with_capacity(rgba.len()),
            red_green: Vec::with_capacity(rgba.len()),
            alpha: Vec::with_capacity(rgba.len()),
            has_alpha: rgba.iter().any(|pixel| pixel[3] < 255),
        };
        for pixel in rgba {
            let [red, green, blue, alpha] = pixel.map(|value| f64::from(value) / 255.0);
            let over = |value: f64, mean: f64| mean * (1.0 - alpha) + alpha * value;
            let [red, green, blue] = [
                over(red, mean[0]),
                over(green, mean[1]),
                over(blue, mean[2]),
            ];
            channels.luma.push((red + green + blue) / 3.0);
            channels.blue_yellow.push((red + green) / 2.0 - blue);
            channels.red_green.push(red - green);
            channels.alpha.push(alpha);
        }
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
            .fold(0.0, |most: f64, term| most.max(term.abs()));
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
    value.round() as u32
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
