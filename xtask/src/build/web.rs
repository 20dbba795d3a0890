//! The npm package and the demo page.

use crate::{Failure, paths, run, stamp::Stamped};

/// `npm ci` for all workspaces.
pub fn npm_packages() -> Result<(), Failure> {
    Stamped {
        name: "npm-ci",
        what: "installing npm packages",
        inputs: &[
            "package.json",
            "package-lock.json",
            "js/package.json",
            "pkg/package.json",
            "www/package.json",
            "infra/package.json",
        ],
        with: "",
        outputs: &[paths::at("node_modules")],
    }
    .run(|| run::quiet(run::npm().args(["ci", "--no-audit", "--no-fund"])))
}

/// The TypeScript of the npm package, beside the wasm module whose types it reads.
pub fn package() -> Result<(), Failure> {
    Stamped {
        name: "npm-package",
        what: "building the npm package",
        inputs: &[
            "package-lock.json",
            "js",
            "pkg/package.json",
            "pkg/dist/wasm/roundel.d.ts",
            "pkg/dist/wasm/roundel_bg.wasm",
            "pkg/dist/effects/roundel_effects.d.ts",
            "pkg/dist/effects/roundel_effects_bg.wasm",
        ],
        with: "",
        outputs: &[paths::at("pkg/dist/index.js")],
    }
    .run(|| run::quiet(run::npm().args(["run", "build", "--workspace", "js"])))
}

/// The demo page, from the npm package as a user would have it.
pub fn page() -> Result<(), Failure> {
    Stamped {
        name: "page",
        what: "building the page",
        inputs: &[
            "package-lock.json",
            "pkg/package.json",
            "pkg/dist",
            "www",
            "www/token/dist",
        ],
        with: "",
        outputs: &[paths::at("www/dist/index.html")],
    }
    .run(|| run::quiet(run::npm().args(["run", "build", "--workspace", "www"])))
}
