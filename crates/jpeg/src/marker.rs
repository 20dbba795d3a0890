//! Marker codes (T.81 table B.1): the byte after 0xFF.

/// Start of frame, baseline sequential DCT, Huffman coding.
pub(crate) const SOF0: u8 = 0xC0;
/// Start of frame, extended sequential DCT, Huffman coding.
pub(crate) const SOF1: u8 = 0xC1;
/// Start of frame, progressive DCT, Huffman coding.
pub(crate) const SOF2: u8 = 0xC2;
/// Define Huffman tables.
pub(crate) const DHT: u8 = 0xC4;
/// Start of image.
pub(crate) const SOI: u8 = 0xD8;
/// End of image.
pub(crate) const EOI: u8 = 0xD9;
/// Start of scan.
pub(crate) const SOS: u8 = 0xDA;
/// Define quantisation tables.
pub(crate) const DQT: u8 = 0xDB;
/// Application segment 0: JFIF.
pub(crate) const APP0: u8 = 0xE0;
/// For temporary use in arithmetic coding; has no length.
pub(crate) const TEM: u8 = 0x01;
/// Define restart interval.
pub(crate) const DRI: u8 = 0xDD;
/// Define number of lines, after the first scan.
pub(crate) const DNL: u8 = 0xDC;
/// Application segment 14: Adobe.
pub(crate) const APP14: u8 = 0xEE;

/// Whether the marker is one of RST0 to RST7, between restart intervals.
pub(crate) fn is_restart(code: u8) -> bool {
    (0xD0..=0xD7).contains(&code)
}
