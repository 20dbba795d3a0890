//! How many bits each symbol takes.

use crate::encode::sink::{HuffmanTables, TableId};

/// Bits of a code for a symbol that has not come yet.
const UNSEEN: u32 = 16;

/// Bits of one component's symbols, with the bits after them.
pub(super) struct Rates {
    /// By size of the difference.
    pub(super) dc: [f32; 16],
    /// By `run << 4 | size`.
    pub(super) ac: [f32; 256],
}

impl Rates {
    pub(super) fn new(tables: &HuffmanTables, table: usize) -> Self {
        let rate = |id: TableId, symbol: u8| {
            let code = tables.get(id).map_or(0, |table| table.code(symbol).1);
            let code = if code == 0 { UNSEEN } else { code };
            (code + u32::from(symbol & 15)) as f32
        };
        Self {
            dc: core::array::from_fn(|symbol| rate(TableId::dc(table), symbol as u8)),
            ac: core::array::from_fn(|symbol| rate(TableId::ac(table), symbol as u8)),
        }
    }
}
