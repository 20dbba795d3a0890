//! From scan to scan (T.81 B.2.1), to the planes.

use super::error::{Corrupt, DecodeError, OverLimit, Unsupported, Warning};
use super::geometry::{Component, Layout};
use super::header::{Application, Frame};
use super::options::Limits;
use super::progressive::Progressive;
use super::scan::Scan;
use super::segments::{Segment, Segments};
use super::sequential::{MISSING, Sequential};
use super::tables::Tables;
use super::walk::Walked;
use super::{Decoded, Start, is_frame};
use crate::{ColourModel, Planar, Plane, marker};

/// A picture in the making.
pub(super) struct Picture<'a> {
    layout: &'a Layout,
    max_scans: u32,
    process: Process,
    progress: Progress,
}

enum Process {
    Sequential(Sequential),
    Progressive(Progressive),
}

/// How the scans went.
#[derive(Default)]
struct Progress {
    scans: u32,
    /// The last scan.
    mcus: u64,
    wanted: u64,
    /// Over all scans.
    any_mcu: bool,
    lost_intervals: u32,
    is_truncated: bool,
}

impl<'a> Picture<'a> {
    pub fn new(frame: &Frame, layout: &'a Layout, limits: &Limits) -> Result<Self, DecodeError> {
        let process = if frame.progressive {
            Process::Progressive(Progressive::new(layout, limits.max_coefficient_bytes)?)
        } else {
            Process::Sequential(Sequential::new(layout)?)
        };
        Ok(Self {
            layout,
            max_scans: limits.max_scans,
            process,
            progress: Progress::default(),
        })
    }

    /// Decodes scan after scan until the picture is complete, or the data end.
    pub fn read_scans(
        &mut self,
        segments: &mut Segments,
        start: &mut Start,
    ) -> Result<(), DecodeError> {
        let mut scan_header = start.first_scan;
        loop {
            let scan = Scan::parse(scan_header, &start.frame)?;
            self.read_scan(&scan, segments, &start.tables)?;
            if self.needs_no_more() {
                return Ok(());
            }
            match next_scan(segments, &mut start.tables)? {
                Next::Scan(header) => scan_header = header,
                Next::EndOfImage => return self.check_complete(),
                Next::EndOfData => {
                    self.progress.is_truncated = true;
                    return Ok(());
                }
            }
        }
    }

    fn read_scan(
        &mut self,
        scan: &Scan,
        segments: &mut Segments,
        tables: &Tables,
    ) -> Result<(), DecodeError> {
        self.progress.scans += 1;
        if self.progress.scans > self.max_scans {
            return Err(OverLimit::Scans.into());
        }
        let data = segments.rest();
        let walked = match &mut self.process {
            Process::Sequential(sequential) => {
                Some(sequential.scan(scan, data, tables, self.layout)?)
            }
            Process::Progressive(progressive) => {
                progressive.scan(scan, data, tables, self.layout)?
            }
        };
        if let Some(walked) = walked {
            segments.advance(walked.length);
            self.progress.note(walked);
        }
        Ok(())
    }

    /// Whether no later scan can change anything: what follows is not even looked at.
    fn needs_no_more(&self) -> bool {
        match &self.process {
            Process::Sequential(sequential) => sequential.is_complete(),
            Process::Progressive(progressive) => progressive.is_final(),
        }
    }

    /// At EOI.
    fn check_complete(&self) -> Result<(), DecodeError> {
        let is_complete = match &self.process {
            Process::Sequential(sequential) => sequential.is_complete(),
            Process::Progressive(progressive) => progressive.is_complete(),
        };
        if is_complete {
            Ok(())
        } else {
            Err(Corrupt::MissingScan.into())
        }
    }

    /// The planes, with what is missing filled in.
    pub fn finish(self, start: &Start) -> Result<Decoded, DecodeError> {
        if !self.progress.any_mcu {
            return Err(DecodeError::Truncated);
        }
        let warning = self.progress.warning();
        let mut planes = match self.process {
            Process::Sequential(sequential) => sequential.planes,
            Process::Progressive(progressive) => progressive.into_planes(self.layout)?,
        };
        for plane in &mut planes {
            plane.samples.resize(plane.stride * plane.height, MISSING);
        }
        let colour = start.frame.header(start.application).colour;
        undo_inversion(colour, start.application, &mut planes);
        let (offset_x, offset_y) = self.layout.offset();
        let Component { width, height, .. } = self.layout.components[0];
        Ok(Decoded {
            planar: Planar {
                width,
                height,
                colour,
                planes,
            },
            offset_x,
            offset_y,
            warning,
        })
    }
}

impl Progress {
    fn note(&mut self, walked: Walked) {
        let is_short = walked.mcus < walked.wanted;
        if is_short || !self.is_truncated {
            (self.mcus, self.wanted) = (walked.mcus, walked.wanted);
        }
        self.is_truncated |= is_short;
        self.any_mcu |= walked.mcus > 0;
        self.lost_intervals = self.lost_intervals.saturating_add(walked.lost_intervals);
    }

    fn warning(&self) -> Option<Warning> {
        match (self.is_truncated, self.lost_intervals) {
            (true, _) => Some(Warning::Truncated {
                decoded_mcus: self.mcus,
                wanted_mcus: self.wanted,
            }),
            (false, 0) => None,
            (false, lost_intervals) => Some(Warning::Damaged { lost_intervals }),
        }
    }
}

/// What comes after a scan.
enum Next<'a> {
    Scan(&'a [u8]),
    EndOfImage,
    EndOfData,
}

fn next_scan<'a>(
    segments: &mut Segments<'a>,
    tables: &mut Tables,
) -> Result<Next<'a>, DecodeError> {
    while let Some(Segment { marker, payload }) = segments.next()? {
        match marker {
            marker::SOS => return Ok(Next::Scan(payload)),
            marker::EOI => return Ok(Next::EndOfImage),
            marker::DNL => return Err(Unsupported::Dnl.into()),
            _ if is_frame(marker) => return Err(Corrupt::UnexpectedMarker(marker).into()),
            _ => {
                tables.note(marker, payload)?;
            }
        }
    }
    Ok(Next::EndOfData)
}

/// Makes 255 stand for no ink, as Adobe stores it.
fn undo_inversion(colour: ColourModel, application: Application, planes: &mut [Plane]) {
    if colour == ColourModel::Cmyk && application.inks_need_inverting() {
        for plane in planes {
            plane
                .samples
                .iter_mut()
                .for_each(|sample| *sample = 255 - *sample);
        }
    }
}
