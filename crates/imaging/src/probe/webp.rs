//! The chunks of a WebP file (RFC 9649, 2).

use roundel_webp::container::{Bitstream, Canvas, Chunk, Chunks, FrameBox, riff_end};
use roundel_webp::{Corrupt, DecodeError};

use super::{Header, MetadataKind};
use crate::colour::Embedded;
use crate::{ImageError, ImageType};

/// Walks all chunks of the RIFF container.
///
/// A bitstream whose own size is not that of its canvas is refused here, before the limits let the canvas pass.
pub(super) fn read(bytes: &[u8]) -> Result<Header, ImageError> {
    let mut header = Header::new(ImageType::Webp);
    let riff_end = riff_end(bytes).ok_or(ImageError::Truncated)?;
    header.complete = riff_end <= bytes.len();
    // The padding of an odd chunk belongs to the container, yet some writers leave it out of both.
    if header.complete && riff_end.next_multiple_of(2) < bytes.len() {
        header.metadata.push(MetadataKind::Trailer);
    }
    let mut chunks = Chunks::of_file(bytes)?;
    let all = chunks.clone();
    let first = chunks.next().ok_or(ImageError::Truncated)?;
    match first.kind {
        b"VP8X" => extended(&mut header, first.data, chunks)?,
        _ => still(&mut header, &first)?,
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

fn still(header: &mut Header, chunk: &Chunk<'_>) -> Result<(), ImageError> {
    let stream = Bitstream::read(chunk)?.ok_or(ImageError::corrupt(
        "a WebP that begins with an unknown chunk",
    ))?;
    header.width = stream.width;
    header.height = stream.height;
    header.alpha = stream.alpha;
    Ok(())
}

fn extended(header: &mut Header, data: &[u8], rest: Chunks<'_>) -> Result<(), ImageError> {
    let canvas = Canvas::read(data)?;
    header.width = canvas.width;
    header.height = canvas.height;
    header.alpha = canvas.alpha;
    let mut frames = 0;
    for chunk in rest {
        if chunk.kind == b"ANMF" {
            let frame = FrameBox::read(chunk.data, &canvas)?;
            Chunks::of_frame(chunk.data)
                .try_for_each(|chunk| same_size(&chunk, frame.width, frame.height))?;
            frames += 1;
        } else {
            same_size(&chunk, canvas.width, canvas.height)?;
        }
    }
    header.frames = frames.max(1);
    Ok(())
}

fn same_size(chunk: &Chunk<'_>, width: u32, height: u32) -> Result<(), ImageError> {
    match Bitstream::read(chunk)? {
        Some(stream) if (stream.width, stream.height) != (width, height) => {
            Err(DecodeError::from(Corrupt::Size).into())
        }
        _ => Ok(()),
    }
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
