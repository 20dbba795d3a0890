//! Where a scan's symbols go: counted first, written then.

use alloc::vec::Vec;

use super::huffman::{Counts, HuffmanTable};

/// Which Huffman table a symbol belongs to; the class is the upper bit, as in a DHT segment.
#[derive(Clone, Copy)]
pub(super) struct TableId(usize);

impl TableId {
    pub(super) fn dc(table: usize) -> Self {
        Self(table & 1)
    }

    pub(super) fn ac(table: usize) -> Self {
        Self(2 | table & 1)
    }
}

/// Takes a scan's symbols in order.
pub(super) trait Sink {
    /// A symbol, and the `count` (0 to 16) low bits of `bits` after it.
    fn symbol(&mut self, table: TableId, symbol: u8, bits: u32, count: u32);
    /// Bits alone.
    fn bits(&mut self, bits: u32, count: u32);
}

/// Counts symbols, so that tables can be made for them.
pub(super) struct Counter {
    counts: [Counts; 4],
}

impl Counter {
    pub(super) fn new() -> Self {
        Self {
            counts: [[0; 256]; 4],
        }
    }

    /// The best tables; none where nothing was counted.
    pub(super) fn tables(&self) -> HuffmanTables {
        HuffmanTables(core::array::from_fn(|index| {
            let used = self.counts[index].iter().any(|&count| count > 0);
            used.then(|| HuffmanTable::optimal(&self.counts[index]))
        }))
    }
}

impl Sink for Counter {
    #[inline]
    fn symbol(&mut self, table: TableId, symbol: u8, _: u32, _: u32) {
        self.counts[table.0][usize::from(symbol)] += 1;
    }

    fn bits(&mut self, _: u32, _: u32) {}
}

/// A scan's tables: DC 0, DC 1, AC 0, AC 1.
pub(super) struct HuffmanTables(pub(super) [Option<HuffmanTable>; 4]);

impl HuffmanTables {
    pub(super) fn get(&self, id: TableId) -> Option<&HuffmanTable> {
        self.0[id.0].as_ref()
    }
}

/// Writes symbols by their codes.
pub(super) struct Writer<'a> {
    tables: &'a HuffmanTables,
    out: &'a mut Vec<u8>,
    /// The last `pending` bits are still to be written: fewer than 32.
    buffer: u64,
    pending: u32,
}

impl<'a> Writer<'a> {
    pub(super) fn new(tables: &'a HuffmanTables, out: &'a mut Vec<u8>) -> Self {
        Self {
            tables,
            out,
            buffer: 0,
            pending: 0,
        }
    }

    /// Fills the last byte with ones (T.81 F.1.2.3).
    pub(super) fn finish(mut self) {
        self.bits(0x7F, 7);
        while self.pending >= 8 {
            self.pending -= 8;
            push(self.out, (self.buffer >> self.pending) as u8);
        }
    }

    /// Writes 32 bits once there are so many.
    #[inline]
    fn drain(&mut self) {
        if self.pending < 32 {
            return;
        }
        self.pending -= 32;
        let word = (self.buffer >> self.pending) as u32;
        // A byte of ones in the word is a zero byte in its complement.
        let complement = !word;
        if complement.wrapping_sub(0x0101_0101) & !complement & 0x8080_8080 == 0 {
            self.out.extend_from_slice(&word.to_be_bytes());
        } else {
            word.to_be_bytes()
                .into_iter()
                .for_each(|byte| push(self.out, byte));
        }
    }
}

impl Sink for Writer<'_> {
    #[inline]
    fn symbol(&mut self, table: TableId, symbol: u8, bits: u32, count: u32) {
        let (code, length) = match &self.tables.0[table.0] {
            Some(table) => table.code(symbol),
            None => (0, 0),
        };
        self.bits(code << count | bits & ((1 << count) - 1), length + count);
    }

    /// Up to 32 bits, none set above them.
    #[inline]
    fn bits(&mut self, bits: u32, count: u32) {
        self.buffer = self.buffer << count | u64::from(bits);
        self.pending += count;
        self.drain();
    }
}

/// One byte; a byte of ones is followed by zero, lest it look like a marker (T.81 F.1.2.3).
fn push(out: &mut Vec<u8>, byte: u8) {
    out.push(byte);
    if byte == 0xFF {
        out.push(0);
    }
}
