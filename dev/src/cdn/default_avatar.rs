//! The picture of somebody who has none: drawn here, encoded by the pipeline that makes every avatar.

use bytes::Bytes;
use roundel_avatar::{Limits, ObjectKey};
use roundel_imaging::{VariantOptions, variants};

use super::origin::{Answer, Origin};
use crate::error::StackError;

const FOLDER: &str = "/avatars/default/";
const SIDE: u16 = 512;
const CACHE_CONTROL: &str = "public, max-age=3600";

/// The default that stands in for a missing newest variant; nothing else has one.
pub fn instead_of(path: &str) -> Option<String> {
    match ObjectKey::parse(path.strip_prefix('/')?) {
        Ok(ObjectKey::Current { size, format, .. }) => Some(self::path(size, format.extension())),
        _ => None,
    }
}

/// One of the default avatar's files.
#[derive(Clone, Debug)]
pub struct DefaultAvatarFile {
    /// `<size>.<extension>`
    pub name: String,
    /// Its media type.
    pub mime: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Every size and format, largest first: of this picture, or of the one that is drawn here.
///
/// # Errors
/// [`StackError::DefaultAvatar`] when it is no picture, or cannot be drawn.
pub fn files(picture: Option<Vec<u8>>) -> Result<Vec<DefaultAvatarFile>, StackError> {
    let picture = match picture {
        Some(picture) => picture,
        None => draw().map_err(|error| failed(&error))?,
    };
    let made = variants(&picture, &VariantOptions::default(), &Limits::UPLOAD);
    let variants = made.map_err(|error| failed(&error))?.variants.into_iter();
    let file = variants.map(|variant| DefaultAvatarFile {
        name: format!("{}.{}", variant.size, variant.format.extension()),
        mime: variant.format.mime(),
        bytes: variant.bytes,
    });
    Ok(file.collect())
}

/// Puts the default avatar into the assets bucket, every size and format, unless it is there.
///
/// # Errors
/// [`StackError::DefaultAvatar`] when it cannot be drawn or stored.
pub async fn seed(origin: &Origin) -> Result<(), StackError> {
    let first = path(u32::from(SIDE), "webp");
    if matches!(origin.get(&first, None).await, Answer::Found(_)) {
        return Ok(());
    }
    // largest first would say "all there" too early: the one that is looked for goes last
    for file in files(None)?.into_iter().rev() {
        let path = format!("{FOLDER}{}", file.name);
        let headers = [
            ("content-type", file.mime),
            ("cache-control", CACHE_CONTROL),
        ];
        if !origin.put(&path, &headers, Bytes::from(file.bytes)).await {
            return Err(failed(&format!("{path} was not taken")));
        }
    }
    Ok(())
}

fn failed(error: &dyn std::fmt::Display) -> StackError {
    StackError::DefaultAvatar(error.to_string())
}

fn path(size: u32, extension: &str) -> String {
    format!("{FOLDER}{size}.{extension}")
}

/// A head and shoulders on a soft ground, as PNG.
fn draw() -> Result<Vec<u8>, png::EncodingError> {
    let mut pixels = Vec::with_capacity(usize::from(SIDE) * usize::from(SIDE) * 3);
    for y in 0..SIDE {
        for x in 0..SIDE {
            pixels.extend(colour(f32::from(x) + 0.5, f32::from(y) + 0.5));
        }
    }
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, u32::from(SIDE), u32::from(SIDE));
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(png)
}

fn colour(x: f32, y: f32) -> [u8; 3] {
    const TOP: [f32; 3] = [232.0, 236.0, 243.0];
    const BOTTOM: [f32; 3] = [206.0, 214.0, 226.0];
    const FIGURE: [f32; 3] = [128.0, 142.0, 163.0];
    let ground = mix(TOP, BOTTOM, y / f32::from(SIDE));
    let head = inside(x - 256.0, y - 200.0, 88.0, 94.0);
    let shoulders = inside(x - 256.0, y - 492.0, 182.0, 168.0);
    mix(ground, FIGURE, head.max(shoulders)).map(to_byte)
}

/// How much of a pixel an ellipse covers, 0 to 1: its signed distance, to first order, over one pixel.
fn inside(x: f32, y: f32, a: f32, b: f32) -> f32 {
    let at = (x / a).hypot(y / b);
    let slope = (x / (a * a)).hypot(y / (b * b)) / at.max(f32::EPSILON);
    let distance = (at - 1.0) / slope.max(f32::EPSILON);
    (0.5 - distance).clamp(0.0, 1.0)
}

fn mix(from: [f32; 3], to: [f32; 3], part: f32) -> [f32; 3] {
    std::array::from_fn(|i| from[i] + (to[i] - from[i]) * part)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a byte's range"
)]
fn to_byte(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::{colour, draw, instead_of};

    #[test]
    fn a_figure_on_a_ground() {
        let (ground, head, shoulders) = (
            colour(10.0, 10.0),
            colour(256.0, 200.0),
            colour(256.0, 480.0),
        );
        assert_eq!(head, shoulders);
        assert!(ground[0] > head[0] + 80);
        assert!(draw().unwrap().starts_with(b"\x89PNG"));
    }

    #[test]
    fn only_newest_variants_have_a_default() {
        let id = "a".repeat(26);
        assert_eq!(
            instead_of(&format!("/avatars/{id}/current/256.jpg")).as_deref(),
            Some("/avatars/default/256.jpg")
        );
        for path in [
            "/avatars/default/256.jpg",
            "/avatars/x/current/256.jpg",
            "/",
            "",
            "/index.html",
        ] {
            assert_eq!(instead_of(path), None, "{path}");
        }
        assert_eq!(instead_of(&format!("/avatars/{id}/current/257.jpg")), None);
    }
}
