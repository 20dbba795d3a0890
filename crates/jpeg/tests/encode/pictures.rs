//! Pictures to encode, and other people's decoders to read them back.

use roundel_jpeg::encode::{Effort, Options, Tables};
use roundel_jpeg::{ColourModel, Planar, Plane};
use zune_jpeg::zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};

/// How chroma is sampled: how many luma samples one of its samples covers, across and down.
pub const SAMPLINGS: [(usize, usize); 4] = [(1, 1), (2, 1), (2, 2), (1, 2)];

/// Numbers that look random and are always the same.
pub struct Noise(pub u64);

impl Noise {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % limit
    }
}

/// Slopes, an edge, a disc and a little noise; chroma is smooth.
fn plane(width: usize, height: usize, kind: usize) -> Plane {
    let mut noise = Noise((1 + kind + width * 131 + height * 7) as u64);
    let stride = width + 3;
    let mut samples = vec![0xAA; stride * height];
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (x as f64 / width as f64, y as f64 / height as f64);
            let slope = 60.0 + 80.0 * u + 50.0 * v;
            let disc = if (u - 0.5).hypot(v - 0.4) < 0.2 {
                40.0
            } else {
                0.0
            };
            let texture = 6.0 * (x as f64 * 0.9).sin() * (y as f64 * 0.7).cos();
            let value = match kind {
                0 => slope + disc + texture + noise.below(9) as f64,
                1 => 160.0 - 60.0 * u,
                _ => 100.0 + 50.0 * v,
            };
            samples[y * stride + x] = value as u8;
        }
    }
    Plane {
        width,
        height,
        stride,
        samples,
    }
}

pub fn grey(width: usize, height: usize) -> Planar {
    Planar {
        width,
        height,
        colour: ColourModel::Grey,
        planes: vec![plane(width, height, 0)],
    }
}

pub fn ycbcr(width: usize, height: usize, (h, v): (usize, usize)) -> Planar {
    let (across, down) = (width.div_ceil(h), height.div_ceil(v));
    let planes = vec![
        plane(width, height, 0),
        plane(across, down, 1),
        plane(across, down, 2),
    ];
    Planar {
        width,
        height,
        colour: ColourModel::YCbCr,
        planes,
    }
}

/// Every combination of what can be chosen besides quality.
pub fn ways() -> impl Iterator<Item = Options> {
    [false, true].into_iter().flat_map(|progressive| {
        [Effort::Fast, Effort::Trellis]
            .into_iter()
            .flat_map(move |effort| {
                let tables = [Tables::Standard, Tables::Tuned].into_iter();
                tables.map(move |tables| Options {
                    progressive,
                    effort,
                    tables,
                    ..Options::default()
                })
            })
    })
}

/// Width, height, and grey or RGB samples.
pub fn by_jpeg_decoder(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    let samples = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    (usize::from(info.width), usize::from(info.height), samples)
}

/// Samples as they are coded, by a decoder that misreads baseline files whose components have scans of their own.
pub fn by_zune(bytes: &[u8], colour: ColourModel) -> Vec<u8> {
    let space = if colour == ColourModel::Grey {
        ColorSpace::Luma
    } else {
        ColorSpace::YCbCr
    };
    let options = DecoderOptions::default().jpeg_set_out_colorspace(space);
    zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options)
        .decode()
        .unwrap()
}

/// The picture's samples with components interleaved and chroma repeated.
pub fn interleaved(picture: &Planar) -> Vec<u8> {
    let mut samples = Vec::new();
    for y in 0..picture.height {
        for x in 0..picture.width {
            samples.extend(picture.planes.iter().map(|plane| {
                let (h, v) = (
                    picture.width.div_ceil(plane.width),
                    picture.height.div_ceil(plane.height),
                );
                plane.samples[y / v * plane.stride + x / h]
            }));
        }
    }
    samples
}

/// The same as grey or RGB (JFIF 1.01).
pub fn displayed(picture: &Planar) -> Vec<u8> {
    let samples = interleaved(picture);
    if picture.colour == ColourModel::Grey {
        return samples;
    }
    let colour = |pixel: &[u8]| {
        let [y, cb, cr] = [0, 1, 2].map(|index| f64::from(pixel[index]));
        let (cb, cr) = (cb - 128.0, cr - 128.0);
        [
            y + 1.402 * cr,
            y - 0.344_136 * cb - 0.714_136 * cr,
            y + 1.772 * cb,
        ]
    };
    samples
        .chunks(3)
        .flat_map(colour)
        .map(|value| value.round() as u8)
        .collect()
}

/// Peak signal to noise in dB.
pub fn psnr(a: &[u8], b: &[u8]) -> f64 {
    assert_eq!(a.len(), b.len());
    let square = |(&a, &b): (&u8, &u8)| f64::from(a.abs_diff(b)).powi(2);
    let mean = a.iter().zip(b).map(square).sum::<f64>() / a.len() as f64;
    10.0 * (255.0f64.powi(2) / mean.max(1e-9)).log10()
}

/// Markers in order; what follows a scan header is skipped to the next marker.
pub fn markers(bytes: &[u8]) -> Vec<u8> {
    let mut found = vec![];
    let mut at = 0;
    while at + 1 < bytes.len() {
        let [0xFF, marker] = bytes[at..at + 2] else {
            at += 1;
            continue;
        };
        if marker == 0 {
            at += 2;
            continue;
        }
        found.push(marker);
        let has_length = !matches!(marker, 0xD8 | 0xD9);
        let length = usize::from(bytes[at + 2..].first().copied().unwrap_or(0)) << 8
            | usize::from(bytes[at + 2..].get(1).copied().unwrap_or(0));
        at += 2 + if has_length { length } else { 0 };
    }
    found
}
