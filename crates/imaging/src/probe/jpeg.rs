//! The markers of a JPEG file (ISO/IEC 10918-1, annex B).

use roundel_jpeg::decode::next_marker;

use super::{Header, MetadataKind, be16};
use crate::colour::{Segment, Space};
use crate::{ImageError, ImageType};

/// Walks all markers, over the scans too: what follows them counts as well, and so does where they end.
pub(super) fn read(bytes: &[u8]) -> Result<Header, ImageError> {
    let mut header = Header::new(ImageType::Jpeg);
    header.complete = false;
    let mut seen_frame = false;
    let mut in_scan = false;
    let mut at = 2;
    while let Some(found) = next_marker(bytes, at) {
        let (marker, start) = (bytes[found + 1], found + 2);
        at = start;
        // TEM, RSTn and a repeated SOI stand alone.
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            continue;
        }
        if in_scan {
            header.scans.ends.push(before_fill_bytes(bytes, found));
        }
        in_scan = marker == SOS;
        if marker == EOI {
            header.complete = true;
            break;
        }
        let Some(payload) = segment(bytes, start)? else {
            break;
        };
        at = start + 2 + payload.len();
        match marker {
            COM => header.metadata.push(MetadataKind::Comment),
            0xE2 if payload.starts_with(ICC) => profile(&mut header, payload, at),
            0xE0..=0xEF => application(&mut header, marker, payload),
            _ if is_frame(marker) && !seen_frame => {
                frame(&mut header, marker, payload)?;
                seen_frame = true;
            }
            _ => (),
        }
    }
    if !seen_frame {
        return Err(ImageError::Truncated);
    }
    if in_scan && !header.complete {
        header
            .scans
            .ends
            .push(before_fill_bytes(bytes, bytes.len()));
    }
    if header.complete && !bytes[at..].iter().all(|&byte| byte == 0) {
        header.metadata.push(MetadataKind::Trailer);
    }
    Ok(header)
}

/// What a segment of a profile begins with; its number and the count of all follow.
const ICC: &[u8] = b"ICC_PROFILE\0";
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const COM: u8 = 0xFE;

/// Where the run of 0xFF that ends at `end` begins: entropy-coded data never ends in that byte.
fn before_fill_bytes(bytes: &[u8], end: usize) -> usize {
    let fill = bytes[..end].iter().rev().take_while(|&&byte| byte == 0xFF);
    end - fill.count()
}

/// The payload of the segment whose length stands at `start`; nothing when the file ends within it.
fn segment(bytes: &[u8], start: usize) -> Result<Option<&[u8]>, ImageError> {
    let Some(length) = be16(bytes, start).map(usize::from) else {
        return Ok(None);
    };
    if length < 2 {
        return Err(ImageError::corrupt(
            "a JPEG segment shorter than its length",
        ));
    }
    Ok(bytes.get(start + 2..start + length))
}

const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// SOF: precision, lines, samples a line, components (B.2.2).
fn frame(header: &mut Header, marker: u8, payload: &[u8]) -> Result<(), ImageError> {
    let unsupported = |detected| Err(ImageError::UnsupportedFormat { detected });
    match marker {
        0xC0..=0xC2 => (),
        0xC3 => return unsupported("Lossless JPEG"),
        0xC9..=0xCF => return unsupported("Arithmetic-coded JPEG"),
        _ => return unsupported("Hierarchical JPEG"),
    }
    let &[precision, h0, h1, w0, w1, components, ..] = payload else {
        return Err(ImageError::corrupt("a JPEG frame header that is too short"));
    };
    if precision != 8 {
        return unsupported("JPEG with more than 8 bits a sample");
    }
    if !matches!(components, 1 | 3 | 4) {
        return unsupported("JPEG with other than 1, 3 or 4 components");
    }
    header.space = match components {
        1 => Space::Grey,
        3 => Space::Rgb,
        _ => Space::Inks,
    };
    header.scans.progressive = marker == 0xC2;
    header.height = u16::from_be_bytes([h0, h1]).into();
    header.width = u16::from_be_bytes([w0, w1]).into();
    if header.height == 0 && header.width > 0 {
        return unsupported("JPEG with its height at the end");
    }
    Ok(())
}

/// A segment of a profile that ends at `end`.
fn profile(header: &mut Header, payload: &[u8], end: usize) {
    header.metadata.push(MetadataKind::Icc);
    let (number, count, length) = match payload[ICC.len()..] {
        [number, count, ref data @ ..] => (number, count, data.len()),
        _ => (0, 0, 0),
    };
    let data = end - length..end;
    header.profile.add(Segment {
        number,
        count,
        data,
    });
}

/// APP0 to APP15 by the names their makers gave them.
fn application(header: &mut Header, marker: u8, payload: &[u8]) {
    const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
    const XMP_EXTENSION: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";
    match marker {
        0xE1 if payload.starts_with(b"Exif\0") => header.add_exif(payload),
        0xE1 if payload.starts_with(XMP) || payload.starts_with(XMP_EXTENSION) => {
            header.add_xmp(payload);
        }
        0xED if payload.starts_with(b"Photoshop 3.0\0") => header.metadata.push(MetadataKind::Iptc),
        // How the samples are to be read, and nothing about anybody.
        0xE0 if payload.starts_with(b"JFIF\0") && payload.len() == 14 => (),
        0xEE if payload.starts_with(b"Adobe") && payload.len() == 12 => (),
        _ => header.metadata.push(MetadataKind::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roundel_fixtures::Fixture;

    fn header(json: &str) -> Header {
        let fixture: Fixture = json.parse().unwrap();
        read(&fixture.bytes().unwrap()).unwrap()
    }

    #[test]
    fn everything_a_phone_adds_is_seen() {
        let header = header(
            r#"{"fixture":"photo_jpeg","width":64,"height":48,"orientation":6,"gps":true,"extras":true}"#,
        );
        let mut names: Vec<&str> = header.metadata.iter().map(|kind| kind.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(
            names,
            [
                "comment", "exif", "gps", "icc", "iptc", "other", "trailer", "xmp"
            ]
        );
        assert_eq!((header.width, header.height), (64, 48));
        assert_eq!(header.orientation, Some(6));
        assert!(header.complete);
    }

    #[test]
    fn scans_are_counted_and_the_end_is_missed() {
        let whole = header(r#"{"fixture":"photo_jpeg","width":64,"height":48,"progressive":true}"#);
        assert!(whole.scans.ends.len() > 1 && whole.scans.progressive && whole.complete);
        let short = header(
            r#"{"fixture":"short","by":2,"of":{"fixture":"photo_jpeg","width":64,"height":48}}"#,
        );
        assert!(short.scans.ends.len() == 1 && !short.complete);
    }

    #[test]
    fn a_clean_file_has_no_metadata() {
        let header = header(r#"{"fixture":"photo_jpeg","width":64,"height":48}"#);
        assert_eq!(header.metadata, []);
    }
}
