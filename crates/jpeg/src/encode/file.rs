//! The file: quantise, then header, scans and trailer.

use super::quantisation::{self, QuantisationTable};
use super::sequential::{self, Extent};
use super::sink::{Counter, HuffmanTables, TableId, Writer};
use super::{Block, Effort, EncodeError, Frame, Levels, Options};
use super::{progressive, script, segments, trellis};

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
    segments::header(frame, &tables, options.progressive, &mut out);
    if options.progressive {
        write_progressive(frame, &levels, &mut out);
    } else {
        write_interleaved(frame, &levels, Extent::All, &mut out);
    }
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
fn write_interleaved(frame: &Frame, levels: &[Levels], extent: Extent, out: &mut Vec<u8>) {
    let mut counter = Counter::new();
    sequential::code(frame, levels, extent, &mut counter);
    let tables = counter.tables();
    segments::huffman_tables(&tables, out);
    segments::interleaved_scan(frame, extent, out);
    let mut writer = Writer::new(&tables, out);
    sequential::code(frame, levels, extent, &mut writer);
    writer.finish();
}

/// DC first, then each component's AC by the script that comes out smallest.
fn write_progressive(frame: &Frame, levels: &[Levels], out: &mut Vec<u8>) {
    write_interleaved(frame, levels, Extent::DcOnly, out);
    let mut chosen = Vec::new();
    for (component, levels) in levels.iter().enumerate() {
        let scripts: &[_] = if component == 0 {
            &script::LUMA
        } else {
            &script::CHROMA
        };
        let written = scripts.iter().map(|bands| scans(component, levels, bands));
        chosen.push(written.min_by_key(Vec::len).unwrap_or_default());
    }
    out.extend(chosen.concat());
}

fn scans(component: usize, levels: &Levels, bands: &[script::Band]) -> Vec<u8> {
    let mut out = Vec::new();
    for &band in bands {
        let table = TableId::ac(component.min(1));
        let tables = count(|counter| progressive::code(levels, band, table, counter));
        segments::huffman_tables(&tables, &mut out);
        segments::band_scan(component, band, &mut out);
        let mut writer = Writer::new(&tables, &mut out);
        progressive::code(levels, band, table, &mut writer);
        writer.finish();
    }
    out
}

fn count(code: impl FnOnce(&mut Counter)) -> HuffmanTables {
    let mut counter = Counter::new();
    code(&mut counter);
    counter.tables()
}
