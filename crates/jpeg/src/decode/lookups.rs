//! The lookup tables of a sequential scan.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::error::DecodeError;
use super::huffman::{AcTable, DcTable};
use super::scan::Scan;
use super::tables::Tables;

/// The lookup tables that a scan uses, each made once.
pub(super) struct Lookups {
    dc: Vec<(u8, Box<DcTable>)>,
    ac: Vec<(u8, Box<AcTable>)>,
    of_components: Vec<(usize, usize)>,
}

impl Lookups {
    pub fn new(scan: &Scan, tables: &Tables) -> Result<Self, DecodeError> {
        let mut lookups = Self {
            dc: Vec::new(),
            ac: Vec::new(),
            of_components: Vec::new(),
        };
        for component in &scan.components {
            let dc = lookups
                .dc
                .iter()
                .position(|(index, _)| *index == component.dc_table);
            let ac = lookups
                .ac
                .iter()
                .position(|(index, _)| *index == component.ac_table);
            lookups.of_components.push((
                dc.unwrap_or(lookups.dc.len()),
                ac.unwrap_or(lookups.ac.len()),
            ));
            if dc.is_none() {
                lookups.dc.push((
                    component.dc_table,
                    DcTable::new(tables.dc(component.dc_table)?)?,
                ));
            }
            if ac.is_none() {
                lookups.ac.push((
                    component.ac_table,
                    AcTable::new(tables.ac(component.ac_table)?),
                ));
            }
        }
        Ok(lookups)
    }

    pub fn of_components(&self) -> impl Iterator<Item = (&DcTable, &AcTable)> {
        self.of_components
            .iter()
            .map(|&(dc, ac)| (&*self.dc[dc].1, &*self.ac[ac].1))
    }
}
