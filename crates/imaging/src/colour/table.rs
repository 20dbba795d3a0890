//! A grid of colours, ready to be looked up: between its nodes lies a straight line through L*a*b*.

use alloc::vec::Vec;

use super::lut::Lut;
use super::pcs::{ROOT_ONE, srgb_of_roots};

/// From three or four channels of eight bits to sRGB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ColourTable {
    channels: Vec<Channel>,
    /// L*a*b* as its three roots.
    nodes: Vec<[i16; 3]>,
}

/// Where each value of a channel lies in the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Channel {
    places: Vec<Place>,
    /// From a node to the next one.
    stride: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    node: usize,
    /// Of the way to the next node, 0 to [`ONE`].
    part: i32,
}

const ONE: i32 = 1 << SHIFT;
const SHIFT: u32 = 12;

impl ColourTable {
    /// `inverted` where 255 is nothing of a channel.
    pub(super) fn new(lut: &Lut, inverted: bool) -> Self {
        let mut stride = lut.len();
        let channels = lut.inputs.iter().zip(&lut.grid).map(|(curve, &nodes)| {
            stride /= nodes;
            let place = |value: usize| {
                let value = if inverted { 255 - value } else { value };
                place(curve.at(value as f64 / 255.0), nodes, stride)
            };
            Channel {
                places: (0..256).map(place).collect(),
                stride,
            }
        });
        Self {
            channels: channels.collect(),
            nodes: (0..lut.len())
                .map(|node| lut.roots(node).map(integer))
                .collect(),
        }
    }

    /// The colour of a pixel of four channels, or of three and anything.
    pub(super) fn at(&self, pixel: [u8; 4]) -> [u8; 3] {
        let mut node = 0;
        let mut corners = [0; 16];
        let mut parts = [0; 4];
        for (index, (channel, value)) in self.channels.iter().zip(pixel).enumerate() {
            let place = channel.places[usize::from(value)];
            node += place.node;
            parts[index] = place.part;
            let (lower, upper) = corners.split_at_mut(1 << index);
            for (upper, lower) in upper.iter_mut().zip(lower) {
                *upper = *lower + channel.stride;
            }
        }
        let mut roots = corners.map(|corner| self.nodes[node + corner]);
        for index in (0..self.channels.len()).rev() {
            let (lower, upper) = roots.split_at_mut(1 << index);
            for (lower, upper) in lower.iter_mut().zip(upper) {
                *lower = between(*lower, *upper, parts[index]);
            }
        }
        srgb_of_roots(roots[0].map(i32::from))
    }
}

fn between(lower: [i16; 3], upper: [i16; 3], part: i32) -> [i16; 3] {
    [0, 1, 2].map(|at| {
        let (lower, upper) = (i32::from(lower[at]), i32::from(upper[at]));
        (lower + (((upper - lower) * part + ONE / 2) >> SHIFT)) as i16
    })
}

fn place(position: f64, nodes: usize, stride: usize) -> Place {
    let steps = nodes - 1;
    let fixed = libm::round(position * steps as f64 * f64::from(ONE)) as usize;
    let node = (fixed >> SHIFT).min(steps - 1);
    Place {
        node: node * stride,
        part: (fixed - (node << SHIFT)) as i32,
    }
}

fn integer(root: f64) -> i16 {
    libm::round(root * ROOT_ONE) as i16
}
