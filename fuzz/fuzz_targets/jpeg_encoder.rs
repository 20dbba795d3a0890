//! Any samples as a picture that is written and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roundel_fuzz::Trailer;
use roundel_jpeg::decode::{self, decode};
use roundel_jpeg::encode::{Effort, Options, Tables, encode};
use roundel_jpeg::{ColourModel, Planar, Plane};

fuzz_target!(|input: &[u8]| {
    let Some((samples, choice)) = Trailer::split(input) else {
        return;
    };
    let options = Options {
        quality: 1 + choice.below(0, 100) as u8,
        progressive: choice.flag(1),
        tables: [Tables::Standard, Tables::Robidoux, Tables::Tuned][choice.below(2, 3) as usize],
        effort: [Effort::Fast, Effort::Trellis][choice.below(3, 2) as usize],
    };
    let picture = picture(samples, choice);
    let written = encode(&picture, &options).expect("a possible picture");
    let read = decode(&written, &decode::Options::default()).expect("what was written is read");
    assert_eq!(read.warning, None);
    assert_eq!(read.planar.colour, picture.colour);
    for (read, plane) in read.planar.planes.iter().zip(&picture.planes) {
        assert_eq!((read.width, read.height), (plane.width, plane.height));
    }
});

/// A grey picture, or one of three planes in any sampling that can be written.
fn picture(samples: &[u8], choice: Trailer) -> Planar {
    let (width, height) = (
        1 + choice.below(4, 80) as usize,
        1 + choice.below(5, 80) as usize,
    );
    let colour = if choice.flag(6) {
        ColourModel::YCbCr
    } else {
        ColourModel::Grey
    };
    let (across, down) = [(1, 1), (2, 1), (1, 2), (2, 2)][choice.below(7, 4) as usize];
    let chroma = (width.div_ceil(across), height.div_ceil(down));
    let sizes = [(width, height), chroma, chroma];
    let mut samples = samples
        .iter()
        .copied()
        .chain(std::iter::repeat(choice.byte(8)));
    let planes = sizes[..if choice.flag(6) { 3 } else { 1 }].iter();
    Planar {
        width,
        height,
        colour,
        planes: planes
            .map(|&(width, height)| Plane {
                width,
                height,
                stride: width + usize::from(choice.byte(9) & 7),
                samples: samples
                    .by_ref()
                    .take((width + usize::from(choice.byte(9) & 7)) * height)
                    .collect(),
            })
            .collect(),
    }
}
