//! What crosses the border to JavaScript: the types of `types.d.ts`, which a test writes from here.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use roundel_imaging::{CropBox, Fit, Gravity, ImageError, Matte, Options, OutputFormat, Rotation};

use crate::fields::Fields;
use crate::given::Given;

/// What `process` makes; everything has a default. Unknown fields and values out of range are errors, never ignored.
#[derive(Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename_all = "camelCase"))]
pub struct ProcessOptions {
    /// The side of the square, or the longer side with `fit: "inside"`: 1 to 4096 pixels, 512 by default. A smaller
    /// source keeps its size.
    #[cfg_attr(test, ts(optional))]
    pub size: Option<u32>,
    /// `"square"` (default): a square of the crop or of the whole picture. `"inside"`: all of it.
    #[cfg_attr(test, ts(optional))]
    pub fit: Option<FitName>,
    /// What is cut out, in whole pixels of the upright source, before `rotate`. Without it the whole picture counts.
    #[cfg_attr(test, ts(optional))]
    pub crop: Option<Crop>,
    /// Where a square lies in what is cut out: `"center"` by default. `"attention"` finds it by itself.
    #[cfg_attr(test, ts(optional, type = "Gravity"))]
    pub gravity: Option<Gravity>,
    /// Degrees clockwise, after the crop.
    #[cfg_attr(test, ts(optional, type = "0 | 90 | 180 | 270"))]
    pub rotate: Option<u32>,
    /// `"image/jpeg"` by default. PNG keeps transparency.
    #[cfg_attr(test, ts(optional))]
    pub format: Option<FormatName>,
    /// JPEG quality, 1 to 100, 88 by default.
    #[cfg_attr(test, ts(optional))]
    pub quality: Option<u8>,
    /// The colour behind transparent pixels in a JPEG, `"#ffffff"` by default.
    #[cfg_attr(test, ts(optional))]
    pub matte: Option<String>,
    /// The most bytes the result may have. Quality gives way first, down to 40, then size; then it is an error.
    #[cfg_attr(test, ts(optional))]
    pub max_bytes: Option<u32>,
}

/// A box of whole pixels; (`x`, `y`) is its top left corner.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Crop {
    /// Pixels from the left edge.
    pub x: u32,
    /// Pixels from the top edge.
    pub y: u32,
    /// Pixels across, at least 1.
    pub width: u32,
    /// Pixels down, at least 1.
    pub height: u32,
}

/// The shape of the result.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "Fit", rename_all = "snake_case"))]
pub enum FitName {
    /// A square.
    Square,
    /// All of it.
    Inside,
}

/// The media type of the result.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "OutputType"))]
pub enum FormatName {
    /// Baseline JPEG.
    #[cfg_attr(test, ts(rename = "image/jpeg"))]
    Jpeg,
    /// PNG.
    #[cfg_attr(test, ts(rename = "image/png"))]
    Png,
}

/// What the headers of a picture say.
#[derive(Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename_all = "camelCase"))]
pub struct Probe {
    /// The media type of the bytes, whatever the file was called.
    pub format: &'static str,
    /// Width of the upright picture in pixels.
    pub width: u32,
    /// Height of the upright picture in pixels.
    pub height: u32,
    /// The EXIF orientation, 1 to 8; 1 where nothing says otherwise.
    pub orientation: u16,
    /// Whether pixels can be transparent.
    pub alpha: bool,
    /// Whether there is more than one frame; the first is what counts.
    pub animated: bool,
    /// What the file tells beside its pixels: `exif`, `gps`, `xmp`, `iptc`, `icc`, `comment`, `text`, `other`,
    /// `trailer`.
    pub metadata: Vec<&'static str>,
}

/// Why `gravity: "attention"` chose its square.
#[derive(Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Attention {
    /// What drew it there; `nothing`: nothing stands out, and the square is the centred one.
    #[cfg_attr(test, ts(type = "\"skin\" | \"detail\" | \"colour\" | \"nothing\""))]
    pub reason: &'static str,
    /// How much of all that looks like skin it holds, 0 to 100.
    pub skin: u8,
    /// How much of all detail it holds, 0 to 100.
    pub detail: u8,
    /// How much of all strong colour it holds, 0 to 100.
    pub colour: u8,
}

/// What `process` made.
#[derive(Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename_all = "camelCase"))]
pub struct Processed {
    /// The file.
    #[cfg_attr(test, ts(type = "Uint8Array<ArrayBuffer>"))]
    pub bytes: Vec<u8>,
    /// Its media type.
    pub content_type: &'static str,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The JPEG quality it has, lower than asked for where `maxBytes` demanded that.
    pub quality: u8,
    /// What was cut out, in pixels of the upright source.
    pub crop: Crop,
    /// Why, with `gravity: "attention"`.
    #[cfg_attr(test, ts(optional))]
    pub attention: Option<Attention>,
    /// What the source told beside its pixels and the result does not.
    pub removed: Vec<&'static str>,
    /// Why a colour profile was not followed, if it was not: `profile_damaged`, `profile_unsupported`,
    /// `profile_mismatch`.
    pub warnings: Vec<&'static str>,
    /// What the source was.
    pub source: Probe,
    /// The result in about 25 bytes (ThumbHash), base64.
    pub thumbhash: String,
}

#[cfg(feature = "filters")]
/// What `finish` made: everything of `process` but the file.
#[derive(Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename_all = "camelCase"))]
pub struct Finished {
    /// Rows from the top, four bytes a pixel: red, green, blue, alpha; sRGB, alpha straight.
    #[cfg_attr(test, ts(type = "Uint8Array<ArrayBuffer>"))]
    pub pixels: Vec<u8>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What was cut out, in pixels of the upright source.
    pub crop: Crop,
    /// Why, with `gravity: "attention"`.
    #[cfg_attr(test, ts(optional))]
    pub attention: Option<Attention>,
    /// What the source told beside its pixels.
    pub removed: Vec<&'static str>,
    /// Why a colour profile was not followed, as in `Processed`.
    pub warnings: Vec<&'static str>,
    /// What the source was.
    pub source: Probe,
}

#[cfg(feature = "filters")]
/// What `encode` made: the file of `process`.
#[derive(Debug)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename_all = "camelCase"))]
pub struct Encoded {
    /// The file.
    #[cfg_attr(test, ts(type = "Uint8Array<ArrayBuffer>"))]
    pub bytes: Vec<u8>,
    /// Its media type.
    pub content_type: &'static str,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The JPEG quality it has, lower than asked for where `maxBytes` demanded that.
    pub quality: u8,
    /// The result in about 25 bytes (ThumbHash), base64.
    pub thumbhash: String,
}

/// Reads options; nothing at all means every default.
///
/// # Errors
/// [`ImageError::InvalidOption`] with the path of the field, for unknown fields, wrong types and wrong values.
pub fn options(given: &Given) -> Result<Options, ImageError> {
    ProcessOptions::read(&Fields::of(given, "options")?)?.into_options()
}

impl ProcessOptions {
    fn read(fields: &Fields<'_>) -> Result<Self, ImageError> {
        let read = Self {
            size: fields.whole("size")?,
            fit: fields
                .one_of("fit", &["square", "inside"])?
                .map(|place| [FitName::Square, FitName::Inside][place & 1]),
            crop: fields
                .fields("crop")?
                .map(|crop| Crop::read(&crop))
                .transpose()?,
            gravity: fields
                .one_of("gravity", &Gravity::ALL.map(Gravity::name))?
                .and_then(|place| Gravity::ALL.get(place).copied()),
            rotate: fields.whole("rotate")?,
            format: fields
                .one_of("format", &["image/jpeg", "image/png"])?
                .map(|place| [FormatName::Jpeg, FormatName::Png][place & 1]),
            quality: fields.whole("quality")?,
            matte: fields.text("matte")?,
            max_bytes: fields.whole("maxBytes")?,
        };
        fields.all_read()?;
        Ok(read)
    }

    fn into_options(self) -> Result<Options, ImageError> {
        let default = Options::default();
        Ok(Options {
            size: self.size.unwrap_or(default.size),
            fit: self.fit.map_or(default.fit, Fit::from),
            crop: self.crop.map(CropBox::from),
            gravity: self.gravity.unwrap_or(default.gravity),
            rotation: self.rotate.map_or(Ok(default.rotation), rotation)?,
            format: self.format.map_or(default.format, OutputFormat::from),
            quality: self.quality.unwrap_or(default.quality),
            matte: self
                .matte
                .map_or(Ok(default.matte), |matte| matte.parse::<Matte>())?,
            max_bytes: self.max_bytes.map(u64::from),
        })
    }
}

impl Crop {
    fn read(fields: &Fields<'_>) -> Result<Self, ImageError> {
        let crop = Self {
            x: fields.required("x")?,
            y: fields.required("y")?,
            width: fields.required("width")?,
            height: fields.required("height")?,
        };
        fields.all_read()?;
        Ok(crop)
    }
}

fn rotation(degrees: u32) -> Result<Rotation, ImageError> {
    Rotation::from_degrees(degrees).ok_or_else(|| ImageError::InvalidOption {
        option: "rotate".to_owned(),
        expected: "0, 90, 180 or 270".to_owned(),
    })
}

impl From<Crop> for CropBox {
    fn from(crop: Crop) -> Self {
        Self {
            x: crop.x,
            y: crop.y,
            width: crop.width,
            height: crop.height,
        }
    }
}

impl From<FitName> for Fit {
    fn from(fit: FitName) -> Self {
        match fit {
            FitName::Square => Self::Square,
            FitName::Inside => Self::Inside,
        }
    }
}

impl From<CropBox> for Crop {
    fn from(crop: CropBox) -> Self {
        Self {
            x: crop.x,
            y: crop.y,
            width: crop.width,
            height: crop.height,
        }
    }
}

impl From<&roundel_imaging::Attention> for Attention {
    fn from(attention: &roundel_imaging::Attention) -> Self {
        Self {
            reason: attention.reason.name(),
            skin: attention.skin,
            detail: attention.detail,
            colour: attention.colour,
        }
    }
}

impl From<FormatName> for OutputFormat {
    fn from(format: FormatName) -> Self {
        match format {
            FormatName::Jpeg => Self::Jpeg,
            FormatName::Png => Self::Png,
        }
    }
}

impl From<&roundel_imaging::Probe> for Probe {
    fn from(probe: &roundel_imaging::Probe) -> Self {
        Self {
            format: probe.format.mime(),
            width: probe.width,
            height: probe.height,
            orientation: probe.orientation.exif(),
            alpha: probe.alpha,
            animated: probe.animated,
            metadata: probe.metadata.iter().map(|kind| kind.name()).collect(),
        }
    }
}

impl From<roundel_imaging::Processed> for Processed {
    fn from(made: roundel_imaging::Processed) -> Self {
        Self {
            content_type: made.format.mime(),
            width: made.width,
            height: made.height,
            quality: made.quality,
            crop: Crop::from(made.crop),
            attention: made.attention.as_ref().map(Attention::from),
            removed: made.removed.iter().map(|kind| kind.name()).collect(),
            warnings: made.warnings.iter().map(|warning| warning.name()).collect(),
            source: Probe::from(&made.source),
            thumbhash: made.thumbhash,
            bytes: made.bytes,
        }
    }
}

#[cfg(feature = "filters")]
impl From<roundel_imaging::Finished> for Finished {
    fn from(finished: roundel_imaging::Finished) -> Self {
        Self {
            pixels: finished.pixels,
            width: finished.width,
            height: finished.height,
            crop: Crop::from(finished.crop),
            attention: finished.attention.as_ref().map(Attention::from),
            removed: finished.removed.iter().map(|kind| kind.name()).collect(),
            warnings: finished
                .warnings
                .iter()
                .map(|warning| warning.name())
                .collect(),
            source: Probe::from(&finished.source),
        }
    }
}

#[cfg(feature = "filters")]
impl From<roundel_imaging::Encoded> for Encoded {
    fn from(encoded: roundel_imaging::Encoded) -> Self {
        Self {
            content_type: encoded.format.mime(),
            width: encoded.width,
            height: encoded.height,
            quality: encoded.quality,
            thumbhash: encoded.thumbhash,
            bytes: encoded.bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use ts_rs::{Config, TS};

    #[test]
    fn nothing_and_an_empty_object_are_the_defaults() {
        for value in [json!(null), json!({}), json!({"size": null})] {
            assert_eq!(options(&value.into()), Ok(Options::default()));
        }
    }

    #[test]
    fn every_field_is_read() {
        let given = json!({
            "size": 64, "fit": "inside", "crop": {"x": 1, "y": 2, "width": 3, "height": 4}, "rotate": 270,
            "gravity": "northeast",
            "format": "image/png", "quality": 50, "matte": "#102030", "maxBytes": 9000,
        });
        let expected = Options {
            size: 64,
            fit: Fit::Inside,
            crop: Some(CropBox {
                x: 1,
                y: 2,
                width: 3,
                height: 4,
            }),
            gravity: Gravity::NorthEast,
            rotation: Rotation::ThreeQuarters,
            format: OutputFormat::Png,
            quality: 50,
            matte: Matte([16, 32, 48]),
            max_bytes: Some(9000),
        };
        assert_eq!(options(&given.into()), Ok(expected));
    }

    #[test]
    fn a_wrong_field_is_named() {
        for (value, named) in [
            (json!({"sise": 512}), "sise"),
            (json!({"size": 1.5}), "size"),
            (json!({"size": -1}), "size"),
            (json!({"size": 4294967296_u64}), "size"),
            (json!({"quality": 256}), "quality"),
            (json!({"crop": [1, 2]}), "crop"),
            (
                json!({"crop": {"x": 0, "y": 0, "width": 1, "height": 1, "z": 1}}),
                "crop.z",
            ),
            (json!({"quality": "high"}), "quality"),
            (json!({"rotate": 45}), "rotate"),
            (json!({"matte": "white"}), "matte"),
            (json!({"format": "image/webp"}), "format"),
            (
                json!({"crop": {"x": 0, "y": 0, "width": 0.5, "height": 1}}),
                "crop.width",
            ),
            (json!({"crop": {"x": 0}}), "crop"),
            (json!("small"), "options"),
        ] {
            let error = options(&value.into()).unwrap_err();
            assert_eq!(error.code(), "invalid_option");
            assert!(error.to_string().contains(named), "{error}");
        }
    }

    #[test]
    fn types_d_ts_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/types.d.ts");
        let fresh = declarations();
        if std::fs::read_to_string(path).ok().as_deref() != Some(fresh.as_str()) {
            std::fs::write(path, fresh).unwrap();
            panic!("src/types.d.ts was stale and is written anew: commit it");
        }
    }

    fn declarations() -> String {
        let header = "// Written by the tests of src/convert.rs. Do not edit.\n";
        let types = [
            declaration::<FitName>(),
            gravity(),
            declaration::<FormatName>(),
            declaration::<Crop>(),
            declaration::<ProcessOptions>(),
            declaration::<Probe>(),
            declaration::<Attention>(),
            declaration::<Processed>(),
            declaration::<Finished>(),
            declaration::<Encoded>(),
        ];
        format!("{header}\n{}", types.join("\n"))
    }

    fn gravity() -> String {
        let names = Gravity::ALL.map(|gravity| format!("{:?}", gravity.name()));
        let docs = "/**\n * Where a square lies in what is cut out; attention looks for skin, detail and colour.\n */";
        format!("{docs}\nexport type Gravity = {};\n", names.join(" | "))
    }

    fn declaration<T: TS>() -> String {
        let docs = T::docs().unwrap_or_default();
        format!("{docs}export {}\n", T::decl(&Config::new()))
    }
}
