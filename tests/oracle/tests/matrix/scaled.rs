//! Smaller sizes, against jpeg-decoder's smaller transforms, which are libjpeg's.
//!
//! libjpeg-turbo's own are out of reach: `sharp` takes a file at the next larger size and resamples the rest.

use jpeg_decoder::Decoder;
use roundel_jpeg::decode::{Options, Scale, decode, read_header};
use roundel_oracle::{Pixels, libjpeg};

use crate::JPEG_DECODER_TOLERANCE;
use crate::files::{self, File};

#[test]
fn every_scale_is_what_jpeg_decoder_makes_of_it() {
    // Below this a side can belong to several scales, and jpeg-decoder chooses its own.
    let large = |file: &File| file.width > 8 && file.height > 8;
    for file in files::all().filter(File::is_whole).filter(large) {
        let bytes = file.encode();
        for scale in Scale::ALL.into_iter().filter(they_have) {
            let ours = scaled(&bytes, scale);
            let theirs = theirs(&bytes, &ours);
            let apart = ours.difference(&theirs).unwrap();
            assert!(
                apart.largest <= JPEG_DECODER_TOLERANCE,
                "{file:?} {scale:?}: {apart}"
            );
        }
    }
}

/// jpeg-decoder has no transform to 3/8; `idct.rs` of `roundel-jpeg` has its definition.
fn they_have(scale: &Scale) -> bool {
    *scale != Scale::ThreeEighths
}

fn scaled(bytes: &[u8], scale: Scale) -> Pixels {
    let options = Options {
        scale,
        ..Options::default()
    };
    let decoded = decode(bytes, &options).unwrap();
    libjpeg::shown(&decoded.planar, &read_header(bytes).unwrap())
}

fn theirs(bytes: &[u8], ours: &Pixels) -> Pixels {
    let mut decoder = Decoder::new(bytes);
    let (width, height) = decoder
        .scale(ours.width as u16, ours.height as u16)
        .unwrap();
    Pixels {
        width: width.into(),
        height: height.into(),
        channels: ours.channels,
        samples: decoder.decode().unwrap(),
    }
}
