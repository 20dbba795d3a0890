//! The filters, and what photon-rs does for each.

use photon_rs::channels::alter_channels;
use photon_rs::colour_spaces::mix_with_colour;
use photon_rs::effects::adjust_contrast;
use photon_rs::{PhotonImage, Rgb, filters, monochrome};
use serde::{Deserialize, Serialize};

/// The chosen dozen. All of them look at one pixel at a time, so a thumbnail shows what the avatar will be.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "FilterName"))]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// Grey, by how bright the eye sees each colour.
    Mono,
    /// Grey with hard contrast.
    Noir,
    /// More contrast, more colour.
    Lofi,
    /// Warm light and contrast.
    Golden,
    /// A faded brown.
    Vintage,
    /// Deep red contrast.
    Cali,
    /// Light, soft red.
    Firenze,
    /// Grey tinted rose.
    Rose,
    /// Grey tinted mint.
    Mint,
    /// Grey tinted blue.
    Frost,
    /// A wash of blue.
    Ocean,
    /// From dark red to lilac by brightness.
    Lilac,
}

impl Filter {
    /// All of them, as they should be offered.
    pub const ALL: [Self; 12] = [
        Self::Mono,
        Self::Noir,
        Self::Lofi,
        Self::Golden,
        Self::Vintage,
        Self::Cali,
        Self::Firenze,
        Self::Rose,
        Self::Mint,
        Self::Frost,
        Self::Ocean,
        Self::Lilac,
    ];

    /// What to call it, in English.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Mono => "Mono",
            Self::Noir => "Noir",
            Self::Lofi => "Lo-fi",
            Self::Golden => "Golden",
            Self::Vintage => "Vintage",
            Self::Cali => "Cali",
            Self::Firenze => "Firenze",
            Self::Rose => "Rose",
            Self::Mint => "Mint",
            Self::Frost => "Frost",
            Self::Ocean => "Ocean",
            Self::Lilac => "Lilac",
        }
    }

    /// Gives `image` its look.
    pub(crate) fn look(self, image: &mut PhotonImage) {
        match self {
            Self::Mono => monochrome::grayscale_human_corrected(image),
            Self::Noir => filters::dramatic(image),
            Self::Lofi => filters::lofi(image),
            Self::Golden => filters::golden(image),
            Self::Vintage => mix_with_colour(image, Rgb::new(120, 70, 13), 0.2),
            Self::Cali => filters::cali(image),
            Self::Firenze => firenze(image),
            Self::Rose => monochrome::monochrome(image, 80, 20, 31),
            Self::Mint => monochrome::monochrome(image, 5, 40, 20),
            Self::Frost => monochrome::monochrome(image, 20, 30, 60),
            Self::Ocean => mix_with_colour(image, Rgb::new(0, 89, 173), 0.2),
            Self::Lilac => filters::duotone_lilac(image),
        }
    }
}

/// `photon_rs::filters::firenze` step by step: its own way of brightening leaves out the last pixel.
fn firenze(image: &mut PhotonImage) {
    mix_with_colour(image, Rgb::new(255, 47, 78), 0.1);
    alter_channels(image, 30, 30, 30);
    adjust_contrast(image, 50.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use ts_rs::{Config, TS};

    #[test]
    fn each_is_offered_once_by_a_name_of_its_own() {
        let labels: std::collections::HashSet<_> = Filter::ALL.iter().map(|f| f.label()).collect();
        assert_eq!(labels.len(), 12);
        for filter in Filter::ALL {
            let name = filter.label().to_lowercase().replace('-', "");
            let declared = declaration().contains(&format!("\"{name}\""));
            assert!(declared, "{name}");
        }
    }

    #[test]
    fn types_d_ts_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/types.d.ts");
        let fresh = declaration();
        if std::fs::read_to_string(path).ok().as_deref() != Some(fresh.as_str()) {
            std::fs::write(path, fresh).unwrap();
            panic!("src/types.d.ts was stale and is written anew: commit it");
        }
    }

    fn declaration() -> String {
        let name = Filter::decl(&Config::new());
        format!(
            "// Written by the tests of src/filter.rs. Do not edit.\n\n\
             /** A filter by its name. */\nexport {name}\n\n\
             /** A filter, as it can be offered. */\nexport type Filter = {{ name: FilterName, label: string, }};\n"
        )
    }
}
