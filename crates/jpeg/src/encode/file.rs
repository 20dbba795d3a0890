//! The file: quantise, then header, scans and trailer.

use alloc::vec::Vec;

#[cfg(feature = "progressive")]
use super::progressive;
use super::quantisation::{self, QuantisationTable};
use super::sequential::{self, Extent};
use super::sink::{Counter, Writer};
use super::{Block, Effort, EncodeError, Frame, Levels, Options};
use super::{segments, trellis};
use crate::marker;

/// A component's identifier, from 1 as JFIF wants it.
pub(super) fn identifier(component: usize) -> u8 {
    component as u8 + 1
}

/// Writes the file.
pub(super) fn write(
    frame: &Frame,
    coefficients: &[Vec<Block>],
    options: &Options,
) -> Result<Vec<u8>, EncodeError> {
    let quality = options.quality;
    if !(1..=100).contains(&quality) {
        return Err(EncodeError::Quality { quality });
    }
    let tables = QuantisationTable::pair(options.tables, quality);
    let levels = quantise(frame, coefficients, &tables, options.effort);
    let mut out = Vec::new();
    #[cfg(feature = "progressive")]
    if options.progressive {
        segments::header(frame, &tables, marker::SOF2, &mut out);
        progressive::write(frame, &levels, &mut out);
        segments::trailer(&mut out);
        return Ok(out);
    }
    segments::header(frame, &tables, marker::SOF0, &mut out);
    write_interleaved(frame, &levels, Extent::All, &mut out);
    segments::trailer(&mut out);
    Ok(out)
}

fn quantise(
    frame: &Frame,
    coefficients: &[Vec<Block>],
    tables: &[QuantisationTable; 2],
    effort: Effort,
) -> Vec<Levels> {
    let components = frame.components.iter().zip(coefficients);
    let rounded = components.map(|(component, blocks)| {
        let reciprocals = tables[component.table].reciprocals();
        Levels::new(
            blocks
                .iter()
                .map(|block| quantisation::round(block, &reciprocals))
                .collect(),
        )
    });
    let rounded = rounded.collect();
    match effort {
        Effort::Fast => rounded,
        Effort::Trellis => trellis::improve(frame, coefficients, tables, rounded),
    }
}

/// One scan of all components.
pub(super) fn write_interleaved(
    frame: &Frame,
    levels: &[Levels],
    extent: Extent,
    out: &mut Vec<u8>,
) {
    let mut counter = Counter::new();
    sequential::code(frame, levels, extent, &mut counter);
    let tables = counter.tables();
    segments::huffman_tables(&tables, out);
    segments::interleaved_scan(frame, extent, out);
    let mut writer = Writer::new(&tables, out);
    sequential::code(frame, levels, extent, &mut writer);
    writer.finish();
}
