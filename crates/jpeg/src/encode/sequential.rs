//! A sequential scan, and a progressive frame's DC scan (T.81 F.1.2, G.1.2.1): blocks interleaved by MCU.

use super::frame::Component;
use super::levels::size_of;
use super::sink::{Sink, TableId};
use super::{Block, Frame, Levels};

/// Which coefficients a scan that starts with DC carries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    #[cfg_attr(
        not(feature = "progressive"),
        expect(dead_code, reason = "a sequential scan has both")
    )]
    DcOnly,
    All,
}

/// Codes all components, MCU by MCU.
pub(super) fn code(frame: &Frame, levels: &[Levels], extent: Extent, sink: &mut impl Sink) {
    let mut predictions = [0; 3];
    frame.each_mcu(|column, row| {
        let components = frame.components.iter().zip(levels).zip(&mut predictions);
        for ((component, levels), prediction) in components {
            component.each_block(column, row, |index| {
                code_block(component, levels, index, extent, prediction, sink);
            });
        }
    });
}

/// A block that only fills the MCU repeats the last DC and has nothing else.
#[inline]
fn code_block(
    component: &Component,
    levels: &Levels,
    index: Option<usize>,
    extent: Extent,
    prediction: &mut i32,
    sink: &mut impl Sink,
) {
    let (dc, ac) = (TableId::dc(component.table), TableId::ac(component.table));
    let block = index.and_then(|index| levels.blocks.get(index));
    let value = block.map_or(*prediction, |block| i32::from(block[0]));
    code_difference(value - *prediction, dc, sink);
    *prediction = value;
    if extent == Extent::All {
        let nonzero = index.and_then(|index| levels.nonzero.get(index));
        code_ac(
            block.unwrap_or(&[0; 64]),
            nonzero.map_or(0, |&nonzero| nonzero),
            ac,
            sink,
        );
    }
}

#[inline]
fn code_difference(difference: i32, table: TableId, sink: &mut impl Sink) {
    let size = size_of(difference.unsigned_abs());
    sink.symbol(table, size as u8, extra_bits(difference), size);
}

/// T.81 figure F.2: each coefficient with the run of zeros before it.
#[inline]
fn code_ac(block: &Block, nonzero: u64, table: TableId, sink: &mut impl Sink) {
    let mut rest = nonzero & !1;
    let mut last = 0;
    while rest != 0 {
        let k = rest.trailing_zeros();
        rest &= rest - 1;
        let mut run = k - last - 1;
        while run > 15 {
            sink.symbol(table, 0xF0, 0, 0);
            run -= 16;
        }
        let value = i32::from(block[k as usize & 63]);
        let size = size_of(value.unsigned_abs());
        sink.symbol(table, (run << 4 | size) as u8, extra_bits(value), size);
        last = k;
    }
    if last < 63 {
        sink.symbol(table, 0, 0, 0);
    }
}

/// A value's low bits, those of the value before it where it is negative (T.81 F.1.2.1).
#[inline]
pub(super) fn extra_bits(value: i32) -> u32 {
    (value + (value >> 31)) as u32
}
