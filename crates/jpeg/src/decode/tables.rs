//! Table and miscellaneous segments (T.81 B.2.4): quantisation, Huffman, restart interval.

use alloc::boxed::Box;

use super::error::{Corrupt, DecodeError};
use super::huffman::HuffmanSpec;
use crate::marker;
use crate::zigzag::NATURAL_ORDER;

/// Steps in natural order.
pub(super) type QuantisationTable = [i32; 64];

/// The tables that hold until others replace them.
#[derive(Default)]
pub(super) struct Tables {
    quantisation: [Option<Box<QuantisationTable>>; 4],
    dc: [Option<Box<HuffmanSpec>>; 4],
    ac: [Option<Box<HuffmanSpec>>; 4],
    /// MCUs between restart markers; 0 for none.
    pub restart_interval: u32,
}

impl Tables {
    /// Takes in the segment if it is one of tables, and says whether it was.
    pub fn note(&mut self, code: u8, payload: &[u8]) -> Result<bool, DecodeError> {
        match code {
            marker::DQT => self.define_quantisation(payload)?,
            marker::DHT => self.define_huffman(payload)?,
            marker::DRI => self.define_restart_interval(payload)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub fn quantisation(&self, index: u8) -> Result<&QuantisationTable, Corrupt> {
        let table = self
            .quantisation
            .get(usize::from(index))
            .and_then(Option::as_deref);
        table.ok_or(Corrupt::MissingQuantisationTable(index))
    }

    pub fn dc(&self, index: u8) -> Result<&HuffmanSpec, Corrupt> {
        let table = self.dc.get(usize::from(index)).and_then(Option::as_deref);
        table.ok_or(Corrupt::MissingHuffmanTable(index))
    }

    pub fn ac(&self, index: u8) -> Result<&HuffmanSpec, Corrupt> {
        let table = self.ac.get(usize::from(index)).and_then(Option::as_deref);
        table.ok_or(Corrupt::MissingHuffmanTable(index))
    }

    /// T.81 B.2.4.1.
    fn define_quantisation(&mut self, mut payload: &[u8]) -> Result<(), DecodeError> {
        while let [kind, rest @ ..] = payload {
            let wide = match kind >> 4 {
                0 => 1,
                1 => 2,
                _ => return Err(Corrupt::QuantisationTable.into()),
            };
            let (steps, rest) = split(rest, 64 * wide, marker::DQT)?;
            let table = quantisation_table(steps, wide)?;
            let slot = self.quantisation.get_mut(usize::from(kind & 15));
            *slot.ok_or(Corrupt::QuantisationTable)? = Some(Box::new(table));
            payload = rest;
        }
        Ok(())
    }

    /// T.81 B.2.4.2. The lookup tables are made when a scan wants them: they cost far more than the segment.
    fn define_huffman(&mut self, mut payload: &[u8]) -> Result<(), DecodeError> {
        while let [kind, rest @ ..] = payload {
            let (counts, rest) = split(rest, 16, marker::DHT)?;
            let total = counts.iter().map(|&count| usize::from(count)).sum();
            let (symbols, rest) = split(rest, total, marker::DHT)?;
            let spec = HuffmanSpec::new(counts, symbols)?;
            let class = match kind >> 4 {
                0 => &mut self.dc,
                1 => &mut self.ac,
                _ => return Err(Corrupt::HuffmanTable.into()),
            };
            let slot = class.get_mut(usize::from(kind & 15));
            *slot.ok_or(Corrupt::HuffmanTable)? = Some(Box::new(spec));
            payload = rest;
        }
        Ok(())
    }

    /// T.81 B.2.4.4.
    fn define_restart_interval(&mut self, payload: &[u8]) -> Result<(), DecodeError> {
        let &[high, low] = payload else {
            return Err(Corrupt::SegmentLength(marker::DRI).into());
        };
        self.restart_interval = u16::from_be_bytes([high, low]).into();
        Ok(())
    }
}

fn split(bytes: &[u8], at: usize, code: u8) -> Result<(&[u8], &[u8]), Corrupt> {
    bytes
        .split_at_checked(at)
        .ok_or(Corrupt::SegmentLength(code))
}

fn quantisation_table(steps: &[u8], wide: usize) -> Result<QuantisationTable, Corrupt> {
    let mut table = [0; 64];
    for (step, &natural) in steps.chunks_exact(wide).zip(&NATURAL_ORDER) {
        let value = step
            .iter()
            .fold(0, |value, &byte| value << 8 | i32::from(byte));
        if value == 0 {
            return Err(Corrupt::QuantisationTable);
        }
        table[usize::from(natural)] = value;
    }
    Ok(table)
}
