//! Decoding: baseline, extended sequential and progressive JPEG of 8 bits a sample, into planes.
//!
//! A picture can be made as small as 1/2, 3/8, 1/4 or 1/8 on the way, and of a part of it nothing else is transformed, which
//! is far cheaper than doing either afterwards. Arithmetic is in integers: the same bytes give the same samples on
//! every machine.
//!
//! ```
//! use roundel_jpeg::decode::{DecodeError, Options, Scale, decode};
//!
//! let options = Options { scale: Scale::Half, ..Options::default() };
//! assert_eq!(decode(b"no picture", &options), Err(DecodeError::NotJpeg));
//! ```

mod bits;
mod error;
mod geometry;
mod header;
mod huffman;
mod idct;
mod lookups;
mod options;
mod picture;
mod progressive;
mod scan;
mod segments;
mod sequential;
mod tables;
mod walk;

pub use error::{Corrupt, DecodeError, OverLimit, Unsupported, Warning};
pub use header::{Header, Sampling};
pub use options::{Limits, Options, Region, Scale};
pub use segments::next_marker;

use crate::{Planar, marker};
use geometry::Layout;
use header::{Application, Frame};
use picture::Picture;
use segments::{Segment, Segments};
use tables::Tables;

/// A decoded picture, or a region of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The region, aligned out to whole MCUs but not beyond the picture, at the scale asked for. Without a region,
    /// the picture, whose sides are the stored ones divided by the scale and rounded up.
    pub planar: Planar,
    /// How far right in the whole, scaled picture the first sample of `planar.planes[0]` lies.
    pub offset_x: usize,
    /// How far down it lies.
    pub offset_y: usize,
    /// What is amiss with the picture, if anything.
    pub warning: Option<Warning>,
}

/// Reads what a file says of its picture, and allocates nothing for it.
///
/// # Errors
/// [`DecodeError`] as [`decode`] would, for what stands before the first scan.
pub fn read_header(bytes: &[u8]) -> Result<Header, DecodeError> {
    let start = read_start(&mut Segments::new(bytes)?)?;
    Ok(start.frame.header(start.application))
}

/// Decodes a picture, or the region of it that the options name.
///
/// Data that end too early give what was decoded and a [`Warning`]; so do damaged stretches between restart markers.
/// Work and memory are bounded by the limits and the length of `bytes`.
///
/// # Errors
/// [`DecodeError`] for what is no JPEG, or a corrupt one, of an unsupported kind, over the limits, or ends before
/// its first MCU; and for a region that is not in the picture.
pub fn decode(bytes: &[u8], options: &Options) -> Result<Decoded, DecodeError> {
    let mut segments = Segments::new(bytes)?;
    let mut start = read_start(&mut segments)?;
    options.limits.check(&start.frame)?;
    let layout = Layout::new(&start.frame, options)?;
    let mut picture = Picture::new(&start.frame, &layout, &options.limits)?;
    picture.read_scans(&mut segments, &mut start)?;
    picture.finish(&start)
}

/// Everything up to and with the first scan header.
struct Start<'a> {
    frame: Frame,
    application: Application,
    tables: Tables,
    first_scan: &'a [u8],
}

fn read_start<'a>(segments: &mut Segments<'a>) -> Result<Start<'a>, DecodeError> {
    let (mut tables, mut application, mut frame) =
        (Tables::default(), Application::default(), None);
    while let Some(Segment { marker, payload }) = segments.next()? {
        match marker {
            marker::SOS => {
                let frame = frame.ok_or(Corrupt::UnexpectedMarker(marker))?;
                return Ok(Start {
                    frame,
                    application,
                    tables,
                    first_scan: payload,
                });
            }
            marker::EOI => break,
            sof if is_frame(sof) && frame.is_none() => frame = Some(Frame::parse(sof, payload)?),
            sof if is_frame(sof) => return Err(Corrupt::UnexpectedMarker(sof).into()),
            DAC => return Err(Unsupported::ArithmeticCoding.into()),
            DHP | EXP => return Err(Unsupported::Hierarchical.into()),
            _ if tables.note(marker, payload)? => {}
            _ => application.note(marker, payload),
        }
    }
    Err(DecodeError::Truncated)
}

/// Arithmetic conditioning.
const DAC: u8 = 0xCC;
/// Define hierarchical progression.
const DHP: u8 = 0xDE;
/// Expand reference components.
const EXP: u8 = 0xDF;

/// SOF0 to SOF15: of their codes, three are other markers'.
fn is_frame(code: u8) -> bool {
    matches!(code, 0xC0..=0xCF) && !matches!(code, marker::DHT | 0xC8 | DAC)
}
