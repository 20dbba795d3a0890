//! The chunks of a WebP file (RFC 9649, 2).

use super::{Header, MetadataKind, le16, le24, le32};
use crate::colour::Embedded;
use crate::{ImageError, ImageType};

/// Walks all chunks of the RIFF container.
///
/// A bitstream whose own size is not that of its canvas is refused here: the decoder would allocate for it first
/// and compare later.
pub(super) fn read(bytes: &[u8]) -> Result<Header, ImageError> {
    let mut header = Header::new(ImageType::Webp);
    let riff_end = le32(bytes, 4).ok_or(ImageError::Truncated)? as usize + 8;
    header.complete = riff_end <= bytes.len();
    // The padding of an odd chunk belongs to the container, yet some writers leave it out of both.
    if header.complete && riff_end.next_multiple_of(2) < bytes.len() {
        header.metadata.push(MetadataKind::Trailer);
    }
    let mut chunks = Chunks {
        bytes: &bytes[..riff_end.clamp(12, bytes.len())],
        at: 12,
    };
    let all = chunks.clone();
    let first = chunks.next().ok_or(ImageError::Truncated)?;
    match first.kind {
        b"VP8 " | b"VP8L" => still(&mut header, &first)?,
        b"VP8X" => extended(&mut header, first.data, chunks)?,
        _ => {
            return Err(ImageError::corrupt(
                "a WebP that begins with an unknown chunk",
            ));
        }
    }
    for chunk in all {
        match chunk.kind {
            b"EXIF" => header.add_exif(chunk.data),
            b"XMP " => header.add_xmp(chunk.data),
            b"ICCP" => {
                header.add_profile(Embedded::Plain(chunk.start..chunk.start + chunk.data.len()));
            }
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANIM" | b"ANMF" => (),
            _ => header.metadata.push(MetadataKind::Other),
        }
    }
    Ok(header)
}

/// One chunk; its data may be shorter than announced when the file is cut.
struct Chunk<'a> {
    kind: &'a [u8; 4],
    data: &'a [u8],
    /// Where the data begin in the file.
    start: usize,
}

#[derive(Clone)]
struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let kind = self.bytes.get(self.at..)?.first_chunk()?;
        let length = le32(self.bytes, self.at + 4)? as usize;
        let start = self.at + 8;
        let end = start.saturating_add(length).min(self.bytes.len());
        self.at = end.saturating_add(length % 2);
        let data = &self.bytes[start..end];
        Some(Chunk { kind, data, start })
    }
}

fn still(header: &mut Header, chunk: &Chunk<'_>) -> Result<(), ImageError> {
    let stream = bitstream(chunk)?;
    header.width = stream.width;
    header.height = stream.height;
    header.alpha = stream.alpha;
    Ok(())
}

/// VP8X: flags, then canvas width and height less one (2.7.1).
fn extended(header: &mut Header, data: &[u8], rest: Chunks<'_>) -> Result<(), ImageError> {
    let flags = *data.first().ok_or(ImageError::Truncated)?;
    header.width = le24(data, 4).ok_or(ImageError::Truncated)? + 1;
    header.height = le24(data, 7).ok_or(ImageError::Truncated)? + 1;
    header.alpha = flags & 0x10 != 0;
    let mut frames = 0;
    for chunk in rest {
        match chunk.kind {
            b"VP8 " | b"VP8L" => same_size(&chunk, header.width, header.height)?,
            b"ANMF" => {
                frame(header, chunk.data)?;
                frames += 1;
            }
            _ => (),
        }
    }
    header.frames = frames.max(1);
    Ok(())
}

/// ANMF: x, y, width and height less one, duration and flags in 16 bytes, then chunks (2.7.1.3).
fn frame(header: &Header, data: &[u8]) -> Result<(), ImageError> {
    let field = |at| le24(data, at).ok_or(ImageError::Truncated);
    let (x, y) = (field(0)? * 2, field(3)? * 2);
    let (width, height) = (field(6)? + 1, field(9)? + 1);
    if x + width > header.width || y + height > header.height {
        return Err(ImageError::corrupt("a WebP frame outside its canvas"));
    }
    let chunks = Chunks {
        bytes: data,
        at: 16,
    };
    chunks
        .filter(|chunk| matches!(chunk.kind, b"VP8 " | b"VP8L"))
        .try_for_each(|chunk| same_size(&chunk, width, height))
}

fn same_size(chunk: &Chunk<'_>, width: u32, height: u32) -> Result<(), ImageError> {
    let stream = bitstream(chunk)?;
    if (stream.width, stream.height) != (width, height) {
        return Err(ImageError::corrupt(
            "a WebP bitstream of another size than its canvas",
        ));
    }
    Ok(())
}

struct Bitstream {
    width: u32,
    height: u32,
    alpha: bool,
}

/// The size in the frame header of VP8 (RFC 6386, 9.1) or VP8L (RFC 9649, 3.4).
fn bitstream(chunk: &Chunk<'_>) -> Result<Bitstream, ImageError> {
    let data = chunk.data;
    if chunk.kind == b"VP8L" {
        let bits = le32(data, 1).ok_or(ImageError::Truncated)?;
        return Ok(Bitstream {
            width: (bits & 0x3FFF) + 1,
            height: (bits >> 14 & 0x3FFF) + 1,
            alpha: bits >> 28 & 1 == 1,
        });
    }
    let side = |at| {
        le16(data, at)
            .ok_or(ImageError::Truncated)
            .map(|side| u32::from(side & 0x3FFF))
    };
    Ok(Bitstream {
        width: side(6)?,
        height: side(8)?,
        alpha: false,
    })
}

#[cfg(test)]
mod tests {
    use crate::probe;
    use roundel_fixtures::Fixture;

    fn bytes(json: &str) -> Vec<u8> {
        json.parse::<Fixture>().unwrap().bytes().unwrap()
    }

    #[test]
    fn every_kind_tells_its_size() {
        for (lossless, alpha) in [(false, false), (false, true), (true, false), (true, true)] {
            let webp = bytes(&format!(
                r#"{{"fixture":"webp","width":30,"height":20,"lossless":{lossless},"alpha":{alpha}}}"#
            ));
            let probe = probe(&webp).unwrap();
            assert_eq!((probe.width, probe.height, probe.alpha), (30, 20, alpha));
            assert_eq!(probe.metadata, []);
        }
    }

    #[test]
    fn orientation_position_and_motion_are_seen() {
        let turned = bytes(
            r#"{"fixture":"webp","width":30,"height":20,"lossless":true,"alpha":false,"orientation":6}"#,
        );
        let turned = probe(&turned).unwrap();
        assert_eq!((turned.width, turned.height), (20, 30));
        let names: Vec<&str> = turned.metadata.iter().map(|kind| kind.name()).collect();
        assert_eq!(names, ["exif", "gps"]);
        let moving = bytes(r#"{"fixture":"animated_webp","width":30,"height":20}"#);
        assert!(probe(&moving).unwrap().animated);
    }

    #[test]
    fn a_bitstream_larger_than_its_canvas_is_refused_before_anything_is_allocated() {
        let webp = bytes(r#"{"fixture":"lying_webp","side":16383}"#);
        assert_eq!(probe(&webp).unwrap_err().code(), "corrupt");
    }
}
