//! Building everything, each part only if it changed.

mod native;
mod wasm;
mod web;

use crate::{Failure, edge, prerequisites, tools};

pub use native::targets;

/// Prerequisites ▸ tools ▸ npm packages ▸ native ▸ wasm ▸ npm package ▸ page.
pub fn everything() -> Result<(), Failure> {
    wasm()?;
    native::build()?;
    web::package()?;
    web::page()
}

/// The npm packages alone: for what only asks another program from there.
pub fn npm_packages() -> Result<(), Failure> {
    prerequisites::check()?;
    web::npm_packages()
}

/// The native binaries alone, and the npm packages.
pub fn native() -> Result<(), Failure> {
    npm_packages()?;
    native::build()
}

/// The npm package, and what it is made of.
pub fn package() -> Result<(), Failure> {
    wasm_tools()?;
    wasm::browser()?;
    wasm::effects()?;
    web::package()
}

/// The wasm modules alone, and what they need.
pub fn wasm() -> Result<(), Failure> {
    wasm_tools()?;
    wasm::browser()?;
    wasm::effects()?;
    wasm::token()?;
    wasm::edge()
}

/// The edge's bundle alone, and what it needs.
pub fn edge() -> Result<(), Failure> {
    wasm_tools()?;
    wasm::edge()
}

/// What is built to be weighed and not to be shipped, and what is shipped.
pub fn weighed() -> Result<(), Failure> {
    wasm()?;
    wasm::jpeg_only()?;
    edge::example_bundle()?;
    edge::example_function()
}

fn wasm_tools() -> Result<(), Failure> {
    prerequisites::check()?;
    npm_packages()?;
    tools::install()
}
