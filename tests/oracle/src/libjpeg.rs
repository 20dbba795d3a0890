//! libjpeg-turbo's way from planes to pixels (jdsample.c, jdcolor.c), so that planes can be compared with pixels.

use roundel_jpeg::decode::{DecodeError, Header, Options, Warning, decode, read_header};
use roundel_jpeg::{ColourModel, Planar, Plane};

use crate::Pixels;

/// Our decoder's planes as libjpeg-turbo would show them: grey, RGB, or inks where 255 is all of an ink.
///
/// # Errors
/// As the decoder.
pub fn pixels(file: &[u8]) -> Result<(Pixels, Option<Warning>), DecodeError> {
    let header = read_header(file)?;
    let decoded = decode(file, &Options::default())?;
    Ok((shown(&decoded.planar, &header), decoded.warning))
}

/// Planes of full size as pixels.
pub fn shown(planar: &Planar, header: &Header) -> Pixels {
    let planes: Vec<Vec<u8>> = planar
        .planes
        .iter()
        .enumerate()
        .map(|(index, plane)| upsampled(plane, factors(header, index), planar))
        .collect();
    let count = planar.width * planar.height;
    let mut samples = Vec::with_capacity(count * planes.len());
    for at in 0..count {
        let stored: Vec<u8> = planes.iter().map(|plane| plane[at]).collect();
        samples.extend(colour(planar.colour, &stored));
    }
    Pixels {
        width: planar.width,
        height: planar.height,
        channels: planes.len(),
        samples,
    }
}

/// How many samples of the first component one of another stands for.
fn factors(header: &Header, index: usize) -> (usize, usize) {
    let (first, this) = (header.sampling[0], header.sampling[index]);
    (
        usize::from(first.horizontal / this.horizontal),
        usize::from(first.vertical / this.vertical),
    )
}

/// A plane in the picture's size: by triangles for factors of two, else by repetition (`jinit_upsampler`).
fn upsampled(plane: &Plane, factors: (usize, usize), planar: &Planar) -> Vec<u8> {
    let (width, height) = (planar.width, planar.height);
    let rows: Vec<&[u8]> = plane
        .samples
        .chunks(plane.stride)
        .map(|row| &row[..plane.width])
        .collect();
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        let row = match factors {
            (2, 1) if plane.width > 2 => h2v1(rows[y]),
            (1, 2) => h1v2(&rows, y),
            (2, 2) if plane.width > 2 => h2v2(&rows, y),
            (across, down) => repeated(rows[y / down], across),
        };
        pixels.extend_from_slice(&row[..width]);
    }
    pixels
}

fn repeated(row: &[u8], across: usize) -> Vec<u8> {
    row.iter()
        .flat_map(|&sample| std::iter::repeat_n(sample, across))
        .collect()
}

/// `h2v1_fancy_upsample`: three quarters of the nearer sample.
fn h2v1(row: &[u8]) -> Vec<u8> {
    let last = row.len() - 1;
    let sample = |x: usize| u16::from(row[x]);
    let pair = |x: usize| {
        let left = if x == 0 {
            row[0]
        } else {
            ((3 * sample(x) + sample(x - 1) + 1) >> 2) as u8
        };
        let right = if x == last {
            row[x]
        } else {
            ((3 * sample(x) + sample(x + 1) + 2) >> 2) as u8
        };
        [left, right]
    };
    (0..row.len()).flat_map(pair).collect()
}

/// `h1v2_fancy_upsample`.
fn h1v2(rows: &[&[u8]], y: usize) -> Vec<u8> {
    let bias = if y.is_multiple_of(2) { 1 } else { 2 };
    sums(rows, y).map(|sum| ((sum + bias) >> 2) as u8).collect()
}

/// `h2v2_fancy_upsample`.
fn h2v2(rows: &[&[u8]], y: usize) -> Vec<u8> {
    let sums: Vec<u16> = sums(rows, y).collect();
    let last = sums.len() - 1;
    let pair = |x: usize| {
        let (left, right) = (sums[x.saturating_sub(1)], sums[(x + 1).min(last)]);
        [
            ((3 * sums[x] + left + 8) >> 4) as u8,
            ((3 * sums[x] + right + 7) >> 4) as u8,
        ]
    };
    (0..sums.len()).flat_map(pair).collect()
}

/// Three times the row that pixel row `y` lies in, and once the nearer of its neighbours.
fn sums<'a>(rows: &'a [&[u8]], y: usize) -> impl Iterator<Item = u16> + 'a {
    let near = y / 2;
    let far = if y.is_multiple_of(2) {
        near.saturating_sub(1)
    } else {
        (near + 1).min(rows.len() - 1)
    };
    let pairs = rows[near].iter().zip(rows[far]);
    pairs.map(|(&near, &far)| 3 * u16::from(near) + u16::from(far))
}

/// One pixel (`ycc_rgb_convert`, `ycck_cmyk_convert`); of inks 255 is all.
fn colour(model: ColourModel, stored: &[u8]) -> Vec<u8> {
    let ink = |light: u8| 255 - light;
    match (model, stored) {
        (ColourModel::YCbCr, &[y, cb, cr]) => rgb(y, cb, cr).to_vec(),
        (ColourModel::Ycck, &[y, cb, cr, black]) => {
            let [c, m, y] = rgb(y, cb, cr);
            vec![c, m, y, ink(black)]
        }
        (ColourModel::Cmyk, inks) => inks.iter().map(|&light| ink(light)).collect(),
        _ => stored.to_vec(),
    }
}

/// In 16-bit fixed point, as `build_ycc_rgb_table` rounds.
fn rgb(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let fix = |factor: f64| (factor * 65_536.0 + 0.5) as i32;
    let half = 1 << 15;
    let (y, cb, cr) = (i32::from(y), i32::from(cb) - 128, i32::from(cr) - 128);
    let red = y + ((fix(1.402) * cr + half) >> 16);
    let green = y + ((-fix(0.344_14) * cb - fix(0.714_14) * cr + half) >> 16);
    let blue = y + ((fix(1.772) * cb + half) >> 16);
    [red, green, blue].map(|value| value.clamp(0, 255) as u8)
}
