//! GIF by `gif`: the first frame on a transparent canvas.

use gif::{ColorOutput, DecodeOptions, Decoder, DecodingError, Frame};

use crate::ImageError;
use crate::raster::{Layout, Raster};

/// The canvas as it is after the first frame.
pub(super) fn decode(bytes: &[u8]) -> Result<Raster, ImageError> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    // A frame larger than its canvas would be decoded at its own size.
    options.check_frame_consistency(true);
    // The canvas is within the caller's limits already, which may be more than the decoder's own 50 MB.
    options.set_memory_limit(gif::MemoryLimit::Unlimited);
    let mut decoder = options.read_info(bytes).map_err(refusal)?;
    let mut canvas = Raster {
        width: decoder.width().into(),
        height: decoder.height().into(),
        layout: Layout::Rgba,
        data: vec![0; usize::from(decoder.width()) * usize::from(decoder.height()) * 4],
    };
    let frame = first_frame(&mut decoder)?;
    place(&mut canvas, &frame)?;
    Ok(canvas)
}

fn first_frame(decoder: &mut Decoder<&[u8]>) -> Result<Frame<'static>, ImageError> {
    let frame = decoder.read_next_frame().map_err(refusal)?;
    frame
        .cloned()
        .ok_or_else(|| ImageError::corrupt("a GIF without a frame"))
}

fn place(canvas: &mut Raster, frame: &Frame<'_>) -> Result<(), ImageError> {
    let outside = || ImageError::corrupt("a GIF frame outside its canvas");
    let stride = canvas.width as usize * 4;
    let length = usize::from(frame.width) * 4;
    if length == 0 {
        return Ok(());
    }
    for (row, pixels) in frame.buffer.chunks_exact(length).enumerate() {
        let start = (usize::from(frame.top) + row) * stride + usize::from(frame.left) * 4;
        canvas
            .data
            .get_mut(start..start + length)
            .ok_or_else(outside)?
            .copy_from_slice(pixels);
    }
    Ok(())
}

fn refusal(error: DecodingError) -> ImageError {
    match error {
        DecodingError::UnexpectedEof | DecodingError::Io(_) => ImageError::Truncated,
        DecodingError::MemoryLimit | DecodingError::OutOfMemory => ImageError::TooComplex,
        error => ImageError::corrupt(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roundel_fixtures::{Fixture, scene};

    fn decoded(json: &str) -> Result<Raster, ImageError> {
        decode(&json.parse::<Fixture>().unwrap().bytes().unwrap())
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
    fn a_cut_file_is_truncated() {
        let cut = r#"{"fixture":"cut","keep":0.5,"of":{"fixture":"gif","width":300,"height":200,"frames":1,"transparent":false}}"#;
        assert_eq!(decoded(cut), Err(ImageError::Truncated));
    }
}
