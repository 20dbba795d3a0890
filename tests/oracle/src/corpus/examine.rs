//! One file: ours, theirs, and how far they are apart.

use std::io::Cursor;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use roundel_imaging::{
    CropBox, Fit, ImageError, ImageType, Limits, MetadataKind, Options, OutputFormat, probe,
    process,
};

use super::Verdict;
use crate::{Channels, Error, Pixels, Sharp, libjpeg};

/// No picture within the limits takes this long, on the slowest machine.
const HANG: Duration = Duration::from_secs(20);

/// The longest side that the pipeline writes.
const MAX_SIDE: u32 = 4096;

/// What we have of a file.
enum Ours {
    /// Pixels to compare with the oracle's, and how.
    Pixels(Pixels, Comparison),
    Refused(ImageError),
}

/// How pixels are compared.
struct Comparison {
    channels: Channels,
    /// Whether the picture may have places that nothing was painted on.
    leaves_free: bool,
    /// The most that a sample may differ.
    largest: u8,
    /// The most that samples may differ in the mean.
    mean: f64,
}

/// Decodes the file in a thread of its own, and asks the oracle.
pub(super) fn examine(file: &Arc<[u8]>, sharp: &mut Sharp) -> Result<Verdict, Error> {
    let (sender, receiver) = mpsc::channel();
    let bytes = Arc::clone(file);
    // A thread that hangs is left behind: it ends with the program.
    thread::spawn(move || sender.send(ours(&bytes)));
    Ok(match receiver.recv_timeout(HANG) {
        Ok(Ours::Pixels(ours, how)) => compare(ours, sharp.decode(file, how.channels)?, &how),
        Ok(Ours::Refused(error)) => refused(&error, file, sharp)?,
        Err(mpsc::RecvTimeoutError::Timeout) => Verdict::Hang(HANG),
        Err(mpsc::RecvTimeoutError::Disconnected) => Verdict::Crash,
    })
}

/// All that a person or the server would have done with it, then its pixels.
fn ours(file: &[u8]) -> Ours {
    match process(file, &Options::default(), &Limits::DEVICE).and_then(|_| pixels(file)) {
        Ok((pixels, how)) => Ours::Pixels(pixels, how),
        Err(error) => Ours::Refused(error),
    }
}

fn pixels(file: &[u8]) -> Result<(Pixels, Comparison), ImageError> {
    let probe = probe(file)?;
    if probe.format == ImageType::Jpeg
        && let Ok((pixels, _)) = libjpeg::pixels(file)
    {
        let channels = if pixels.channels == 4 {
            Channels::Inks
        } else {
            Channels::Stored
        };
        return Ok((
            pixels,
            Comparison {
                channels,
                leaves_free: false,
                largest: 0,
                mean: 0.0,
            },
        ));
    }
    let is_managed = probe.metadata.contains(&MetadataKind::Icc);
    let how = Comparison {
        leaves_free: probe.format == ImageType::Gif,
        channels: if is_managed {
            Channels::Managed
        } else {
            Channels::Stored
        },
        // Another decoder's rounding, twice: of colours and of alpha. Of profiles there are several readings.
        largest: if is_managed { 255 } else { 4 },
        mean: if is_managed { 3.0 } else { 1.0 },
    };
    Ok((finished(file, probe.width, probe.height)?, how))
}

/// What comes out of the pipeline where nothing is to be made smaller.
fn finished(file: &[u8], width: u32, height: u32) -> Result<Pixels, ImageError> {
    let crop = CropBox {
        x: 0,
        y: 0,
        width: width.min(MAX_SIDE),
        height: height.min(MAX_SIDE),
    };
    let options = Options {
        size: MAX_SIDE,
        fit: Fit::Inside,
        crop: Some(crop),
        format: OutputFormat::Png,
        ..Options::default()
    };
    let made = process(file, &options, &Limits::DEVICE)?;
    read_png(&made.bytes).ok_or_else(|| ImageError::Internal {
        reason: "our own PNG cannot be read".into(),
    })
}

fn read_png(bytes: &[u8]) -> Option<Pixels> {
    let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    let mut samples = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut samples).ok()?;
    Some(Pixels {
        width: frame.width as usize,
        height: frame.height as usize,
        channels: frame.color_type.samples(),
        samples,
    })
}

fn refused(error: &ImageError, file: &[u8], sharp: &mut Sharp) -> Result<Verdict, Error> {
    let is_picture = !matches!(error, ImageError::NotAnImage { .. } | ImageError::Empty);
    Ok(Verdict::Refused {
        code: error.code(),
        reason: detail(error),
        oracle_reads: is_picture && sharp.decode(file, Channels::Stored)?.is_ok(),
    })
}

fn compare(ours: Pixels, theirs: Result<Pixels, String>, how: &Comparison) -> Verdict {
    let theirs = match theirs {
        Ok(theirs) => theirs,
        Err(reason) => return Verdict::OursAlone(reason),
    };
    // What a GIF's only opaque frame leaves free is black to libvips, and transparent to browsers and us.
    let ours = if theirs.channels == 3 {
        ours.on_black(how.leaves_free)
    } else {
        ours
    };
    match shown(ours, how).difference(&shown(theirs, how)) {
        Some(apart) if apart.largest <= how.largest && apart.mean <= how.mean => {
            Verdict::Same(apart)
        }
        apart => Verdict::Mismatch(apart),
    }
}

fn shown(pixels: Pixels, how: &Comparison) -> Pixels {
    let pixels = pixels.cropped(MAX_SIDE as usize);
    match how.channels {
        Channels::Inks => pixels,
        _ => pixels.into_rgba().premultiplied(),
    }
}

/// The reason for a log where there is one, else what people are told.
fn detail(error: &ImageError) -> String {
    match error {
        ImageError::Corrupt { reason } | ImageError::Internal { reason } => {
            reason.clone().into_owned()
        }
        error => error.to_string(),
    }
}
