//! Every size and format of an avatar from one decode.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use alloc::borrow::Cow;

use roundel_avatar::VariantFormat;

use crate::colour::{Colours, colours};
use crate::decode::decode;
use crate::encode::{encode_variant, variant_chroma};
use crate::framing::{Framed, Framing};
use crate::limits::Allowance;
use crate::picture::Picture;
use crate::preview::thumbhash;
use crate::probe::inspect;
use crate::source::{Resized, Source};
use crate::{Attention, CropBox, Fit, ImageError, Limits, Matte, Probe, VariantOptions, Warning};

/// What [`variants`] made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variants {
    /// One for each size and format, sizes in the order in which they were asked for.
    pub variants: Vec<Variant>,
    /// ThumbHash of the square, standard base64.
    pub thumbhash: String,
    /// The square, in pixels of the upright source.
    pub crop: CropBox,
    /// Why that, with [`Gravity::Attention`](crate::Gravity::Attention).
    pub attention: Option<Attention>,
    /// What was met on the way and did not stop it.
    pub warnings: Vec<Warning>,
    /// What the source was.
    pub source: Probe,
}

/// One size in one format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The size that was asked for.
    pub size: u32,
    /// The width it has in pixels: `size`, or what the source has where that is less.
    pub width: u32,
    /// The height it has in pixels, equal to `width`.
    pub height: u32,
    /// In what it is written.
    pub format: VariantFormat,
    /// The file, free of metadata.
    pub bytes: Vec<u8>,
}

/// A picture as squares of every size, upright and opaque, before any of them is written. Making them is the first half
/// of [`variants`], and the only part of it that needs the file.
pub struct Squares {
    options: VariantOptions,
    sides: Vec<u32>,
    pyramid: Pyramid,
    framed: Framed,
    source: Probe,
}

/// Makes every size in every format, square and opaque, from one decode.
///
/// Every size comes out, but none is enlarged: those above the source's side hold the same bytes.
///
/// # Errors
/// As [`process`](crate::process).
///
/// ```
/// use roundel_imaging::{Limits, VariantOptions, variants};
///
/// let photo = roundel_fixtures::photo_jpeg(300, 200, 1, false)?;
/// let made = variants(&photo, &VariantOptions::default(), &Limits::UPLOAD)?;
/// let sides: Vec<_> = made.variants.iter().map(|variant| (variant.size, variant.width)).collect();
/// assert_eq!(sides, [(512, 200), (512, 200), (256, 200), (256, 200), (128, 128), (128, 128), (64, 64), (64, 64)]);
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
pub fn variants(
    bytes: &[u8],
    options: &VariantOptions,
    limits: &Limits,
) -> Result<Variants, ImageError> {
    Squares::decode(bytes, options, limits)?.encode()
}

impl Squares {
    /// Decodes the picture once and makes the squares of it.
    ///
    /// # Errors
    /// As [`process`](crate::process).
    pub fn decode(
        bytes: &[u8],
        options: &VariantOptions,
        limits: &Limits,
    ) -> Result<Self, ImageError> {
        options.check()?;
        let mut allowance = Allowance::of(limits);
        allowance.check_bytes(bytes)?;
        let source = inspect(bytes)?;
        allowance.take_picture(&source.probe)?;
        let colours = colours(bytes, &source, &mut allowance)?;
        let VariantOptions { crop, gravity, .. } = *options;
        let size = options.sizes.iter().copied().max().unwrap_or(1);
        let framing = Framing::new(&source.probe, crop, Fit::Square, gravity, size)?;
        let (region, target) = (framing.stored(), framing.target());
        let chroma = variant_chroma(options.quality);
        let orientation = source.probe.orientation;
        let decoded = decode(bytes, &source, &colours.inks, region, target, chroma)?;
        let (framed, decoded) = framing.framed(decoded);
        let sides = output_sides(&options.sizes, framed.crop.width);
        let pixels = Source::new(&decoded, (sides[0], sides[0]), chroma, orientation);
        let pyramid = Pyramid::new(&pixels, colours, &sides, options.matte);
        Ok(Self {
            options: options.clone(),
            sides,
            pyramid,
            framed,
            source: source.probe,
        })
    }

    /// Writes every square in every format.
    ///
    /// # Errors
    /// As [`process`](crate::process).
    pub fn encode(self) -> Result<Variants, ImageError> {
        let encoded = encode_sides(&self.pyramid, &self.sides, &self.options)?;
        Ok(Variants {
            variants: rows(&self.options.sizes, &encoded),
            thumbhash: thumbhash(&self.pyramid.picture(self.sides[0])),
            crop: self.framed.crop,
            attention: self.framed.attention,
            warnings: self.pyramid.colours.warning.into_iter().collect(),
            source: self.source,
        })
    }
}

/// The sides that come out, each once, the largest first.
fn output_sides(sizes: &[u32], available: u32) -> Vec<u32> {
    let mut sides: Vec<u32> = sizes.iter().map(|&size| size.min(available)).collect();
    sides.sort_unstable_by(|a, b| b.cmp(a));
    sides.dedup();
    sides
}

/// Outputs that only the source has enough pixels for, and what the others are made from: those at most half of the
/// largest come from that. The source itself, by far the most memory, is not needed any more.
struct Pyramid {
    /// The largest first.
    made: Vec<(u32, Picture)>,
    top: Source<'static>,
    colours: Colours,
    matte: Matte,
}

impl Pyramid {
    /// For `sides` from the largest on.
    fn new(source: &Source<'_>, colours: Colours, sides: &[u32], matte: Matte) -> Self {
        let largest = source.resized((sides[0], sides[0]));
        let upright = |resized: &Resized| colours.in_srgb(resized.picture()).flattened(matte);
        let mut made = vec![(sides[0], upright(&largest))];
        for &side in sides[1..].iter().take_while(|&side| side * 2 > sides[0]) {
            made.push((side, upright(&source.resized((side, side)))));
        }
        Self {
            made,
            top: Source::from(largest),
            colours,
            matte,
        }
    }

    fn picture(&self, side: u32) -> Cow<'_, Picture> {
        let made = self.made.iter().find(|(made, _)| *made == side);
        match made {
            Some((_, picture)) => Cow::Borrowed(picture),
            None => {
                let picture = self.top.resized((side, side)).picture();
                Cow::Owned(self.colours.in_srgb(picture).flattened(self.matte))
            }
        }
    }
}

fn encode_sides(
    pyramid: &Pyramid,
    sides: &[u32],
    options: &VariantOptions,
) -> Result<Vec<Variant>, ImageError> {
    let mut encoded = Vec::with_capacity(sides.len() * options.formats.len());
    for &side in sides {
        let picture = pyramid.picture(side);
        for &format in &options.formats {
            encoded.push(Variant {
                size: side,
                width: picture.width(),
                height: picture.height(),
                format,
                bytes: encode_variant(&picture, format, options.quality)?,
            });
        }
    }
    Ok(encoded)
}

/// A row for each size that was asked for: that side, or the largest there is.
fn rows(sizes: &[u32], encoded: &[Variant]) -> Vec<Variant> {
    let largest = encoded.first().map_or(0, |variant| variant.width);
    let of_size = |&size: &u32| {
        let side = size.min(largest);
        let same_side = encoded.iter().filter(move |variant| variant.width == side);
        same_side.map(move |variant| Variant {
            size,
            ..variant.clone()
        })
    };
    sizes.iter().flat_map(of_size).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{metadata_kinds, probe};
    use roundel_fixtures::{alpha_png, photo_jpeg};

    fn made(bytes: &[u8], options: &VariantOptions) -> Variants {
        variants(bytes, options, &Limits::UPLOAD).unwrap()
    }

    #[test]
    fn the_whole_table_comes_out_square_opaque_and_clean() {
        let photo = photo_jpeg(1600, 1200, 6, true).unwrap();
        let made = made(&photo, &VariantOptions::default());
        assert_eq!(made.variants.len(), 8);
        for variant in &made.variants {
            let probe = probe(&variant.bytes).unwrap();
            assert_eq!((probe.width, probe.height), (variant.size, variant.size));
            assert_eq!(probe.format.mime(), variant.format.mime());
            assert!(!probe.alpha);
            assert_eq!(metadata_kinds(&variant.bytes), Ok(Vec::new()));
        }
        assert!(!made.thumbhash.is_empty());
    }

    #[test]
    fn a_transparent_source_is_opaque_in_every_variant() {
        let made = made(&alpha_png(640, 480).unwrap(), &VariantOptions::default());
        assert!(made.source.alpha);
        for variant in &made.variants {
            assert!(
                !probe(&variant.bytes).unwrap().alpha,
                "{:?}",
                variant.format
            );
        }
    }

    #[test]
    fn sizes_above_the_source_hold_the_same_bytes() {
        let made = made(
            &photo_jpeg(200, 100, 0, false).unwrap(),
            &VariantOptions::default(),
        );
        let [webp_512, jpeg_512, webp_256, jpeg_256, ..] = &made.variants[..] else {
            panic!("{} variants", made.variants.len());
        };
        assert_eq!((webp_512.size, webp_512.width), (512, 100));
        assert!(webp_512.bytes == webp_256.bytes && jpeg_512.bytes == jpeg_256.bytes);
    }

    #[test]
    fn sizes_formats_crop_and_quality_can_be_chosen() {
        let photo = photo_jpeg(800, 600, 1, false).unwrap();
        let options = |quality| VariantOptions {
            sizes: vec![90, 300, 90],
            formats: vec![VariantFormat::Jpeg],
            crop: Some(CropBox {
                x: 10,
                y: 10,
                width: 310,
                height: 310,
            }),
            quality,
            ..VariantOptions::default()
        };
        let low = made(&photo, &options(Some(30)));
        let sides: Vec<u32> = low.variants.iter().map(|variant| variant.width).collect();
        assert_eq!(sides, [90, 300, 90]);
        let high = made(&photo, &options(Some(95)));
        assert!(high.variants[1].bytes.len() > low.variants[1].bytes.len());
    }

    #[test]
    fn a_variant_made_from_the_largest_looks_like_one_made_from_the_source() {
        let photo = photo_jpeg(2000, 2000, 1, false).unwrap();
        let jpeg = |sizes: &[u32]| VariantOptions {
            sizes: sizes.to_vec(),
            formats: vec![VariantFormat::Jpeg],
            quality: Some(100),
            ..VariantOptions::default()
        };
        let direct = made(&photo, &jpeg(&[128]));
        let through = made(&photo, &jpeg(&[512, 128]));
        let pixels = |bytes: &[u8]| jpeg_decoder::Decoder::new(bytes).decode().unwrap();
        let (direct, through) = (
            pixels(&direct.variants[0].bytes),
            pixels(&through.variants[1].bytes),
        );
        let worst = direct
            .iter()
            .zip(&through)
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(worst < Some(16), "{worst:?}");
    }
}
