//! Our JPEG decoder against libjpeg-turbo's arithmetic and jpeg-decoder: every sampling, process, restart interval,
//! width, height and several qualities.

#![expect(
    clippy::unwrap_used,
    reason = "a file or an oracle that is not there fails the test"
)]

mod fallback;
mod files;
mod scaled;

use files::File;
use roundel_jpeg::encode::{self, Effort, encode};
use roundel_jpeg::{ColourModel, Planar, Plane};
use roundel_oracle::{Channels, Encode, Pixels, Sharp, libjpeg};

/// jpeg-decoder rounds its transform once otherwise, and its colours: each of these costs a step or two.
const JPEG_DECODER_TOLERANCE: u8 = 3;

#[test]
fn every_kind_and_size_is_what_libjpeg_turbo_makes_of_it() {
    let mut sharp = Sharp::start().unwrap();
    let mut files = 0;
    for file in files::all() {
        assert_like_libjpeg(&mut sharp, &file.encode(), &file);
        files += 1;
    }
    assert_eq!(files, 13 * 8 * 70);
}

/// mozjpeg's scans are its own: it splits bands, and refines them several times.
#[test]
fn what_mozjpeg_writes_is_read_as_libjpeg_turbo_reads_it() {
    let mut sharp = Sharp::start().unwrap();
    for side in 1..=70 {
        let pixels = files::pixels(side, side * 37 % 71, if side % 5 == 0 { 1 } else { 3 });
        for bits in 0..8 {
            let how = Encode {
                quality: [10, 50, 80, 97][side % 4],
                progressive: bits & 1 != 0,
                subsampled: bits & 2 != 0,
                mozjpeg: bits & 4 != 0,
            };
            let file = sharp.encode(&pixels, how).unwrap();
            assert_like_libjpeg(&mut sharp, &file, &(how, side));
        }
    }
}

#[test]
fn what_we_write_is_read_by_libjpeg_turbo_as_we_read_it() {
    let mut sharp = Sharp::start().unwrap();
    for side in 1..=70 {
        for (across, down) in [(1, 1), (2, 1), (1, 2), (2, 2)] {
            let planar = planar(side, side * 37 % 71, (across, down));
            for progressive in [false, true] {
                let options = encode::Options {
                    quality: [10, 50, 88, 97][side % 4],
                    progressive,
                    effort: [Effort::Fast, Effort::Trellis][side % 2],
                    ..encode::Options::default()
                };
                let file = encode(&planar, &options).unwrap();
                assert_like_libjpeg(&mut sharp, &file, &(side, across, down, options));
            }
        }
    }
}

#[test]
fn what_is_not_subsampled_is_what_jpeg_decoder_makes_of_it() {
    for file in files::all().filter(File::is_whole) {
        let bytes = file.encode();
        let theirs = jpeg_decoder::Decoder::new(bytes.as_slice())
            .decode()
            .unwrap();
        let (ours, _) = libjpeg::pixels(&bytes).unwrap();
        let theirs = Pixels {
            samples: theirs,
            ..ours.clone()
        };
        let apart = ours.difference(&theirs).unwrap();
        assert!(apart.largest <= JPEG_DECODER_TOLERANCE, "{file:?}: {apart}");
    }
}

/// Without tolerance: inverse transform, upsampling and colours are those of libjpeg-turbo's default (`islow`) to the
/// last bit.
fn assert_like_libjpeg(sharp: &mut Sharp, file: &[u8], what: &dyn std::fmt::Debug) {
    let (ours, warning) = libjpeg::pixels(file).unwrap();
    assert_eq!(warning, None, "{what:?}");
    let channels = match ours.channels {
        4 => Channels::Inks,
        _ => Channels::Stored,
    };
    let theirs = sharp.decode(file, channels).unwrap().unwrap();
    let ours = if ours.channels == 1 {
        ours.repeated(3)
    } else {
        ours
    };
    let apart = ours.difference(&theirs).unwrap();
    assert_eq!(apart.largest, 0, "{what:?}: {apart}");
}

fn planar(width: usize, height: usize, (across, down): (usize, usize)) -> Planar {
    let plane = |width: usize, height: usize| Plane {
        width,
        height,
        stride: width,
        samples: files::pixels(width, height, 1).samples,
    };
    let chroma = plane(width.div_ceil(across), height.div_ceil(down));
    Planar {
        width,
        height,
        colour: ColourModel::YCbCr,
        planes: vec![plane(width, height), chroma.clone(), chroma],
    }
}
