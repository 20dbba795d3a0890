//! GIF (GIF89a specification): the first frame on a transparent canvas, a row at a time.
//!
//! Ours for the reason that PNG is.

use alloc::vec;
use alloc::vec::Vec;

mod frame;
mod lzw;

use super::Decoded;
use super::gather::Gather;
use crate::raster::Layout;
use crate::{CropBox, ImageError};
use frame::Frame;
use lzw::Indices;

/// The canvas as it is after the first frame.
pub(super) fn decode(
    bytes: &[u8],
    region: CropBox,
    target: (u32, u32),
) -> Result<Decoded, ImageError> {
    let frame = Frame::read(bytes)?;
    let mut indices = Indices::new(bytes, frame.data)?;
    let mut gather = Gather::new(region, target, Layout::Rgba);
    let interlaced = match frame.interlaced {
        true => Some(deinterlaced(&frame, &mut indices)?),
        false => None,
    };
    let mut line = vec![0; frame.width];
    let mut row = vec![0; frame.canvas.0 * 4];
    for y in 0..frame.canvas.1 {
        row.fill(0);
        if let Some(y) = y.checked_sub(frame.top).filter(|&y| y < frame.height) {
            match &interlaced {
                Some(lines) => line.copy_from_slice(&lines[y * frame.width..][..frame.width]),
                None => indices.fill(&mut line)?,
            }
            frame.paint(&line, &mut row);
        }
        gather.push(&row);
        if !gather.wants_more() {
            break;
        }
    }
    Ok(gather.finish())
}

/// All lines in their order: every eighth, those half way between, and so on (appendix E).
fn deinterlaced(frame: &Frame<'_>, indices: &mut Indices<'_>) -> Result<Vec<u8>, ImageError> {
    let mut lines = vec![0; frame.width * frame.height];
    for (first, step) in [(0, 8), (4, 8), (2, 4), (1, 2)] {
        for y in (first..frame.height).step_by(step) {
            indices.fill(&mut lines[y * frame.width..][..frame.width])?;
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Raster;
    use roundel_fixtures::{Fixture, scene};

    fn decoded(json: &str) -> Result<Raster, ImageError> {
        decoded_bytes(&json.parse::<Fixture>().unwrap().bytes().unwrap())
    }

    fn decoded_bytes(bytes: &[u8]) -> Result<Raster, ImageError> {
        let probe = crate::probe(bytes).unwrap();
        let whole = CropBox {
            x: 0,
            y: 0,
            width: probe.width,
            height: probe.height,
        };
        match decode(bytes, whole, (probe.width, probe.height))? {
            Decoded::Raster(raster, _) => Ok(raster),
            other => panic!("not in full size: {other:?}"),
        }
    }

    #[test]
    fn the_first_frame_counts_in_any_order_of_rows() {
        for interlaced in [false, true] {
            let raster = decoded(&format!(
                r#"{{"fixture":"gif","width":30,"height":20,"frames":3,"transparent":true,"interlaced":{interlaced}}}"#
            ))
            .unwrap();
            assert_eq!((raster.width, raster.height), (30, 20));
            assert_eq!(raster.pixel_at(0.3, 0.3)[..3], scene::TOP_LEFT);
            assert_eq!(raster.pixel_at(0.7, 0.7)[..3], scene::BOTTOM_RIGHT);
            assert_eq!(raster.pixel_at(0.0, 0.0)[3], 0);
        }
    }

    #[test]
    fn a_frame_beyond_its_canvas_is_shown_whole() {
        let json = r#"{"fixture":"gif","width":30,"height":20,"frames":1,"transparent":false}"#;
        let whole = json.parse::<Fixture>().unwrap().bytes().unwrap();
        let mut beyond = whole.clone();
        // A canvas of 8 x 8, and the frame 3 pixels from its left edge.
        beyond[6..10].copy_from_slice(&[8, 0, 8, 0]);
        let frame = beyond.iter().position(|&byte| byte == 0x2C).unwrap();
        beyond[frame + 1] = 3;
        let (whole, beyond) = (
            decoded_bytes(&whole).unwrap(),
            decoded_bytes(&beyond).unwrap(),
        );
        assert_eq!((beyond.width, beyond.height), (33, 20));
        for (beyond, whole) in beyond.data.chunks(33 * 4).zip(whole.data.chunks(30 * 4)) {
            assert_eq!((&beyond[..12], &beyond[12..]), (&[0; 12][..], whole));
        }
    }

    #[test]
    fn a_cut_file_is_truncated() {
        let cut = r#"{"fixture":"cut","keep":0.5,"of":{"fixture":"gif","width":300,"height":200,"frames":1,"transparent":false}}"#;
        assert_eq!(decoded(cut), Err(ImageError::Truncated));
    }
}
