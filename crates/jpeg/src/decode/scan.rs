//! Scan headers (T.81 B.2.3).

use alloc::vec::Vec;

use super::error::{Corrupt, DecodeError};
use super::header::Frame;
use crate::marker;

/// The most blocks that an MCU may have (T.81 B.2.3).
const MAX_BLOCKS_IN_MCU: usize = 10;

/// A component of a scan: its index in the frame and its tables.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScanComponent {
    pub index: usize,
    pub dc_table: u8,
    pub ac_table: u8,
}

/// A scan header.
#[derive(Debug)]
pub(super) struct Scan {
    pub components: Vec<ScanComponent>,
    /// First and last coefficient, in zigzag order.
    pub start: u32,
    pub end: u32,
    /// Successive approximation: the bit position before, 0 for a first scan, and the one of this scan.
    pub high: u32,
    pub low: u32,
}

impl Scan {
    pub fn parse(payload: &[u8], frame: &Frame) -> Result<Self, DecodeError> {
        let wrong_length = Corrupt::SegmentLength(marker::SOS);
        let (&count, rest) = payload.split_first().ok_or(wrong_length)?;
        let (specs, rest) = rest
            .split_at_checked(usize::from(count) * 2)
            .ok_or(wrong_length)?;
        let &[start, end, approximation] = rest else {
            return Err(wrong_length.into());
        };
        Ok(Self {
            components: components(specs, frame)?,
            start: start.into(),
            end: end.into(),
            high: (approximation >> 4).into(),
            low: (approximation & 15).into(),
        })
    }

    /// The component of a scan that is not interleaved.
    pub fn only(&self) -> Option<ScanComponent> {
        match self.components.as_slice() {
            &[only] => Some(only),
            _ => None,
        }
    }
}

fn components(specs: &[u8], frame: &Frame) -> Result<Vec<ScanComponent>, Corrupt> {
    let mut components: Vec<ScanComponent> = Vec::with_capacity(4);
    let mut blocks = 0;
    for spec in specs.chunks_exact(2) {
        let index = frame
            .components
            .iter()
            .position(|component| component.id == spec[0]);
        let index = index.ok_or(Corrupt::Scan)?;
        if components.iter().any(|other| other.index == index) {
            return Err(Corrupt::Scan);
        }
        blocks += frame.components[index].horizontal * frame.components[index].vertical;
        components.push(ScanComponent {
            index,
            dc_table: spec[1] >> 4,
            ac_table: spec[1] & 15,
        });
    }
    let is_possible = components.len() == 1 || blocks <= MAX_BLOCKS_IN_MCU;
    if components.is_empty() || !is_possible {
        return Err(Corrupt::Scan);
    }
    Ok(components)
}
