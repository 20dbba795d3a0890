#![doc = include_str!("../README.md")]
//!
//! Sources: ITU-T T.81, JFIF 1.02, Adobe's technical note 5116 for APP14.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod marker;
mod planar;
mod zigzag;

pub mod decode;
pub mod encode;

pub use planar::{ColourModel, Planar, Plane};
