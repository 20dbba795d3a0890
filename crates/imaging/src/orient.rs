//! Step: turn the picture upright, once.

use alloc::vec::Vec;

use crate::raster::Raster;

/// How stored rows and columns become an upright picture: tag 0x0112 of TIFF 6.0 and EXIF 2.32, 4.6.4.
///
/// The eight values are the symmetries of a rectangle: first mirrored left to right or not, then turned clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orientation {
    mirrored: bool,
    quarter_turns: u8,
}

impl Orientation {
    /// Stored as seen.
    pub const UPRIGHT: Self = Self {
        mirrored: false,
        quarter_turns: 0,
    };

    /// The orientation of an EXIF value; anything but 1 to 8 is no orientation.
    pub const fn from_exif(value: u16) -> Option<Self> {
        let (mirrored, quarter_turns) = match value {
            1 => (false, 0),
            2 => (true, 0),
            3 => (false, 2),
            4 => (true, 2),
            5 => (true, 3),
            6 => (false, 1),
            7 => (true, 1),
            8 => (false, 3),
            _ => return None,
        };
        Some(Self {
            mirrored,
            quarter_turns,
        })
    }

    /// The EXIF value, 1 to 8.
    pub const fn exif(self) -> u16 {
        match (self.mirrored, self.quarter_turns) {
            (false, 1) => 6,
            (false, 2) => 3,
            (false, 3) => 8,
            (false, _) => 1,
            (true, 1) => 7,
            (true, 2) => 4,
            (true, 3) => 5,
            (true, _) => 2,
        }
    }

    /// Whether width and height change places.
    pub const fn swaps_sides(self) -> bool {
        self.quarter_turns % 2 == 1
    }

    /// Width and height of what is stored as `width` x `height`, or the other way round.
    pub(crate) const fn exchanged(self, width: u32, height: u32) -> (u32, u32) {
        if self.swaps_sides() {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Whether stored columns are seen from the last to the first, and whether rows are.
    pub(crate) const fn reverses(self) -> (bool, bool) {
        let (column, row) = self.stored_position(0, 0, 2, 2);
        (column > 0, row > 0)
    }

    /// This orientation followed by clockwise quarter turns.
    pub(crate) const fn turned(self, quarter_turns: u8) -> Self {
        Self {
            mirrored: self.mirrored,
            quarter_turns: (self.quarter_turns + quarter_turns) % 4,
        }
    }

    /// Where the upright pixel (`x`, `y`) of an upright `width` x `height` picture is stored.
    ///
    /// Works on pixel indices; a box is carried over by its corners.
    pub(crate) const fn stored_position(
        self,
        x: u32,
        y: u32,
        width: u32,
        height: u32,
    ) -> (u32, u32) {
        let (right, bottom) = (width - 1 - x, height - 1 - y);
        let (column, row, stored_width) = match self.quarter_turns {
            0 => (x, y, width),
            1 => (y, right, height),
            2 => (right, bottom, width),
            _ => (bottom, x, height),
        };
        if self.mirrored {
            (stored_width - 1 - column, row)
        } else {
            (column, row)
        }
    }
}

/// The picture as `orientation` wants it seen.
pub(crate) fn orient(stored: Raster, orientation: Orientation) -> Raster {
    if orientation == Orientation::UPRIGHT {
        return stored;
    }
    let size = (stored.width, stored.height);
    let (width, height) = orientation.exchanged(stored.width, stored.height);
    let data = match stored.layout.has_alpha() {
        false => turned(stored.data.as_chunks::<3>().0, size, orientation).into_flattened(),
        true => turned(stored.data.as_chunks::<4>().0, size, orientation).into_flattened(),
    };
    Raster {
        width,
        height,
        layout: stored.layout,
        data,
    }
}

/// Pixels as `orientation` wants them seen; `size` is their width and height as stored.
pub(crate) fn turned<P: Copy>(stored: &[P], size: (u32, u32), orientation: Orientation) -> Vec<P> {
    if orientation == Orientation::UPRIGHT {
        return stored.to_vec();
    }
    let (width, height) = orientation.exchanged(size.0, size.1);
    let index = |x, y| {
        let (column, row) = orientation.stored_position(x, y, width, height);
        row as usize * size.0 as usize + column as usize
    };
    // One upright pixel to the right is always as far away among the stored ones.
    let step = if width > 1 {
        index(1, 0).wrapping_sub(index(0, 0))
    } else {
        0
    };
    let mut upright = Vec::with_capacity(stored.len());
    for y in 0..height {
        let mut at = index(0, y);
        for _ in 0..width {
            upright.push(stored[at]);
            at = at.wrapping_add(step);
        }
    }
    upright
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Layout;

    #[test]
    fn every_value_leads_back_to_itself() {
        for value in 1..=8 {
            assert_eq!(Orientation::from_exif(value).unwrap().exif(), value);
        }
        assert_eq!(Orientation::from_exif(0), None);
        assert_eq!(Orientation::from_exif(9), None);
    }

    #[test]
    fn every_orientation_gives_the_same_upright_scene() {
        let upright = roundel_fixtures::scene::flat_rgb(6, 4, 1);
        for value in 1..=8 {
            let (width, height) = if value > 4 { (4, 6) } else { (6, 4) };
            let stored = Raster {
                width,
                height,
                layout: Layout::Rgb,
                data: roundel_fixtures::scene::flat_rgb(width, height, value),
            };
            let turned = orient(stored, Orientation::from_exif(value).unwrap());
            assert_eq!((turned.width, turned.height), (6, 4));
            assert!(turned.data == upright, "orientation {value}");
        }
    }

    #[test]
    fn four_quarter_turns_are_none() {
        for value in 1..=8 {
            let orientation = Orientation::from_exif(value).unwrap();
            assert_eq!(orientation.turned(1).turned(3), orientation);
            assert_ne!(orientation.turned(1), orientation);
        }
    }
}
