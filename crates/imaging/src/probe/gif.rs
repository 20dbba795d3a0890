//! The blocks of a GIF file (GIF89a specification).

use super::{Header, MetadataKind, le16};
use crate::{ImageError, ImageType};

/// Walks all blocks, so that frames and comments behind the first frame are seen.
pub(super) fn read(bytes: &[u8]) -> Result<Header, ImageError> {
    let mut header = Header::new(ImageType::Gif);
    header.width = le16(bytes, 6).ok_or(ImageError::Truncated)?.into();
    header.height = le16(bytes, 8).ok_or(ImageError::Truncated)?.into();
    let flags = *bytes.get(10).ok_or(ImageError::Truncated)?;
    let mut at = 13 + colour_table(flags);
    let mut frames = 0_u32;
    // A block that the file's end cuts off ends the walk: the decoder says what is missing.
    while let Some(next) = block(&mut header, bytes, at, &mut frames) {
        at = next;
    }
    header.frames = frames.max(1);
    Ok(header)
}

pub(crate) const EXTENSION: u8 = 0x21;
pub(crate) const IMAGE: u8 = 0x2C;
const TRAILER: u8 = 0x3B;

/// Reads the block at `at` and returns where the next one begins.
fn block(header: &mut Header, bytes: &[u8], at: usize, frames: &mut u32) -> Option<usize> {
    match *bytes.get(at)? {
        EXTENSION => {
            extension(header, bytes, at, *frames);
            sub_blocks(bytes, at + 2)
        }
        IMAGE => {
            if *frames == 0 {
                first_frame(header, bytes, at);
            }
            *frames = frames.saturating_add(1);
            let flags = *bytes.get(at + 9)?;
            sub_blocks(bytes, at + 10 + colour_table(flags) + 1)
        }
        TRAILER => {
            if at + 1 < bytes.len() {
                header.metadata.push(MetadataKind::Trailer);
            }
            None
        }
        _ => None,
    }
}

fn extension(header: &mut Header, bytes: &[u8], at: usize, frames: u32) {
    let starts_with = |name: &[u8]| {
        bytes
            .get(at + 3..)
            .is_some_and(|data| data.starts_with(name))
    };
    match bytes.get(at + 1) {
        // Graphic control: a transparent index for the frame that follows.
        Some(0xF9) => {
            let transparent = bytes.get(at + 3).is_some_and(|flags| flags & 1 == 1);
            header.alpha |= frames == 0 && transparent;
        }
        Some(0xFE) => header.metadata.push(MetadataKind::Comment),
        Some(0x01) => header.metadata.push(MetadataKind::Text),
        Some(0xFF) if starts_with(b"NETSCAPE2.0") || starts_with(b"ANIMEXTS1.0") => (),
        Some(0xFF) if starts_with(b"XMP DataXMP") => {
            let end = sub_blocks(bytes, at + 2).unwrap_or(bytes.len());
            header.add_xmp(&bytes[at..end]);
        }
        Some(0xFF) if starts_with(b"ICCRGBG1012") => header.metadata.push(MetadataKind::Icc),
        _ => header.metadata.push(MetadataKind::Other),
    }
}

/// The end of a chain of sub-blocks, each with its length before it, closed by one of length 0.
pub(crate) fn sub_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

/// The canvas grows to hold the first frame, as in browsers; where that leaves it free, it is transparent.
fn first_frame(header: &mut Header, bytes: &[u8], at: usize) {
    let side = |offset| le16(bytes, at + offset).map_or(0, u32::from);
    let (left, top, width, height) = (side(1), side(3), side(5), side(7));
    header.width = header.width.max(left + width);
    header.height = header.height.max(top + height);
    header.alpha |= (left, top, width, height) != (0, 0, header.width, header.height);
}

/// The length of a colour table in bytes.
pub(crate) const fn colour_table(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        return 0;
    }
    3 << ((flags & 7) + 1)
}

#[cfg(test)]
mod tests {
    use crate::probe;
    use roundel_fixtures::Fixture;

    fn seen(frames: u16, transparent: bool) -> (bool, bool) {
        let json = format!(
            r#"{{"fixture":"gif","width":30,"height":20,"frames":{frames},"transparent":{transparent}}}"#
        );
        let gif = json.parse::<Fixture>().unwrap().bytes().unwrap();
        let probe = probe(&gif).unwrap();
        assert_eq!((probe.width, probe.height), (30, 20));
        assert_eq!(probe.metadata, []);
        (probe.alpha, probe.animated)
    }

    #[test]
    fn a_frame_beyond_its_canvas_extends_it() {
        let json = r#"{"fixture":"gif","width":30,"height":20,"frames":1,"transparent":false}"#;
        let mut gif = json.parse::<Fixture>().unwrap().bytes().unwrap();
        gif[6] = 12;
        let extended = probe(&gif).unwrap();
        assert_eq!((extended.width, extended.height), (30, 20));
        assert!(!extended.alpha);
    }

    #[test]
    fn transparency_and_motion_are_seen() {
        assert_eq!(seen(1, false), (false, false));
        assert_eq!(seen(1, true), (true, false));
        assert_eq!(seen(3, false), (false, true));
    }
}
