//! Step: read headers. Nothing is decoded and nothing is allocated for the picture.

use alloc::vec::Vec;

mod exif;
pub(crate) mod gif;
mod jpeg;
#[cfg(feature = "png")]
mod png;
mod sniff;
mod webp;

use core::fmt;

use crate::built_in::{has, lacks};
use crate::colour::{Embedded, Space};
use crate::{ImageError, ImageType, Orientation};

/// What the headers of a picture say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The type of the bytes, whatever the file was called.
    pub format: ImageType,
    /// Width of the upright picture in pixels, at least 1.
    pub width: u32,
    /// Height of the upright picture in pixels, at least 1.
    pub height: u32,
    /// How stored pixels become upright; [`Orientation::UPRIGHT`] where nothing says otherwise.
    pub orientation: Orientation,
    /// Whether pixels can be transparent.
    pub alpha: bool,
    /// Whether there is more than one frame; the first is what counts.
    pub animated: bool,
    /// How many frames there are, or are announced; at least 1.
    pub frames: u32,
    /// What the file tells beside its pixels, each kind once, in the order of [`MetadataKind`].
    pub metadata: Vec<MetadataKind>,
}

/// Something a file tells beside its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetadataKind {
    /// EXIF: camera, time, settings, a small preview.
    Exif,
    /// A position on earth, in EXIF or XMP.
    Gps,
    /// XMP (ISO 16684-1).
    Xmp,
    /// IPTC-IIM in Photoshop's segment.
    Iptc,
    /// A colour profile.
    Icc,
    /// A comment.
    Comment,
    /// Text, or the time of the last change.
    Text,
    /// A segment or block that only its maker understands.
    Other,
    /// Bytes behind the end of the picture: films, depth maps, second pictures.
    Trailer,
}

impl MetadataKind {
    const ALL: [Self; 9] = [
        Self::Exif,
        Self::Gps,
        Self::Xmp,
        Self::Iptc,
        Self::Icc,
        Self::Comment,
        Self::Text,
        Self::Other,
        Self::Trailer,
    ];

    /// A lower-case name, the same in every version.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exif => "exif",
            Self::Gps => "gps",
            Self::Xmp => "xmp",
            Self::Iptc => "iptc",
            Self::Icc => "icc",
            Self::Comment => "comment",
            Self::Text => "text",
            Self::Other => "other",
            Self::Trailer => "trailer",
        }
    }
}

impl fmt::Display for MetadataKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads what the headers say.
///
/// Checks no [`Limits`](crate::Limits): it costs one walk over the bytes and never allocates for the picture.
///
/// # Errors
/// [`ImageError::Empty`], [`ImageError::NotAnImage`], [`ImageError::UnsupportedFormat`], [`ImageError::ZeroSized`],
/// [`ImageError::Truncated`] when the header is not all there, or [`ImageError::Corrupt`].
///
/// ```
/// let photo = roundel_fixtures::photo_jpeg(400, 300, 6, true)?;
/// let probe = roundel_imaging::probe(&photo)?;
/// assert_eq!((probe.width, probe.height), (300, 400));
/// assert_eq!(probe.orientation.exif(), 6);
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
pub fn probe(bytes: &[u8]) -> Result<Probe, ImageError> {
    inspect(bytes).map(|inspected| inspected.probe)
}

/// What the bytes tell beside the pixels: the proof that an output is clean is that this is empty.
///
/// # Errors
/// As [`probe`].
pub fn metadata_kinds(bytes: &[u8]) -> Result<Vec<MetadataKind>, ImageError> {
    probe(bytes).map(|probe| probe.metadata)
}

/// A probe and what decoding needs to know about the file beside it.
pub(crate) struct Inspected {
    pub(crate) probe: Probe,
    /// Whether the container's own end was found.
    pub(crate) complete: bool,
    /// Of a JPEG.
    pub(crate) scans: Scans,
    /// What kind of colours the pixels are.
    pub(crate) space: Space,
    pub(crate) profile: Embedded,
}

/// The entropy-coded parts of a JPEG.
#[derive(Default)]
pub(crate) struct Scans {
    /// Whether each refines the ones before it.
    pub(crate) progressive: bool,
    /// Where the data of each scan ends: the position of the next marker's first byte, or of the file's end.
    pub(crate) ends: Vec<usize>,
}

pub(crate) fn inspect(bytes: &[u8]) -> Result<Inspected, ImageError> {
    let header = match sniff::sniff(bytes)? {
        ImageType::Jpeg => jpeg::read(bytes),
        #[cfg(feature = "png")]
        ImageType::Png => png::read(bytes),
        ImageType::Webp if has(ImageType::Webp) => webp::read(bytes),
        ImageType::Gif if has(ImageType::Gif) => gif::read(bytes),
        format => Err(lacks(format)),
    }?;
    header.inspected()
}

/// What a container's reader collects.
struct Header {
    format: ImageType,
    /// As stored.
    width: u32,
    /// As stored.
    height: u32,
    orientation: Option<u16>,
    alpha: bool,
    frames: u32,
    metadata: Vec<MetadataKind>,
    complete: bool,
    scans: Scans,
    space: Space,
    profile: Embedded,
}

impl Header {
    fn new(format: ImageType) -> Self {
        Self {
            format,
            width: 0,
            height: 0,
            orientation: None,
            alpha: false,
            frames: 1,
            metadata: Vec::new(),
            complete: true,
            scans: Scans::default(),
            space: Space::Rgb,
            profile: Embedded::None,
        }
    }

    /// Takes over what a TIFF block says. The first block counts, as in browsers.
    fn add_exif(&mut self, tiff: &[u8]) {
        self.metadata.push(MetadataKind::Exif);
        let exif = exif::read(tiff);
        if exif.gps {
            self.metadata.push(MetadataKind::Gps);
        }
        self.orientation = self.orientation.or(exif.orientation);
    }

    /// Notes where a profile is. The first one counts.
    fn add_profile(&mut self, profile: Embedded) {
        self.metadata.push(MetadataKind::Icc);
        if self.profile.is_none() {
            self.profile = profile;
        }
    }

    fn add_xmp(&mut self, packet: &[u8]) {
        self.metadata.push(MetadataKind::Xmp);
        if packet.windows(12).any(|window| window == b"GPSLongitude") {
            self.metadata.push(MetadataKind::Gps);
        }
    }

    fn inspected(self) -> Result<Inspected, ImageError> {
        if self.width == 0 || self.height == 0 {
            return Err(ImageError::ZeroSized);
        }
        let orientation = self
            .orientation
            .and_then(Orientation::from_exif)
            .unwrap_or_default();
        let (width, height) = orientation.exchanged(self.width, self.height);
        Ok(Inspected {
            probe: Probe {
                format: self.format,
                width,
                height,
                orientation,
                alpha: self.alpha,
                animated: self.frames > 1,
                frames: self.frames,
                metadata: MetadataKind::ALL
                    .into_iter()
                    .filter(|kind| self.metadata.contains(kind))
                    .collect(),
            },
            complete: self.complete,
            scans: self.scans,
            space: self.space,
            profile: self.profile,
        })
    }
}

/// The big-endian number of 16 bits at `at`.
fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The big-endian number of 32 bits at `at`.
fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The little-endian number of 16 bits at `at`.
pub(crate) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The little-endian number of 32 bits at `at`.
fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
