//! How a picture is written.

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// 1 (smallest) to 100 (best) on libjpeg's scale.
    pub quality: u8,
    /// Several scans, each refining the picture, instead of one from top to bottom. A few per cent smaller; decoders
    /// need memory for the whole picture's coefficients.
    #[cfg(feature = "progressive")]
    pub progressive: bool,
    /// Which frequencies are kept best.
    pub tables: Tables,
    /// How much work is spent on making the file small.
    pub effort: Effort,
}

impl Default for Options {
    /// Quality 85, one scan, tables by [`Tables::default`], effort by [`Effort::default`].
    fn default() -> Self {
        Self {
            quality: 85,
            #[cfg(feature = "progressive")]
            progressive: false,
            tables: Tables::default(),
            effort: Effort::default(),
        }
    }
}

/// The quantisation tables that quality scales.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// Annex K's, as libjpeg and browsers use: a quality means what it does there.
    Standard,
    /// Nicolas Robidoux's, as mozjpeg uses: better looking at the same size.
    Robidoux,
    /// Robidoux's with finer DC and chroma: better looking still.
    #[default]
    Tuned,
}

/// How much work is spent on making the file small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effort {
    /// Coefficients are rounded to the nearest value.
    Fast,
    /// Coefficients are chosen by what they cost against what they show (trellis quantisation).
    #[default]
    Trellis,
}
