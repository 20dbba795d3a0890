//! Colours by a grid of measured ones: `mft1`, `mft2` and `mAB ` (ICC.1:2022, 10.10 to 10.12).

use alloc::vec;
use alloc::vec::Vec;

use super::bytes::{fixed, letters, short, word};
use super::curve::{Curve, shorts};
use super::pcs::{Pcs, roots_of_lab, roots_of_xyz};
use super::profile::Profile;
use super::warning::{DAMAGED, Read, UNSUPPORTED};

/// From a device's three or four channels to the connection space.
pub(super) struct Lut {
    /// One for each channel, before the grid.
    pub(super) inputs: Vec<Curve>,
    /// Nodes along each channel, at least two; the last channel's are neighbours.
    pub(super) grid: Vec<usize>,
    /// Three numbers for each node; none where the device's channels are the first of them already.
    nodes: Vec<u16>,
    stages: Option<Stages>,
    outputs: [Curve; 3],
    encoding: Encoding,
}

/// What `mAB ` has between its grid and its last curves.
struct Stages {
    curves: [Curve; 3],
    /// Three factors and what is added to them.
    matrix: [[f64; 4]; 3],
}

/// What 0 and 1 mean.
#[derive(Clone, Copy)]
enum Encoding {
    Xyz,
    /// Of eight bits, or of version 4.
    Lab,
    /// Sixteen bits of version 2: 100 is 0xFF00 (ICC.1:2001, 6.5.11).
    LegacyLab,
}

/// Nodes along each channel of a profile that has stages and no grid.
const GRID_OF_STAGES: usize = 33;

impl Lut {
    pub(super) fn read(profile: &Profile<'_>, data: &[u8]) -> Read<Self> {
        let lut = match letters(data, 0)? {
            b"mft1" | b"mft2" => table(profile.pcs, data)?,
            b"mAB " => elements(profile.pcs, data)?,
            _ => return Err(UNSUPPORTED),
        };
        if lut.inputs.len() != profile.space.channels() {
            return Err(DAMAGED);
        }
        Ok(lut)
    }

    /// How many nodes the grid has.
    pub(super) fn len(&self) -> usize {
        self.grid.iter().product()
    }

    /// L*a*b* of a node as its three cube roots.
    pub(super) fn roots(&self, node: usize) -> [f64; 3] {
        let mut values = self.node(node);
        if let Some(stages) = &self.stages {
            values = stages.at(values);
        }
        let [x, y, z] = [0, 1, 2].map(|at| self.outputs[at].at(values[at]));
        match self.encoding {
            Encoding::Xyz => roots_of_xyz([x, y, z].map(|value| value * 65_535.0 / 32_768.0)),
            Encoding::Lab => roots_of_lab([x * 100.0, y * 255.0 - 128.0, z * 255.0 - 128.0]),
            Encoding::LegacyLab => {
                let chroma = |value: f64| value * 65_535.0 / 256.0 - 128.0;
                roots_of_lab([x * 100.0 * 65_535.0 / 65_280.0, chroma(y), chroma(z)])
            }
        }
    }

    fn node(&self, node: usize) -> [f64; 3] {
        match self.nodes.get(node * 3..) {
            Some(&[x, y, z, ..]) => [x, y, z].map(|value| f64::from(value) / 65_535.0),
            _ => {
                let steps = GRID_OF_STAGES - 1;
                let place = |stride| (node / stride % GRID_OF_STAGES) as f64 / steps as f64;
                [
                    place(GRID_OF_STAGES * GRID_OF_STAGES),
                    place(GRID_OF_STAGES),
                    place(1),
                ]
            }
        }
    }
}

impl Stages {
    fn at(&self, values: [f64; 3]) -> [f64; 3] {
        let [x, y, z] = [0, 1, 2].map(|at| self.curves[at].at(values[at]));
        self.matrix
            .map(|row| row[0] * x + row[1] * y + row[2] * z + row[3])
    }
}

/// `mft1` and `mft2`: curves ▸ grid ▸ curves. Their matrix is for XYZ alone.
fn table(pcs: Pcs, data: &[u8]) -> Read<Lut> {
    let wide = data.starts_with(b"mft2");
    let &[channels, outputs, grid, ..] = data.get(8..).ok_or(DAMAGED)? else {
        return Err(DAMAGED);
    };
    let (channels, grid) = (
        usize::from(channels),
        vec![usize::from(grid); channels.into()],
    );
    let (in_length, out_length, start) = match wide {
        true => (short(data, 48)?.into(), short(data, 50)?.into(), 52),
        false => (256, 256, 48),
    };
    if in_length < 2 || out_length < 2 {
        return Err(DAMAGED);
    }
    let mut rest = Numbers {
        data: data.get(start..).ok_or(DAMAGED)?,
        wide,
    };
    let curves = |count: usize, length: usize, rest: &mut Numbers<'_>| {
        (0..count)
            .map(|_| rest.take(length).map(Curve::Table))
            .collect::<Read<Vec<_>>>()
    };
    check_grid(&grid, outputs)?;
    let inputs = curves(channels, in_length, &mut rest)?;
    let nodes = rest.take(values(&grid)?)?;
    let outputs = curves(3, out_length, &mut rest)?;
    Ok(Lut {
        inputs,
        grid,
        nodes,
        stages: None,
        outputs: three(outputs)?,
        encoding: match (pcs, wide) {
            (Pcs::Xyz, _) => Encoding::Xyz,
            (Pcs::Lab, true) => Encoding::LegacyLab,
            (Pcs::Lab, false) => Encoding::Lab,
        },
    })
}

/// `mAB `: A curves ▸ grid ▸ M curves ▸ matrix ▸ B curves; all but the last may be missing.
fn elements(pcs: Pcs, data: &[u8]) -> Read<Lut> {
    let (channels, outputs) = match data.get(8..10) {
        Some(&[channels, outputs]) => (usize::from(channels), outputs),
        _ => return Err(DAMAGED),
    };
    let element = |at: usize| match word(data, at)? {
        0 => Ok(None),
        offset => data.get(offset as usize..).map(Some).ok_or(DAMAGED),
    };
    let last = element(12)?.ok_or(DAMAGED)?;
    let stages = match (element(16)?, element(20)?) {
        (Some(matrix), Some(curves)) => Some(Stages {
            curves: three(read_curves(curves, 3)?)?,
            matrix: read_matrix(matrix)?,
        }),
        (None, None) => None,
        _ => return Err(UNSUPPORTED),
    };
    let (inputs, grid, nodes) = match (element(24)?, element(28)?) {
        (Some(grid), Some(curves)) => {
            let (grid, nodes) = read_grid(grid, channels, outputs)?;
            (read_curves(curves, channels)?, grid, nodes)
        }
        (None, None) if channels == 3 => (
            vec![Curve::Identity; 3],
            vec![GRID_OF_STAGES; 3],
            Vec::new(),
        ),
        _ => return Err(UNSUPPORTED),
    };
    Ok(Lut {
        inputs,
        grid,
        nodes,
        stages,
        outputs: three(read_curves(last, 3)?)?,
        encoding: match pcs {
            Pcs::Xyz => Encoding::Xyz,
            Pcs::Lab => Encoding::Lab,
        },
    })
}

/// Curves one behind the other, each at a multiple of four.
fn read_curves(mut data: &[u8], count: usize) -> Read<Vec<Curve>> {
    let mut curves = Vec::with_capacity(count);
    for _ in 0..count {
        let (curve, length) = Curve::read(data)?;
        curves.push(curve);
        data = data.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    Ok(curves)
}

/// Nine factors, then what is added.
fn read_matrix(data: &[u8]) -> Read<[[f64; 4]; 3]> {
    let mut matrix = [[0.0; 4]; 3];
    for (index, row) in matrix.iter_mut().enumerate() {
        for (column, factor) in row.iter_mut().enumerate().take(3) {
            *factor = fixed(data, (index * 3 + column) * 4)?;
        }
        row[3] = fixed(data, (9 + index) * 4)?;
    }
    Ok(matrix)
}

/// Sixteen bytes for the nodes along each channel, one for the bytes of a number.
fn read_grid(data: &[u8], channels: usize, outputs: u8) -> Read<(Vec<usize>, Vec<u16>)> {
    let grid = data.get(..channels.min(16)).ok_or(DAMAGED)?;
    let grid: Vec<usize> = grid.iter().map(|&nodes| nodes.into()).collect();
    check_grid(&grid, outputs)?;
    let wide = match data.get(16) {
        Some(1) => false,
        Some(2) => true,
        _ => return Err(DAMAGED),
    };
    let mut rest = Numbers {
        data: data.get(20..).ok_or(DAMAGED)?,
        wide,
    };
    let nodes = rest.take(values(&grid)?)?;
    Ok((grid, nodes))
}

fn check_grid(grid: &[usize], outputs: u8) -> Read<()> {
    if !matches!(grid.len(), 3 | 4) || outputs != 3 {
        return Err(UNSUPPORTED);
    }
    if grid.iter().any(|&nodes| nodes < 2) {
        return Err(DAMAGED);
    }
    Ok(())
}

/// How many numbers a grid has; at most four channels of 255 nodes, so 34 bits.
fn values(grid: &[usize]) -> Read<usize> {
    let product = grid
        .iter()
        .try_fold(3_usize, |all, &nodes| all.checked_mul(nodes));
    product.ok_or(DAMAGED)
}

/// Numbers of one or two bytes, all as two.
struct Numbers<'a> {
    data: &'a [u8],
    wide: bool,
}

impl Numbers<'_> {
    fn take(&mut self, count: usize) -> Read<Vec<u16>> {
        let length = if self.wide {
            count.checked_mul(2)
        } else {
            Some(count)
        };
        let (numbers, rest) = length
            .and_then(|length| self.data.split_at_checked(length))
            .ok_or(DAMAGED)?;
        self.data = rest;
        Ok(match self.wide {
            true => shorts(numbers),
            false => numbers
                .iter()
                .map(|&number| u16::from(number) * 257)
                .collect(),
        })
    }
}

fn three(curves: Vec<Curve>) -> Read<[Curve; 3]> {
    curves.try_into().map_err(|_| DAMAGED)
}
