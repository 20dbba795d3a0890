//! A Chromium for the tests: one that is installed, else Playwright's, else the system's package.

use std::{path::PathBuf, process::Command};

use crate::{Failure, apt, paths, run};

const NAMES: [&str; 4] = [
    "chromium",
    "google-chrome",
    "chromium-browser",
    "google-chrome-stable",
];
const PLACES: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/// The path of a Chromium, installed now if there is none.
pub fn find_or_install() -> Result<PathBuf, Failure> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    run::step("installing Chromium for the browser tests", || {
        install_by_playwright().or_else(|| {
            apt::install("chromium");
            find()
        }).ok_or_else(|| {
            "no Chromium could be had: install Chrome or Chromium (Debian: apt install chromium), or set ROUNDEL_CHROMIUM to its path, then try again".to_owned()
        })
    })
}

fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("ROUNDEL_CHROMIUM") {
        return Some(named.into());
    }
    on_path()
        .or_else(|| {
            PLACES
                .iter()
                .map(PathBuf::from)
                .find(|place| place.exists())
        })
        .or_else(playwrights)
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let directories: Vec<PathBuf> = std::env::split_paths(&path).collect();
    NAMES
        .iter()
        .flat_map(|name| {
            directories
                .iter()
                .map(move |directory| directory.join(name))
        })
        .find(|candidate| candidate.is_file())
}

/// Where Playwright keeps the browser that belongs to its version, if it is there.
fn playwrights() -> Option<PathBuf> {
    let script = "console.log(require('playwright-core').chromium.executablePath())";
    let path = run::output(
        Command::new("node")
            .args(["-e", script])
            .current_dir(paths::root())
            .envs(browsers_path()),
    )?;
    Some(PathBuf::from(path)).filter(|path| path.exists())
}

fn install_by_playwright() -> Option<PathBuf> {
    let mut install = run::npm();
    install
        .args(["exec", "--", "playwright-core", "install", "chromium"])
        .envs(browsers_path());
    run::quiet(&mut install).ok()?;
    playwrights()
}

fn browsers_path() -> [(&'static str, PathBuf); 1] {
    [("PLAYWRIGHT_BROWSERS_PATH", paths::tools().join("browsers"))]
}
