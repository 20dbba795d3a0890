//! At full size, every sample of every plane against jpeg-decoder's.

use crate::pictures::{Kind, SAMPLINGS, SIZES};
use jpeg_decoder::{ColorTransform, Decoder};
use jpeg_encoder::{ColorType, SamplingFactor};
use roundel_jpeg::decode::{Options, decode, read_header};
use roundel_jpeg::{ColourModel, Planar, Plane};

/// Two transforms, each off by one at most.
const IDCT_TOLERANCE: u8 = 2;

/// jpeg-decoder's samples as they are stored, chroma made as fine as luma; the components of a row one by one.
fn oracle(bytes: &[u8]) -> Vec<u8> {
    let mut decoder = Decoder::new(bytes);
    decoder.set_color_transform(ColorTransform::None);
    decoder.decode().unwrap()
}

fn ours(bytes: &[u8]) -> Planar {
    let decoded = decode(bytes, &Options::default()).unwrap();
    assert_eq!(
        (decoded.offset_x, decoded.offset_y, decoded.warning),
        (0, 0, None)
    );
    decoded.planar
}

/// Compares a plane that is as fine as the picture.
fn assert_same(
    planar: &Planar,
    oracle: &[u8],
    component: usize,
    of: usize,
    what: &dyn std::fmt::Debug,
) {
    let plane = &planar.planes[component];
    assert_eq!(
        (plane.width, plane.height),
        (planar.width, planar.height),
        "{what:?}"
    );
    for y in 0..plane.height {
        for x in 0..plane.width {
            let ours = plane.samples[y * plane.stride + x];
            let theirs = oracle[(y * of + component) * plane.width + x];
            assert!(
                ours.abs_diff(theirs) <= IDCT_TOLERANCE,
                "{what:?} {component} ({x}, {y}): {ours} {theirs}"
            );
        }
    }
}

/// jpeg-decoder's red, green and blue: with subsampled chroma it cannot give components as stored.
fn oracle_rgb(bytes: &[u8]) -> Vec<[f64; 3]> {
    let pixels = Decoder::new(bytes).decode().unwrap();
    pixels
        .chunks_exact(3)
        .map(|pixel| [0, 1, 2].map(|channel| f64::from(pixel[channel])))
        .collect()
}

/// JFIF's luma and chroma differences.
fn ycbcr([r, g, b]: [f64; 3]) -> [f64; 3] {
    let y = 0.299 * r + 0.587 * g + 0.114 * b;
    [y, 128.0 + (b - y) / 1.772, 128.0 + (r - y) / 1.402]
}

/// Whether the colour may have been beyond what pixels can have.
fn is_clipped(pixel: &[f64; 3]) -> bool {
    pixel.iter().any(|&value| value == 0.0 || value == 255.0)
}

#[test]
fn luma_of_every_kind_and_size() {
    for sampling in SAMPLINGS {
        for quality in [20, 95] {
            for kind in (Kind {
                sampling,
                quality,
                ..Kind::PLAIN
            })
            .processes()
            {
                for (width, height) in SIZES {
                    let bytes = kind.encode(width, height);
                    let planar = ours(&bytes);
                    assert_eq!((planar.width, planar.height), (width, height));
                    assert_same_luma(&planar, &oracle_rgb(&bytes), &(kind, width, height));
                }
            }
        }
    }
}

fn assert_same_luma(planar: &Planar, oracle: &[[f64; 3]], what: &dyn std::fmt::Debug) {
    let plane = &planar.planes[0];
    assert_eq!(
        (plane.width, plane.height),
        (planar.width, planar.height),
        "{what:?}"
    );
    let rows = plane
        .samples
        .chunks(plane.stride)
        .map(|row| &row[..plane.width]);
    for (ours, pixel) in rows
        .flatten()
        .zip(oracle)
        .filter(|(_, pixel)| !is_clipped(pixel))
    {
        let [luma, ..] = ycbcr(*pixel);
        // Rounding of red, green and blue adds one.
        let tolerance = f64::from(IDCT_TOLERANCE) + 1.0;
        assert!(
            (f64::from(*ours) - luma).abs() <= tolerance,
            "{what:?}: {ours} {luma}"
        );
    }
}

#[test]
fn chroma_that_is_not_subsampled() {
    let kind = Kind {
        sampling: SamplingFactor::R_4_4_4,
        ..Kind::PLAIN
    };
    for kind in kind.processes() {
        for (width, height) in SIZES {
            let bytes = kind.encode(width, height);
            for component in 0..3 {
                assert_same(
                    &ours(&bytes),
                    &oracle(&bytes),
                    component,
                    3,
                    &(kind, width, height),
                );
            }
        }
    }
}

#[test]
fn subsampled_chroma_has_the_means_of_the_oracles() {
    for sampling in SAMPLINGS {
        for kind in (Kind {
            sampling,
            ..Kind::PLAIN
        })
        .processes()
        {
            let bytes = kind.encode(64, 96);
            let (planar, oracle) = (ours(&bytes), oracle_rgb(&bytes));
            for component in [1, 2] {
                let sum: f64 = oracle.iter().map(|&pixel| ycbcr(pixel)[component]).sum();
                let theirs = sum / oracle.len() as f64;
                let ours = mean_as_fine_as(&planar, &planar.planes[component]);
                assert!((ours - theirs).abs() < 1.0, "{kind:?}: {ours} {theirs}");
            }
        }
    }
}

/// The mean of a plane when it is made as fine as the picture by repetition.
fn mean_as_fine_as(planar: &Planar, plane: &Plane) -> f64 {
    let (across, down) = (
        planar.width.div_ceil(plane.width),
        planar.height.div_ceil(plane.height),
    );
    let at = |x: usize, y: usize| f64::from(plane.samples[y / down * plane.stride + x / across]);
    let sum: f64 = (0..planar.height)
        .map(|y| (0..planar.width).map(|x| at(x, y)).sum::<f64>())
        .sum();
    sum / (planar.width * planar.height) as f64
}

#[test]
fn chroma_planes_have_their_size_rounded_up() {
    let sizes = [(4, 4), (2, 4), (4, 2), (2, 2), (1, 4), (1, 2)];
    for (sampling, (quarters_across, quarters_down)) in SAMPLINGS.into_iter().zip(sizes) {
        let bytes = Kind {
            sampling,
            ..Kind::PLAIN
        }
        .encode(67, 45);
        let chroma = &ours(&bytes).planes[1];
        let size = (
            (67 * quarters_across as usize).div_ceil(4),
            (45 * quarters_down as usize).div_ceil(4),
        );
        assert_eq!((chroma.width, chroma.height), size, "{sampling:?}");
    }
}

#[test]
fn grey() {
    for sampling in [SamplingFactor::R_4_4_4, SamplingFactor::R_4_2_0] {
        for kind in (Kind {
            colour: ColorType::Luma,
            sampling,
            ..Kind::PLAIN
        })
        .processes()
        {
            for (width, height) in SIZES {
                let bytes = kind.encode(width, height);
                let planar = ours(&bytes);
                assert_eq!(planar.colour, ColourModel::Grey);
                assert_same(&planar, &oracle(&bytes), 0, 1, &(kind, width, height));
            }
        }
    }
}

#[test]
fn a_lone_component_is_not_interleaved_whatever_its_factors_say() {
    let kind = Kind {
        colour: ColorType::Luma,
        sampling: SamplingFactor::R_4_4_4,
        ..Kind::PLAIN
    };
    let mut bytes = kind.encode(33, 31);
    let frame = bytes
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .unwrap();
    let plain = ours(&bytes);
    bytes[frame + 11] = 0x22;
    assert_eq!(ours(&bytes), plain);
}

#[test]
fn four_inks() {
    let colours = [
        (ColorType::Cmyk, ColourModel::Cmyk),
        (ColorType::CmykAsYcck, ColourModel::Ycck),
    ];
    for (colour, model) in colours {
        for kind in (Kind {
            colour,
            sampling: SamplingFactor::R_4_4_4,
            ..Kind::PLAIN
        })
        .processes()
        {
            let bytes = kind.encode(33, 31);
            let planar = ours(&bytes);
            assert_eq!(planar.colour, model);
            for component in 0..4 {
                assert_same(&planar, &oracle(&bytes), component, 4, &kind);
            }
        }
    }
}

/// Files without Adobe's segment store ink, not its absence.
#[test]
fn inks_without_adobes_segment_are_inverted() {
    let kind = Kind {
        colour: ColorType::Cmyk,
        sampling: SamplingFactor::R_4_4_4,
        ..Kind::PLAIN
    };
    let with = kind.encode(16, 16);
    let mut without = with.clone();
    let adobe = without
        .windows(5)
        .position(|name| name == b"Adobe")
        .unwrap();
    without[adobe] = b'a';
    for (with, without) in ours(&with).planes.iter().zip(ours(&without).planes) {
        assert!(
            with.samples
                .iter()
                .zip(without.samples)
                .all(|(with, without)| *with == 255 - without)
        );
    }
}

#[test]
fn adobes_rgb_and_component_names_tell_the_colour_model() {
    let mut bytes = Kind {
        sampling: SamplingFactor::R_4_4_4,
        ..Kind::PLAIN
    }
    .encode(9, 9);
    let jfif = bytes.windows(4).position(|name| name == b"JFIF").unwrap();
    bytes[jfif] = b'x';
    assert_eq!(read_header(&bytes).unwrap().colour, ColourModel::YCbCr);
    let adobe = [
        0xFF, 0xEE, 0, 14, b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, 0,
    ];
    bytes.splice(2..2, adobe);
    assert_eq!(read_header(&bytes).unwrap().colour, ColourModel::Rgb);
    bytes[2 + 15] = 1;
    assert_eq!(read_header(&bytes).unwrap().colour, ColourModel::YCbCr);
}

#[test]
fn the_header_is_as_encoded() {
    let kind = Kind {
        progressive: true,
        sampling: SamplingFactor::R_4_2_2,
        ..Kind::PLAIN
    };
    let header = read_header(&kind.encode(33, 7)).unwrap();
    assert_eq!((header.width, header.height, header.components), (33, 7, 3));
    assert!(header.progressive);
    let factors = header
        .sampling
        .map(|factors| (factors.horizontal, factors.vertical));
    assert_eq!(factors, [(2, 1), (1, 1), (1, 1), (0, 0)]);
}
