//! Step: decide which square of a picture comes out.

use crate::CropBox;

/// Where the square lies in what was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gravity {
    /// In the middle.
    #[default]
    Center,
    /// At the top.
    North,
    /// At the top right.
    NorthEast,
    /// At the right.
    East,
    /// At the bottom right.
    SouthEast,
    /// At the bottom.
    South,
    /// At the bottom left.
    SouthWest,
    /// At the left.
    West,
    /// At the top left.
    NorthWest,
    /// Where skin, detail and colour are; the square may be smaller than what was chosen, by a quarter at most.
    Attention,
}

impl Gravity {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Center,
        Self::North,
        Self::NorthEast,
        Self::East,
        Self::SouthEast,
        Self::South,
        Self::SouthWest,
        Self::West,
        Self::NorthWest,
        Self::Attention,
    ];

    /// A lower-case name, the same in every version.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Center => "center",
            Self::North => "north",
            Self::NorthEast => "northeast",
            Self::East => "east",
            Self::SouthEast => "southeast",
            Self::South => "south",
            Self::SouthWest => "southwest",
            Self::West => "west",
            Self::NorthWest => "northwest",
            Self::Attention => "attention",
        }
    }

    /// The gravity of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gravity| gravity.name() == name)
    }

    /// The largest square of an area; attention needs the pixels, so here it is in the middle.
    pub(crate) fn square(self, area: CropBox) -> CropBox {
        let side = area.width.min(area.height);
        let (spare_x, spare_y) = (area.width - side, area.height - side);
        let x = match self {
            Self::West | Self::NorthWest | Self::SouthWest => 0,
            Self::East | Self::NorthEast | Self::SouthEast => spare_x,
            _ => spare_x / 2,
        };
        let y = match self {
            Self::North | Self::NorthEast | Self::NorthWest => 0,
            Self::South | Self::SouthEast | Self::SouthWest => spare_y,
            _ => spare_y / 2,
        };
        CropBox {
            x: area.x + x,
            y: area.y + y,
            width: side,
            height: side,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compass_points_where_it_says() {
        let square = |gravity: Gravity, width, height| {
            let area = CropBox {
                x: 100,
                y: 10,
                width,
                height,
            };
            let square = gravity.square(area);
            assert_eq!((square.width, square.height), (200, 200));
            (square.x - 100, square.y - 10)
        };
        for (name, wide, tall) in [
            ("center", 50, 50),
            ("north", 50, 0),
            ("northeast", 100, 0),
            ("east", 100, 50),
            ("southeast", 100, 100),
            ("south", 50, 100),
            ("southwest", 0, 100),
            ("west", 0, 50),
            ("northwest", 0, 0),
            ("attention", 50, 50),
        ] {
            let gravity = Gravity::from_name(name).unwrap();
            assert_eq!(square(gravity, 300, 200), (wide, 0), "{name}");
            assert_eq!(square(gravity, 200, 300), (0, tall), "{name}");
        }
        assert_eq!(Gravity::from_name("Center"), None);
    }
}
