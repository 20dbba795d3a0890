//! Huffman codes made for what is to be coded (T.81 K.2, C.2).

use alloc::vec;
use alloc::vec::Vec;

/// Symbols of one table by how often they come.
pub(super) type Counts = [u32; 256];

/// One table: which symbols, and how each is written.
pub(super) struct HuffmanTable {
    /// How many codes have 1 to 16 bits: `BITS` of T.81 B.2.4.2.
    pub(super) lengths: [u8; 16],
    /// The symbols by increasing length: `HUFFVAL`.
    pub(super) symbols: Vec<u8>,
    /// Code and its bits, `code << 8 | bits`, by symbol; 0 where there is none.
    codes: [u32; 256],
}

impl HuffmanTable {
    /// The table that writes these counts shortest, no code longer than 16 bits.
    pub(super) fn optimal(counts: &Counts) -> Self {
        let symbols = by_count(counts);
        let ascending = symbols
            .iter()
            .rev()
            .map(|&symbol| counts[usize::from(symbol)]);
        let lengths = code_lengths(ascending);
        let codes = assign(&lengths, &symbols);
        Self {
            lengths,
            symbols,
            codes,
        }
    }

    /// The symbol's code and how many bits it has; none for a symbol that was not counted.
    #[inline]
    pub(super) fn code(&self, symbol: u8) -> (u32, u32) {
        let entry = self.codes[usize::from(symbol)];
        (entry >> 8, entry & 0xFF)
    }
}

/// The symbols that come, the most frequent first; among equals the lower one. By insertion: the library's sort alone would
/// be a tenth of a download of this encoder.
fn by_count(counts: &Counts) -> Vec<u8> {
    let mut symbols: Vec<u8> = Vec::with_capacity(256);
    for (symbol, &count) in (0..=255).zip(counts) {
        if count > 0 {
            let place = symbols.partition_point(|&other| counts[usize::from(other)] >= count);
            symbols.insert(place, symbol);
        }
    }
    symbols
}

/// How many codes of each length, for counts in increasing order. One more code is made and dropped, so that no code is
/// all ones (T.81 K.2).
fn code_lengths(ascending: impl Iterator<Item = u32>) -> [u8; 16] {
    let mut leaves = Vec::with_capacity(2 * 257);
    leaves.push(1);
    leaves.extend(ascending.map(u64::from));
    let mut lengths = limit(depths(leaves));
    if let Some(longest) = lengths.iter_mut().rev().find(|length| **length > 0) {
        *longest -= 1;
    }
    lengths.map(|length| length as u8)
}

/// How many leaves lie at each depth of Huffman's tree, by the two-queue method: leaves come sorted, and so do sums.
fn depths(mut weights: Vec<u64>) -> Vec<u32> {
    let leaves = weights.len();
    let nodes = 2 * leaves - 1;
    let mut parents = vec![0; nodes];
    let (mut leaf, mut sum) = (0, leaves);
    while weights.len() < nodes {
        let parent = weights.len();
        let mut weight = 0;
        for _ in 0..2 {
            let take_leaf = leaf < leaves && (sum >= parent || weights[leaf] <= weights[sum]);
            let child = if take_leaf { &mut leaf } else { &mut sum };
            weight += weights[*child];
            parents[*child] = parent;
            *child += 1;
        }
        weights.push(weight);
    }
    count_depths(&parents, leaves)
}

fn count_depths(parents: &[usize], leaves: usize) -> Vec<u32> {
    let mut depth = vec![0; parents.len()];
    let mut counts = vec![0; leaves.max(17) + 1];
    for node in (0..parents.len() - 1).rev() {
        depth[node] = depth[parents[node]] + 1;
        if node < leaves {
            counts[depth[node]] += 1;
        }
    }
    counts
}

/// T.81 figure K.3: codes longer than 16 bits are moved up in pairs.
fn limit(mut counts: Vec<u32>) -> [u32; 16] {
    for long in (17..counts.len()).rev() {
        while counts[long] > 0 {
            let Some(short) = (1..long - 1).rev().find(|&length| counts[length] > 0) else {
                break;
            };
            counts[long] -= 2;
            counts[long - 1] += 1;
            counts[short + 1] += 2;
            counts[short] -= 1;
        }
    }
    core::array::from_fn(|index| counts[index + 1])
}

/// T.81 figures C.1 to C.3: codes in increasing order.
fn assign(lengths: &[u8; 16], symbols: &[u8]) -> [u32; 256] {
    let mut codes = [0; 256];
    let mut symbols = symbols.iter();
    let mut code = 0;
    for (bits, &count) in (1..).zip(lengths) {
        for &symbol in symbols.by_ref().take(usize::from(count)) {
            codes[usize::from(symbol)] = code << 8 | bits;
            code += 1;
        }
        code <<= 1;
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths_of(table: &HuffmanTable) -> Vec<u32> {
        table
            .symbols
            .iter()
            .map(|&symbol| table.code(symbol).1)
            .collect()
    }

    #[test]
    fn codes_are_a_prefix_code_without_all_ones() {
        let mut counts = [0; 256];
        for (symbol, count) in counts.iter_mut().enumerate() {
            *count = (symbol as u32 * 2_654_435_761) >> (symbol % 29);
        }
        let table = HuffmanTable::optimal(&counts);
        let lengths = lengths_of(&table);
        let kraft: u32 = lengths.iter().map(|bits| 1 << (16 - bits)).sum();
        assert!(kraft < 1 << 16, "a code is left over: {kraft}");
        assert!(lengths.is_sorted());
        for &symbol in &table.symbols {
            let (code, bits) = table.code(symbol);
            assert!(code < (1 << bits) - 1, "{code:b} is all ones");
        }
    }

    #[test]
    fn lengths_stop_at_sixteen_bits() {
        let mut counts = [0; 256];
        let (mut a, mut b) = (1u32, 1u32);
        for count in counts.iter_mut().take(40) {
            *count = a;
            (a, b) = (b, a + b);
        }
        let table = HuffmanTable::optimal(&counts);
        assert_eq!(table.symbols.len(), 40);
        assert_eq!(lengths_of(&table).last(), Some(&16));
        assert_eq!(
            table
                .lengths
                .iter()
                .map(|&count| usize::from(count))
                .sum::<usize>(),
            40
        );
    }

    #[test]
    fn a_single_symbol_has_one_bit_and_none_has_no_table() {
        let mut counts = [0; 256];
        assert!(HuffmanTable::optimal(&counts).symbols.is_empty());
        counts[7] = 5;
        assert_eq!(HuffmanTable::optimal(&counts).code(7), (0, 1));
    }
}
