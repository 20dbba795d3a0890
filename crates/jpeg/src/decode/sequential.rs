//! Sequential scans (T.81 F.2): blocks are transformed as they come, and no coefficient is kept.

use super::bits::BitReader;
use super::error::{Corrupt, DecodeError};
use super::geometry::{Component, Layout};
use super::huffman::{Ac, AcTable, DcTable, SHORT_CODES, Short};
use super::idct::{self, Block, Kept, Steps};
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
        let planes = layout
            .components
            .iter()
            .map(Component::empty_plane)
            .collect::<Result<_, _>>()?;
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
            if std::mem::replace(&mut self.coded[component.index], true) {
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

/// The lookup tables that a scan uses, each made once.
struct Lookups {
    dc: Vec<(u8, Box<DcTable>)>,
    ac: Vec<(u8, Box<AcTable>)>,
    of_components: Vec<(usize, usize)>,
}

impl Lookups {
    fn new(scan: &Scan, tables: &Tables) -> Result<Self, DecodeError> {
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

    fn of_components(&self) -> impl Iterator<Item = (&DcTable, &AcTable)> {
        self.of_components
            .iter()
            .map(|&(dc, ac)| (&*self.dc[dc].1, &*self.ac[ac].1))
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
        while k <= self.kept.last {
            bits.refill();
            for _ in 0..SHORT_CODES {
                let code = self.ac.next_short(bits);
                let (Short::Value(run, value) | Short::Other(Ac::Value(run, value))) = code else {
                    return k > 1;
                };
                let at = self.kept.to[(k + run) as usize & 127];
                block[usize::from(at) & 127] = value as i16;
                k += run + 1;
                if matches!(code, Short::Other(_)) || k > self.kept.last {
                    break;
                }
            }
        }
        if self.kept.last < 63 {
            self.ac.skip(bits, k);
        }
        k > 1
    }
}
