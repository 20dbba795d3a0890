//! The two facts a picture's EXIF block has for us.

/// What the first directory of a TIFF block says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Exif {
    /// Tag 0x0112 as written, whatever its value.
    pub(super) orientation: Option<u16>,
    /// Whether there is a pointer to a directory of positions, tag 0x8825.
    pub(super) gps: bool,
}

/// Reads IFD0 of a TIFF block (TIFF 6.0, section 2), with or without `Exif\0\0` before it.
///
/// Everything that is not as it should be reads as not there: a damaged block costs a picture its orientation,
/// never itself.
pub(super) fn read(block: &[u8]) -> Exif {
    let tiff = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    read_directory(tiff).unwrap_or_default()
}

fn read_directory(tiff: &[u8]) -> Option<Exif> {
    let order = Order::of(tiff)?;
    let start = order.long(tiff, 4)? as usize;
    let count = usize::from(order.short(tiff, start)?);
    let entries = tiff.get(start.checked_add(2)?..)?;
    let mut exif = Exif::default();
    for entry in entries.as_chunks::<12>().0.iter().take(count) {
        match order.short(entry, 0)? {
            0x0112 => exif.orientation = exif.orientation.or(order.number(entry)),
            0x8825 => exif.gps = true,
            _ => (),
        }
    }
    Some(exif)
}

#[derive(Clone, Copy)]
enum Order {
    Big,
    Little,
}

impl Order {
    /// "II" or "MM", then 42 in that order.
    fn of(tiff: &[u8]) -> Option<Self> {
        match tiff.first_chunk()? {
            b"II*\0" => Some(Self::Little),
            b"MM\0*" => Some(Self::Big),
            _ => None,
        }
    }

    fn short(self, bytes: &[u8], at: usize) -> Option<u16> {
        match self {
            Self::Big => super::be16(bytes, at),
            Self::Little => super::le16(bytes, at),
        }
    }

    fn long(self, bytes: &[u8], at: usize) -> Option<u32> {
        match self {
            Self::Big => super::be32(bytes, at),
            Self::Little => super::le32(bytes, at),
        }
    }

    /// The value of an entry of one SHORT, or of one LONG as some writers have it.
    fn number(self, entry: &[u8]) -> Option<u16> {
        match (self.short(entry, 2)?, self.long(entry, 4)?) {
            (3, 1) => self.short(entry, 8),
            (4, 1) => u16::try_from(self.long(entry, 8)?).ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BIG: &[u8] = b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26";

    #[test]
    fn both_byte_orders_and_both_number_types_are_read() {
        let expected = Exif {
            orientation: Some(6),
            gps: true,
        };
        assert_eq!(read(BIG), expected);
        assert_eq!(read(&[b"Exif\0\0", BIG].concat()), expected);
        let long = b"II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0\x08\0\0\0";
        assert_eq!(read(long).orientation, Some(8));
    }

    #[test]
    fn every_cut_of_a_block_reads_as_far_as_it_goes() {
        for end in 0..BIG.len() {
            let exif = read(&BIG[..end]);
            assert_eq!(exif.orientation.is_some(), end >= 22, "{end}");
            assert!(!exif.gps);
        }
    }

    #[test]
    fn pointers_into_nowhere_are_no_orientation() {
        assert_eq!(read(b"II*\0\xFF\xFF\xFF\xFF"), Exif::default());
        assert_eq!(read(b"MM\0*\0\0\0\x08\xFF\xFF"), Exif::default());
        assert_eq!(read(b""), Exif::default());
    }
}
