//! What kind of file the first bytes announce.

use crate::{ImageError, ImageType};

/// The type, when it is one that is read; else an error that names what it is.
pub(super) fn sniff(bytes: &[u8]) -> Result<ImageType, ImageError> {
    if bytes.is_empty() {
        return Err(ImageError::Empty);
    }
    if let Some(image) = ImageType::sniff(bytes) {
        return Ok(image);
    }
    match other_image(bytes) {
        Some(detected) => Err(ImageError::UnsupportedFormat { detected }),
        None => Err(ImageError::NotAnImage {
            detected: other_file(bytes),
        }),
    }
}

/// Pictures that are not read.
fn other_image(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return iso_brand(bytes);
    }
    const SIGNATURES: [(&[u8], &str); 9] = [
        (b"BM", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"\0\0\x01\0", "Icon"),
        (b"8BPS", "Photoshop"),
        (b"\xFF\x0A", "JPEG XL"),
        (b"\0\0\0\x0CJXL ", "JPEG XL"),
        (b"\0\0\0\x0CjP  ", "JPEG 2000"),
        (b"\xFF\x4F\xFF\x51", "JPEG 2000"),
    ];
    let known = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature));
    known
        .map(|&(_, name)| name)
        .or_else(|| markup(bytes).filter(|&name| name == "SVG"))
}

/// The major and compatible brands of an ISO base media file (ISO/IEC 14496-12, 4.3).
fn iso_brand(bytes: &[u8]) -> Option<&'static str> {
    let size = super::be32(bytes, 0)?.min(256) as usize;
    let brands = bytes.get(8..size.min(bytes.len()))?;
    let has = |name: &[u8; 4]| brands.as_chunks::<4>().0.contains(name);
    if has(b"avif") || has(b"avis") {
        Some("AVIF")
    } else if [
        b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1",
    ]
    .into_iter()
    .any(has)
    {
        Some("HEIC")
    } else {
        None
    }
}

/// Files that are no pictures but come under a picture's name.
fn other_file(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a film");
    }
    const SIGNATURES: [(&[u8], &str); 4] = [
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "an archive"),
        (b"\x1F\x8B", "an archive"),
        (b"\x1A\x45\xDF\xA3", "a film"),
    ];
    let known = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature));
    known.map(|&(_, name)| name).or_else(|| markup(bytes))
}

/// SVG or HTML, in any case and behind a byte order mark, white space, declarations and comments.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    let start = start[..start.len().min(1024)].to_ascii_lowercase();
    let position = |tag: &[u8]| start.windows(tag.len()).position(|window| window == tag);
    let html = [
        b"<!doctype html".as_slice(),
        b"<html",
        b"<head",
        b"<body",
        b"<script",
    ];
    let html = html.into_iter().filter_map(position).min();
    match (start.first()?, html, position(b"<svg")) {
        (b'<', Some(html), svg) if svg.is_none_or(|svg| html < svg) => Some("HTML"),
        (b'<', _, Some(_)) => Some("SVG"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_named() {
        let message = |bytes: &[u8]| sniff(bytes).unwrap_err().to_string();
        assert!(message(b"\n <!DOCTYPE HTML><svg>").contains("HTML"));
        assert!(message(b"<svg><script>").contains("SVG"));
        assert!(message(b"<html>").contains("HTML"));
        assert!(message(b"\xEF\xBB\xBF<?xml version='1.0'?>\n<SVG>").contains("SVG"));
        assert!(message(b"\0\0\0\x14ftypheic\0\0\0\0heic").contains("HEIC"));
        assert!(message(b"\0\0\0\x14ftypmif1\0\0\0\0avif").contains("AVIF"));
        assert!(message(b"\0\0\0\x14ftypisom\0\0\0\0mp41").contains("a film"));
        assert!(message(b"%PDF-1.7").contains("PDF"));
        assert!(message(b"hello").starts_with("This is not a picture."));
    }

    #[test]
    fn a_page_about_pictures_is_still_a_page_of_text() {
        let error = sniff(b"see <svg> and <html>").unwrap_err();
        assert_eq!(error, ImageError::NotAnImage { detected: None });
        assert_eq!(sniff(b""), Err(ImageError::Empty));
    }
}
