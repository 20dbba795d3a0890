//! The segments around the scans (T.81 B.2, JFIF 1.01). Nothing but what a decoder needs: no metadata.

use alloc::vec;
use alloc::vec::Vec;

use super::Frame;
use super::file::identifier;
#[cfg(feature = "progressive")]
use super::progressive::Band;
use super::quantisation::QuantisationTable;
use super::sequential::Extent;
use super::sink::HuffmanTables;
use crate::marker;

/// JFIF 1.01, pixels are square, no thumbnail.
const JFIF: [u8; 14] = *b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";

/// From the start of the image to the frame header.
pub(super) fn header(frame: &Frame, tables: &[QuantisationTable; 2], kind: u8, out: &mut Vec<u8>) {
    out.extend([0xFF, marker::SOI]);
    segment(marker::APP0, &JFIF, out);
    // Equal tables are written once: in a small file 65 bytes count.
    let shared = frame.components.len() == 1 || tables[0] == tables[1];
    let tables = if shared { &tables[..1] } else { tables };
    segment(marker::DQT, &quantisation_tables(tables), out);
    segment(kind, &frame_header(frame, shared), out);
}

/// The end of the image.
pub(super) fn trailer(out: &mut Vec<u8>) {
    out.extend([0xFF, marker::EOI]);
}

/// All tables in one segment.
pub(super) fn huffman_tables(tables: &HuffmanTables, out: &mut Vec<u8>) {
    let mut body = Vec::new();
    for (id, table) in (0..).zip(&tables.0) {
        if let Some(table) = table {
            body.push((id & 2) << 3 | id & 1);
            body.extend(table.lengths);
            body.extend(&table.symbols);
        }
    }
    segment(marker::DHT, &body, out);
}

/// The header of a scan of all components.
pub(super) fn interleaved_scan(frame: &Frame, extent: Extent, out: &mut Vec<u8>) {
    let mut body = vec![frame.components.len() as u8];
    for (index, component) in frame.components.iter().enumerate() {
        let dc = component.table as u8;
        let ac = if extent == Extent::All { dc } else { 0 };
        body.extend([identifier(index), dc << 4 | ac]);
    }
    let last = if extent == Extent::All { 63 } else { 0 };
    body.extend([0, last, 0]);
    segment(marker::SOS, &body, out);
}

/// The header of one component's AC scan.
#[cfg(feature = "progressive")]
pub(super) fn band_scan(component: usize, band: Band, out: &mut Vec<u8>) {
    let high = if band.refines { band.low + 1 } else { 0 };
    let table = component.min(1) as u8;
    let approximation = high << 4 | band.low;
    let body = [
        1,
        identifier(component),
        table,
        band.first,
        band.last,
        approximation,
    ];
    segment(marker::SOS, &body, out);
}

fn quantisation_tables(tables: &[QuantisationTable]) -> Vec<u8> {
    let mut body = Vec::new();
    for (id, table) in (0..).zip(tables) {
        body.push(id);
        body.extend(table.0);
    }
    body
}

fn frame_header(frame: &Frame, shared_table: bool) -> Vec<u8> {
    let mut body = vec![8];
    body.extend(frame.height.to_be_bytes());
    body.extend(frame.width.to_be_bytes());
    body.push(frame.components.len() as u8);
    for (index, component) in frame.components.iter().enumerate() {
        let sampling = component.h << 4 | component.v;
        let table = if shared_table {
            0
        } else {
            component.table as u8
        };
        body.extend([identifier(index), sampling, table]);
    }
    body
}

/// Every body is shorter than 65,534 bytes: the largest, four Huffman tables, has 1,092.
fn segment(kind: u8, body: &[u8], out: &mut Vec<u8>) {
    out.extend([0xFF, kind]);
    out.extend((body.len() as u16 + 2).to_be_bytes());
    out.extend(body);
}
