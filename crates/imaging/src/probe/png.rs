//! The chunks of a PNG file (PNG Third Edition, 5).

use super::{Header, MetadataKind, be32};
use crate::colour::{Embedded, Space};
use crate::{ImageError, ImageType};

/// Walks all chunks. Compressed ones stay compressed.
pub(super) fn read(bytes: &[u8]) -> Result<Header, ImageError> {
    let mut header = Header::new(ImageType::Png);
    image_header(&mut header, bytes)?;
    let (mut at, mut seen_pixels) = (SIGNATURE_LENGTH, false);
    while let Some((kind, data, next)) = chunk(bytes, at) {
        at = next;
        match kind {
            b"IEND" => {
                if at < bytes.len() {
                    header.metadata.push(MetadataKind::Trailer);
                }
                break;
            }
            b"tRNS" => header.alpha = true,
            b"acTL" => header.frames = be32(data, 0).unwrap_or(0).max(1),
            b"IDAT" => seen_pixels = true,
            // Behind the pixels it comes too late to turn them, as in browsers and libvips.
            b"eXIf" => {
                let orientation = header.orientation;
                header.add_exif(data);
                if seen_pixels {
                    header.orientation = orientation;
                }
            }
            b"iCCP" => header.add_profile(profile(data, at - 4)),
            b"tIME" => header.metadata.push(MetadataKind::Text),
            b"tEXt" | b"zTXt" | b"iTXt" => text(&mut header, data),
            _ => (),
        }
    }
    Ok(header)
}

const SIGNATURE_LENGTH: usize = 8;

/// IHDR is the first chunk and of fixed length (11.2.1).
fn image_header(header: &mut Header, bytes: &[u8]) -> Result<(), ImageError> {
    let (kind, data, _) = chunk(bytes, SIGNATURE_LENGTH).ok_or(ImageError::Truncated)?;
    let (b"IHDR", &[w0, w1, w2, w3, h0, h1, h2, h3, _, colour, ..]) = (kind, data) else {
        return Err(ImageError::corrupt("a PNG that does not begin with IHDR"));
    };
    header.width = u32::from_be_bytes([w0, w1, w2, w3]);
    header.height = u32::from_be_bytes([h0, h1, h2, h3]);
    header.alpha = matches!(colour, 4 | 6);
    if matches!(colour, 0 | 4) {
        header.space = Space::Grey;
    }
    Ok(())
}

/// Type, data and where the next chunk begins; nothing when the file ends within it.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8; 4], &[u8], usize)> {
    let length = be32(bytes, at)? as usize;
    let kind = bytes.get(at + 4..)?.first_chunk()?;
    let end = (at + 8).checked_add(length)?;
    let data = bytes.get(at + 8..end)?;
    Some((kind, data, end.checked_add(4)?))
}

/// A name, a zero, the method, which is 0, and the deflated profile up to `end` (11.3.2.3).
fn profile(data: &[u8], end: usize) -> Embedded {
    let name = data.iter().take(80).position(|&byte| byte == 0);
    let start = name.map_or(data.len(), |name| (name + 2).min(data.len()));
    Embedded::Deflated(end - (data.len() - start)..end)
}

/// XMP and what old tools hide in text are told by their keyword (11.3.3).
fn text(header: &mut Header, data: &[u8]) {
    if data.starts_with(b"XML:com.adobe.xmp\0") {
        header.add_xmp(data);
    } else if data.starts_with(b"Raw profile type exif\0")
        || data.starts_with(b"Raw profile type APP1\0")
    {
        header.metadata.push(MetadataKind::Exif);
    } else if data.starts_with(b"Raw profile type iptc\0") {
        header.metadata.push(MetadataKind::Iptc);
    } else {
        header.metadata.push(MetadataKind::Text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe;
    use roundel_fixtures::Fixture;

    fn bytes(json: &str) -> Vec<u8> {
        json.parse::<Fixture>().unwrap().bytes().unwrap()
    }

    #[test]
    fn text_time_profile_and_orientation_are_seen() {
        let png = bytes(
            r#"{"fixture":"png","width":8,"height":6,"colour":"rgb","orientation":5,"text":true}"#,
        );
        let probe = probe(&png).unwrap();
        let names: Vec<&str> = probe.metadata.iter().map(|kind| kind.name()).collect();
        assert_eq!(names, ["exif", "xmp", "icc", "text"]);
        assert_eq!((probe.width, probe.height), (6, 8));
        assert_eq!(probe.orientation.exif(), 5);
    }

    #[test]
    fn an_orientation_behind_the_pixels_turns_nothing() {
        let mut png =
            bytes(r#"{"fixture":"png","width":8,"height":6,"colour":"rgb","orientation":5}"#);
        let exif = png.windows(4).position(|kind| kind == b"eXIf").unwrap() - 4;
        let length = 12 + be32(&png, exif).unwrap() as usize;
        let chunk: Vec<u8> = png.drain(exif..exif + length).collect();
        let end = png.len() - 12;
        png.splice(end..end, chunk);
        let probe = probe(&png).unwrap();
        assert_eq!(
            (probe.width, probe.height, probe.orientation.exif()),
            (8, 6, 1)
        );
        assert!(probe.metadata.iter().any(|kind| kind.name() == "exif"));
    }

    #[test]
    fn transparency_and_motion_are_seen() {
        let seen = |json: &str| {
            let probe = probe(&bytes(json)).unwrap();
            (probe.alpha, probe.animated)
        };
        let png =
            |colour| format!(r#"{{"fixture":"png","width":8,"height":6,"colour":"{colour}"}}"#);
        assert_eq!(seen(&png("rgb")), (false, false));
        assert_eq!(seen(&png("rgba")), (true, false));
        assert_eq!(seen(&png("rgb_key")), (true, false));
        assert_eq!(seen(&png("palette_alpha")), (true, false));
        let animated = r#"{"fixture":"animated_png","width":8,"height":6}"#;
        assert_eq!(seen(animated), (false, true));
    }

    #[test]
    fn a_header_that_is_cut_is_truncated_and_one_without_pixels_is_refused() {
        let png = bytes(r#"{"fixture":"png","width":8,"height":6,"colour":"rgb"}"#);
        assert_eq!(probe(&png[..28]), Err(ImageError::Truncated));
        let mut zero = png.clone();
        zero[16..20].fill(0);
        assert_eq!(probe(&zero), Err(ImageError::ZeroSized));
    }
}
