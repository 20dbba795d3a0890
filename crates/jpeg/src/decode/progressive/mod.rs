//! Progressive scans (T.81 annex G): coefficients are gathered scan by scan, then transformed.

use alloc::boxed::Box;
use alloc::vec::Vec;

mod ac;
mod coefficients;
mod dc;
mod progression;

use super::error::{Corrupt, DecodeError, OverLimit};
use super::geometry::Layout;
use super::huffman::{AcTable, DcTable};
use super::scan::Scan;
use super::tables::{QuantisationTable, Tables};
use super::walk::{Walked, walk};
use crate::Plane;
use coefficients::Coefficients;
use progression::Progression;

/// A progressive picture in the making.
pub(super) struct Progressive {
    components: Vec<Component>,
}

struct Component {
    coefficients: Coefficients,
    progression: Progression,
    /// As it was when the component's first scan began: later tables of that number are other components' own.
    steps: Option<QuantisationTable>,
}

impl Progressive {
    pub fn new(layout: &Layout, max_bytes: u64) -> Result<Self, DecodeError> {
        let bytes: u64 = layout
            .components
            .iter()
            .map(|component| Coefficients::bytes(component, layout))
            .sum();
        if bytes > max_bytes {
            return Err(OverLimit::CoefficientBytes.into());
        }
        let mut components = Vec::with_capacity(4);
        for component in &layout.components {
            components.push(Component {
                coefficients: Coefficients::new(component, layout)?,
                progression: Progression::new(),
                steps: None,
            });
        }
        Ok(Self { components })
    }

    /// Whether every component has had its DC scan.
    pub fn is_complete(&self) -> bool {
        self.components
            .iter()
            .all(|component| component.progression.has_dc())
    }

    /// Whether every coefficient is known to its last bit: no further scan can come.
    pub fn is_final(&self) -> bool {
        self.components
            .iter()
            .all(|component| component.progression.is_final())
    }

    /// Decodes a scan, whose entropy-coded data `data` begins with. `None` if it was not needed: nothing was read.
    pub fn scan(
        &mut self,
        scan: &Scan,
        data: &[u8],
        tables: &Tables,
        layout: &Layout,
    ) -> Result<Option<Walked>, DecodeError> {
        for component in &scan.components {
            let index = component.index;
            self.components[index].progression.advance(scan)?;
            if self.components[index].steps.is_none() {
                let table = layout.components[index].frame.quantisation_table;
                self.components[index].steps = Some(*tables.quantisation(table)?);
            }
        }
        match (scan.start, scan.high) {
            (0, 0) => self.dc_first(scan, data, tables, layout).map(Some),
            (0, _) => self.dc_refinement(scan, data, tables, layout).map(Some),
            _ => self.ac(scan, data, tables, layout),
        }
    }

    fn dc_first(
        &mut self,
        scan: &Scan,
        data: &[u8],
        tables: &Tables,
        layout: &Layout,
    ) -> Result<Walked, DecodeError> {
        let mut lookups: Vec<Box<DcTable>> = Vec::with_capacity(4);
        for component in &scan.components {
            lookups.push(DcTable::new(tables.dc(component.dc_table)?)?);
        }
        let (grid, targets) = dc::targets(&mut self.components, scan, layout);
        let mut coder = dc::First::new(targets, &lookups, scan.low);
        walk(data, &grid, tables.restart_interval, &mut coder)
    }

    fn dc_refinement(
        &mut self,
        scan: &Scan,
        data: &[u8],
        tables: &Tables,
        layout: &Layout,
    ) -> Result<Walked, DecodeError> {
        let (grid, targets) = dc::targets(&mut self.components, scan, layout);
        let mut coder = dc::Refinement::new(targets, scan.low);
        walk(data, &grid, tables.restart_interval, &mut coder)
    }

    fn ac(
        &mut self,
        scan: &Scan,
        data: &[u8],
        tables: &Tables,
        layout: &Layout,
    ) -> Result<Option<Walked>, DecodeError> {
        let only = scan.only().ok_or(Corrupt::Scan)?;
        let coefficients = &mut self.components[only.index].coefficients;
        if !coefficients.keeps_ac() {
            return Ok(None);
        }
        let table = AcTable::new(tables.ac(only.ac_table)?);
        let grid = layout.components[only.index].alone();
        let band = ac::Band::new(scan);
        let walked = if scan.high == 0 {
            walk(
                data,
                &grid,
                tables.restart_interval,
                &mut ac::Coder::<false>::new(coefficients, &table, band),
            )
        } else {
            walk(
                data,
                &grid,
                tables.restart_interval,
                &mut ac::Coder::<true>::new(coefficients, &table, band),
            )
        };
        walked.map(Some)
    }

    /// Transforms what was gathered, and gives the memory back plane by plane.
    pub fn into_planes(self, layout: &Layout) -> Result<Vec<Plane>, DecodeError> {
        let mut planes = Vec::with_capacity(4);
        for (component, layout) in self.components.into_iter().zip(&layout.components) {
            // A component without any scan has no coefficients but zeros.
            let steps = component.steps.unwrap_or([1; 64]);
            planes.push(component.coefficients.into_plane(layout, &steps)?);
        }
        Ok(planes)
    }
}
