//! The files of the matrix.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use roundel_oracle::Pixels;

/// What a file's components are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coded {
    Grey,
    YCbCr,
    /// By Adobe's segment.
    Rgb,
    Cmyk,
    Ycck,
}

/// One file of the matrix.
#[derive(Clone, Copy, Debug)]
pub struct File {
    pub coded: Coded,
    pub sampling: SamplingFactor,
    pub progressive: bool,
    /// A Huffman table for the picture; jpeg-encoder then writes a scan for each component.
    pub optimised: bool,
    /// MCUs between restart markers.
    pub restart: Option<u16>,
    pub quality: u8,
    pub width: usize,
    pub height: usize,
}

const SAMPLINGS: [SamplingFactor; 6] = [
    SamplingFactor::R_4_4_4,
    SamplingFactor::R_4_2_2,
    SamplingFactor::R_4_4_0,
    SamplingFactor::R_4_2_0,
    SamplingFactor::R_4_1_1,
    SamplingFactor::R_4_1_0,
];

const QUALITIES: [u8; 5] = [5, 30, 75, 92, 100];

/// Every kind in every width and every height from 1 to 70, qualities taking turns.
pub fn all() -> impl Iterator<Item = File> {
    let kinds = kinds().enumerate();
    kinds.flat_map(|(index, kind)| {
        (1..=70).map(move |side| File {
            quality: QUALITIES[(index + side) % QUALITIES.len()],
            width: side,
            // 71 is prime: each height once.
            height: side * (37 + index % 30) % 71,
            ..kind
        })
    })
}

/// Samplings x processes x colours, without what the encoder cannot write: restart markers with tables of its own.
fn kinds() -> impl Iterator<Item = File> {
    let colours = [
        (Coded::Grey, 1),
        (Coded::YCbCr, 6),
        (Coded::Rgb, 1),
        (Coded::Cmyk, 1),
        (Coded::Ycck, 4),
    ];
    colours.into_iter().flat_map(|(coded, samplings)| {
        SAMPLINGS[..samplings].iter().flat_map(move |&sampling| {
            processes().map(move |(progressive, optimised, restart)| File {
                coded,
                sampling,
                progressive,
                optimised,
                restart,
                quality: 0,
                width: 0,
                height: 0,
            })
        })
    })
}

fn processes() -> impl Iterator<Item = (bool, bool, Option<u16>)> {
    [false, true].into_iter().flat_map(|progressive| {
        [
            (false, None),
            (true, None),
            (false, Some(1)),
            (false, Some(3)),
        ]
        .map(|(optimised, restart)| (progressive, optimised, restart))
    })
}

impl File {
    /// Whether all components are sampled alike.
    pub fn is_whole(&self) -> bool {
        self.sampling == SamplingFactor::R_4_4_4
    }

    pub fn encode(&self) -> Vec<u8> {
        let (colour, channels) = match self.coded {
            Coded::Grey => (ColorType::Luma, 1),
            Coded::YCbCr | Coded::Rgb => (ColorType::Rgb, 3),
            Coded::Cmyk => (ColorType::Cmyk, 4),
            Coded::Ycck => (ColorType::CmykAsYcck, 4),
        };
        let samples = pixels(self.width, self.height, channels).samples;
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.quality);
        encoder.set_sampling_factor(self.sampling);
        encoder.set_progressive(self.progressive);
        encoder.set_optimized_huffman_tables(self.optimised);
        encoder.set_restart_interval(self.restart.unwrap_or(0));
        encoder
            .encode(&samples, self.width as u16, self.height as u16, colour)
            .unwrap();
        if self.coded == Coded::Rgb {
            make_rgb(&mut bytes);
        }
        bytes
    }
}

/// Names the components red, green and blue as Adobe does, in JFIF's place.
fn make_rgb(bytes: &mut Vec<u8>) {
    const ADOBE_RGB: [u8; 16] = *b"\xFF\xEE\0\x0EAdobe\0\x64\0\0\0\0\0";
    let jfif = 4 + usize::from(bytes[5]);
    bytes.splice(2..jfif, ADOBE_RGB);
}

/// Gradients that turn back, an edge and some grain.
pub fn pixels(width: usize, height: usize, channels: usize) -> Pixels {
    let mut grain = (width * 131 + height) as u32;
    let sample = |at: usize| {
        let (x, y, channel) = (at / channels % width, at / channels / width, at % channels);
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let edge = if x * 2 + y > width { 60 } else { 0 };
        let slope = x * (3 + channel) + y * (5 - channel) + edge;
        (20 + (slope % 360).abs_diff(180) + (grain >> 27) as usize) as u8
    };
    Pixels {
        width,
        height,
        channels,
        samples: (0..width * height * channels).map(sample).collect(),
    }
}
