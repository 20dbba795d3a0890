//! A progressive frame's scans (T.81 G.1).

use alloc::vec::Vec;

mod band;
mod script;

use super::file::write_interleaved;
use super::sequential::Extent;
use super::sink::{Counter, HuffmanTables, TableId, Writer};
use super::{Frame, Levels, segments};
pub(super) use script::Band;

/// DC first, then each component's AC by the script that comes out smallest.
pub(super) fn write(frame: &Frame, levels: &[Levels], out: &mut Vec<u8>) {
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

fn scans(component: usize, levels: &Levels, bands: &[Band]) -> Vec<u8> {
    let mut out = Vec::new();
    for &band in bands {
        let table = TableId::ac(component.min(1));
        let tables = count(|counter| band::code(levels, band, table, counter));
        segments::huffman_tables(&tables, &mut out);
        segments::band_scan(component, band, &mut out);
        let mut writer = Writer::new(&tables, &mut out);
        band::code(levels, band, table, &mut writer);
        writer.finish();
    }
    out
}

fn count(code: impl FnOnce(&mut Counter)) -> HuffmanTables {
    let mut counter = Counter::new();
    code(&mut counter);
    counter.tables()
}
