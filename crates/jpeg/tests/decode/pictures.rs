//! Pictures made by program, and files of them.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// Reproducible numbers (Marsaglia's xorshift).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// 0 to `below` - 1.
    pub fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }
}

/// Gradients that turn back, an edge and some grain, interleaved.
pub fn samples(width: usize, height: usize, channels: usize) -> Vec<u8> {
    let mut random = Random::new((width * 131 + height) as u64);
    let mut samples = Vec::with_capacity(width * height * channels);
    for y in 0..height {
        for x in 0..width {
            for channel in 0..channels {
                let slope = x * (3 + channel) + y * (5 - channel.min(4));
                let edge = if x * 2 + y > width { 60 } else { 0 };
                let triangle = ((slope + edge) % 360).abs_diff(180);
                samples.push((20 + triangle + random.below(24)) as u8);
            }
        }
    }
    samples
}

/// What a test file is to be like.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub colour: ColorType,
    pub sampling: SamplingFactor,
    pub quality: u8,
    pub progressive: bool,
    pub optimised: bool,
    pub restart: Option<u16>,
}

impl Kind {
    pub const PLAIN: Self = Self {
        colour: ColorType::Rgb,
        sampling: SamplingFactor::R_4_2_0,
        quality: 85,
        progressive: false,
        optimised: false,
        restart: None,
    };

    /// Progressive and not, with restart markers and not, and with tables of its own: jpeg-encoder then writes a scan
    /// a component, and with restart markers wrong ones (its tables lack the codes that restarts need).
    pub fn processes(self) -> impl Iterator<Item = Self> {
        let bits = (0..8u8).filter(|bits| bits & 6 != 6);
        bits.map(move |bits| Self {
            progressive: bits & 1 != 0,
            optimised: bits & 2 != 0,
            restart: (bits & 4 != 0).then_some(3),
            ..self
        })
    }

    pub fn encode(self, width: usize, height: usize) -> Vec<u8> {
        let channels = match self.colour {
            ColorType::Luma => 1,
            ColorType::Cmyk | ColorType::CmykAsYcck | ColorType::Ycck => 4,
            _ => 3,
        };
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.quality);
        encoder.set_sampling_factor(self.sampling);
        encoder.set_progressive(self.progressive);
        encoder.set_optimized_huffman_tables(self.optimised);
        if let Some(interval) = self.restart {
            encoder.set_restart_interval(interval);
        }
        let samples = samples(width, height, channels);
        encoder
            .encode(&samples, width as u16, height as u16, self.colour)
            .unwrap();
        bytes
    }
}

pub const SAMPLINGS: [SamplingFactor; 6] = [
    SamplingFactor::R_4_4_4,
    SamplingFactor::R_4_2_2,
    SamplingFactor::R_4_4_0,
    SamplingFactor::R_4_2_0,
    SamplingFactor::R_4_1_1,
    SamplingFactor::R_4_1_0,
];

pub const SIZES: [(usize, usize); 14] = [
    (1, 1),
    (1, 70),
    (70, 1),
    (2, 3),
    (7, 9),
    (8, 8),
    (9, 7),
    (15, 17),
    (16, 16),
    (17, 33),
    (31, 32),
    (33, 31),
    (65, 40),
    (70, 67),
];
