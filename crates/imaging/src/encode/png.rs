//! PNG without any chunk that is not needed to show it (PNG Third Edition, 5). Deflating is `miniz_oxide`'s.

use alloc::vec;
use alloc::vec::Vec;

use miniz_oxide::deflate::compress_to_vec_zlib;

use crate::png::{crc32, paeth};
use crate::raster::{Layout, Raster};

/// zlib's own default: above it files get no smaller that one would notice.
const LEVEL: u8 = 6;

/// The picture as PNG. An alpha channel that is opaque everywhere is left out.
pub(super) fn encode(picture: &Raster) -> Vec<u8> {
    match picture.layout {
        Layout::Rgb => file(picture, Layout::Rgb, &picture.data),
        Layout::Rgba => {
            let pixels = picture.data.as_chunks::<4>().0;
            if pixels.iter().any(|pixel| pixel[3] < 255) {
                return file(picture, Layout::Rgba, &picture.data);
            }
            let opaque: Vec<u8> = pixels
                .iter()
                .flat_map(|&[red, green, blue, _]| [red, green, blue])
                .collect();
            file(picture, Layout::Rgb, &opaque)
        }
    }
}

fn file(picture: &Raster, layout: Layout, data: &[u8]) -> Vec<u8> {
    let mut header = Vec::with_capacity(13);
    header.extend(picture.width.to_be_bytes());
    header.extend(picture.height.to_be_bytes());
    let colour = match layout {
        Layout::Rgb => 2,
        Layout::Rgba => 6,
    };
    header.extend([8, colour, 0, 0, 0]);
    let lines = filtered(
        data,
        picture.width as usize * layout.channels(),
        layout.channels(),
    );
    let mut file = b"\x89PNG\r\n\x1A\n".to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &compress_to_vec_zlib(&lines, LEVEL));
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(crc32(&[&kind, data]).to_be_bytes());
}

/// Every line by the filter that leaves the smallest differences (12.7), its number before it.
fn filtered(data: &[u8], stride: usize, pixel: usize) -> Vec<u8> {
    let mut lines = Vec::with_capacity(data.len() + data.len() / stride);
    let nothing = vec![0; stride];
    let mut above = &nothing[..];
    let mut tried = vec![0; stride];
    for line in data.chunks_exact(stride) {
        let cost = |filter: &u8, tried: &mut [u8]| -> u32 {
            apply(*filter, pixel, above, line, tried);
            tried
                .iter()
                .map(|&byte| u32::from((byte as i8).unsigned_abs()))
                .sum()
        };
        let filter = (0..5)
            .min_by_key(|filter| cost(filter, &mut tried))
            .unwrap_or(0);
        apply(filter, pixel, above, line, &mut tried);
        lines.push(filter);
        lines.extend_from_slice(&tried);
        above = line;
    }
    lines
}

/// What a filter leaves of a line (9.2).
fn apply(filter: u8, pixel: usize, above: &[u8], line: &[u8], out: &mut [u8]) {
    for (at, (out, &byte)) in out.iter_mut().zip(line).enumerate() {
        let back = |row: &[u8]| at.checked_sub(pixel).map_or(0, |at| row[at]);
        *out = byte.wrapping_sub(match filter {
            1 => back(line),
            2 => above[at],
            3 => u16::midpoint(back(line).into(), above[at].into()) as u8,
            4 => paeth(back(line), above[at], back(above)),
            _ => 0,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe;

    #[test]
    fn alpha_is_kept_where_it_says_something() {
        let with_alpha = |alpha| Raster {
            width: 2,
            height: 1,
            layout: Layout::Rgba,
            data: vec![1, 2, 3, 255, 4, 5, 6, alpha],
        };
        let kept = encode(&with_alpha(254));
        assert!(probe(&kept).unwrap().alpha);
        let dropped = probe(&encode(&with_alpha(255))).unwrap();
        assert!(!dropped.alpha);
        assert_eq!(dropped.metadata, []);
    }

    #[test]
    fn what_was_written_is_read_again_by_another_decoder() {
        let (width, height) = (37, 23);
        let noise = |at: u32| (at.wrapping_mul(2_654_435_761) >> 24) as u8;
        for layout in [Layout::Rgb, Layout::Rgba] {
            let length = width * height * layout.channels() as u32;
            let smooth = (0..length).map(|at| (at / 40) as u8);
            for data in [
                smooth.collect::<Vec<u8>>(),
                (0..length).map(noise).collect(),
            ] {
                let picture = Raster {
                    width,
                    height,
                    layout,
                    data,
                };
                let file = encode(&picture);
                let mut reader = png::Decoder::new(std::io::Cursor::new(file))
                    .read_info()
                    .unwrap();
                let mut read = vec![0; reader.output_buffer_size().unwrap()];
                reader.next_frame(&mut read).unwrap();
                assert_eq!(read, picture.data);
            }
        }
    }
}
