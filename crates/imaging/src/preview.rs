//! Step: a picture in about 25 bytes, to show while the real one loads.

use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};

use roundel_jpeg::{Planar, Plane};

use crate::Orientation;
use crate::linear::to_srgb;
use crate::picture::Picture;
use crate::planes::{Chroma, Part, PlaneSource};
use crate::raster::Region;
use crate::resize::ColourSource;
use crate::ycbcr::to_rgb;

/// ThumbHash takes pictures up to 100 pixels a side and keeps seven waves along it at most: half the side is plenty.
const SIDE: u32 = 50;

/// The ThumbHash (<https://evanw.github.io/thumbhash/>) of a finished picture as standard base64.
pub(crate) fn thumbhash(picture: &Picture) -> String {
    let longer = picture.width().max(picture.height()).max(SIDE);
    let scaled = |side: u32| (side * SIDE / longer).max(1);
    let size = (scaled(picture.width()), scaled(picture.height()));
    let small = match picture {
        Picture::Raster(raster) => {
            to_srgb(&ColourSource::new(raster, Region::whole(raster), size).resized(size))
        }
        Picture::Planes(planar) => to_rgb(&resized(planar, size)),
    };
    let rgba: Vec<[u8; 4]> = match small.layout.has_alpha() {
        true => small.data.as_chunks().0.to_vec(),
        false => small
            .data
            .as_chunks::<3>()
            .0
            .iter()
            .map(|&[red, green, blue]| [red, green, blue, 255])
            .collect(),
    };
    let (width, height) = (small.width as usize, small.height as usize);
    Base64::encode_string(&crate::thumbhash::thumbhash(width, height, &rgba))
}

fn resized(planar: &Planar, size: (u32, u32)) -> Planar {
    let part = |plane: &Plane| Part {
        region: Region {
            left: 0.0,
            top: 0.0,
            width: plane.width as f64,
            height: plane.height as f64,
        },
        plane: plane.clone(),
    };
    let parts: Vec<Part> = planar.planes.iter().map(part).collect();
    let source = PlaneSource::new(&parts, Chroma::Full, Orientation::UPRIGHT);
    source.resized(size).picture()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{Layout, Raster};
    use roundel_fixtures::scene;

    #[test]
    fn the_hash_shows_the_scene() {
        let picture = Raster {
            width: 300,
            height: 200,
            layout: Layout::Rgb,
            data: scene::flat_rgb(300, 200, 0),
        };
        let hash = Base64::decode_vec(&thumbhash(&Picture::Raster(picture))).unwrap();
        assert!(hash.len() <= 25);
        let (width, height, rgba) = ::thumbhash::thumb_hash_to_rgba(&hash).unwrap();
        let pixel = |u: f64, v: f64| {
            let at = (v * height as f64) as usize * width + (u * width as f64) as usize;
            [rgba[at * 4], rgba[at * 4 + 1], rgba[at * 4 + 2]]
        };
        let [red, green, blue] = pixel(0.2, 0.2);
        assert!(red > green && red > blue);
        let [red, green, blue] = pixel(0.8, 0.2);
        assert!(green > red && green > blue);
    }

    #[test]
    fn one_pixel_and_one_row_have_a_hash() {
        for (width, height) in [(1, 1), (4000, 1), (1, 4000)] {
            let picture = Raster {
                width,
                height,
                layout: Layout::Rgba,
                data: vec![9; (width * height * 4) as usize],
            };
            assert!(!thumbhash(&Picture::Raster(picture)).is_empty());
        }
    }
}
