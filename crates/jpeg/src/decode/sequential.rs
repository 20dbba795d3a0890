//! Sequential scans (T.81 F.2): blocks are transformed as they come, and no coefficient is kept.

use alloc::vec;
use alloc::vec::Vec;

use super::bits::BitReader;
use super::error::{Corrupt, DecodeError};
use super::geometry::Layout;
use super::huffman::{AcTable, DcTable};
use super::idct::{self, Block, Kept, Steps};
use super::lookups::Lookups;
use super::scan::Scan;
use super::tables::Tables;
use super::walk::{McuCoder, Walked, walk};
use crate::Plane;

/// A mid-grey sample, and a chroma difference of none.
pub(super) const MISSING: u8 = 128;

/// The planes of a sequential picture, filled scan by scan.
pub(super) struct Sequential {
    /// In the frame's order.
    pub planes: Vec<Plane>,
    coded: Vec<bool>,
}

impl Sequential {
    pub fn new(layout: &Layout) -> Result<Self, DecodeError> {
        let mut planes = Vec::with_capacity(4);
        for component in &layout.components {
            planes.push(component.empty_plane()?);
        }
        Ok(Self {
            planes,
            coded: vec![false; layout.components.len()],
        })
    }

    /// Whether every component was coded.
    pub fn is_complete(&self) -> bool {
        self.coded.iter().all(|&coded| coded)
    }

    /// Decodes a scan, whose entropy-coded data `data` begins with.
    pub fn scan(
        &mut self,
        scan: &Scan,
        data: &[u8],
        tables: &Tables,
        layout: &Layout,
    ) -> Result<Walked, DecodeError> {
        for component in &scan.components {
            if core::mem::replace(&mut self.coded[component.index], true) {
                return Err(Corrupt::Progression.into());
            }
        }
        let lookups = Lookups::new(scan, tables)?;
        let grid = match scan.only() {
            Some(only) => layout.components[only.index].alone(),
            None => layout.interleaved(),
        };
        let components = self.components(scan, &lookups, tables, layout)?;
        let mut coder = Coder {
            components,
            column: grid.region.x.start,
            row: grid.region.y.start,
            block: [0; 128],
        };
        walk(data, &grid, tables.restart_interval, &mut coder)
    }

    fn components<'a>(
        &'a mut self,
        scan: &Scan,
        lookups: &'a Lookups,
        tables: &Tables,
        layout: &Layout,
    ) -> Result<Vec<CoderComponent<'a>>, DecodeError> {
        let mut planes: Vec<Option<&mut Plane>> = self.planes.iter_mut().map(Some).collect();
        let mut components = Vec::with_capacity(scan.components.len());
        for (of_scan, (dc, ac)) in scan.components.iter().zip(lookups.of_components()) {
            let component = &layout.components[of_scan.index];
            let table = tables.quantisation(component.frame.quantisation_table)?;
            let is_alone = scan.components.len() == 1;
            let plane = planes[of_scan.index].take().ok_or(Corrupt::Scan)?;
            components.push(CoderComponent {
                horizontal: if is_alone {
                    1
                } else {
                    component.frame.horizontal
                },
                vertical: if is_alone {
                    1
                } else {
                    component.frame.vertical
                },
                size: component.block_size,
                kept: Kept::for_size(component.block_size),
                steps: idct::kept_steps(table, component.block_size),
                dc,
                ac,
                prediction: 0,
                plane,
            });
        }
        Ok(components)
    }
}

struct Coder<'a> {
    components: Vec<CoderComponent<'a>>,
    /// The MCU that gives the planes' first samples.
    column: usize,
    row: usize,
    /// Zero between blocks, but for what was dropped.
    block: Block,
}

struct CoderComponent<'a> {
    /// Blocks in an MCU.
    horizontal: usize,
    vertical: usize,
    /// Samples a block gives, across and down.
    size: usize,
    kept: &'static Kept,
    steps: Steps,
    dc: &'a DcTable,
    ac: &'a AcTable,
    prediction: i32,
    plane: &'a mut Plane,
}

impl McuCoder for Coder<'_> {
    const SKIPS_INTERVALS: bool = true;

    fn begin_row(&mut self, y: usize) -> Result<(), DecodeError> {
        for component in &mut self.components {
            let rows = (y - self.row + 1) * component.vertical * component.size;
            let samples = rows * component.plane.stride;
            component.plane.samples.resize(samples, MISSING);
        }
        Ok(())
    }

    fn restart(&mut self) {
        for component in &mut self.components {
            component.prediction = 0;
        }
    }

    #[inline(always)]
    fn decode(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        let (x, y) = (x - self.column, y - self.row);
        for component in &mut self.components {
            for down in 0..component.vertical {
                for across in 0..component.horizontal {
                    let (x, y) = (
                        x * component.horizontal + across,
                        y * component.vertical + down,
                    );
                    component.decode_block(bits, &mut self.block, x, y);
                }
            }
        }
    }

    #[inline(always)]
    fn pass_over(&mut self, bits: &mut BitReader, _x: usize, _y: usize) {
        for component in &mut self.components {
            for _ in 0..component.horizontal * component.vertical {
                component.dc(bits);
                component.ac.skip(bits, 1);
            }
        }
    }
}

impl CoderComponent<'_> {
    /// T.81 F.2.2.1.
    #[inline(always)]
    fn dc(&mut self, bits: &mut BitReader) -> i16 {
        self.prediction = self.prediction.wrapping_add(self.dc.difference(bits));
        self.prediction as i16
    }

    /// The block that is `x` across and `y` down from the plane's first.
    #[inline(always)]
    fn decode_block(&mut self, bits: &mut BitReader, block: &mut Block, x: usize, y: usize) {
        let dc = self.dc(bits);
        let has_ac = self.ac(bits, block);
        let stride = self.plane.stride;
        let out = &mut self.plane.samples[(y * stride + x) * self.size..];
        if has_ac {
            block[0] = dc;
            idct::inverse_dct(self.size, block, &self.steps, out, stride);
            idct::clear(self.size, block);
        } else {
            idct::flat(self.size, dc, &self.steps, out, stride);
        }
    }

    /// T.81 F.2.2.2; says whether any coefficient may be other than zero.
    #[inline(always)]
    fn ac(&self, bits: &mut BitReader, block: &mut Block) -> bool {
        let mut k = 1;
        let store = |k: u32, value: i32| {
            let at = self.kept.to[k as usize & 127];
            block[usize::from(at) & 127] = value as i16;
        };
        if self.ac.band(bits, &mut k, self.kept.last, store).is_some() {
            return k > 1;
        }
        if self.kept.last < 63 {
            self.ac.skip(bits, k);
        }
        k > 1
    }
}
