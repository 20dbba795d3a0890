//! The best format for a viewer's `Accept` (RFC 9110 §12.5.1).

use roundel_avatar::VariantFormat;

/// WebP where the viewer names `image/webp` and does not rate it below JPEG; JPEG otherwise.
///
/// A wildcard is no evidence: browsers without WebP sent `image/*` and `*/*` too (Safari before 14), and everything
/// reads JPEG. So JPEG is also the answer where the header is missing or matches nothing.
///
/// ```
/// use roundel_avatar::VariantFormat;
/// use roundel_edge::best_format;
///
/// assert_eq!(best_format(Some("image/avif,image/webp,*/*;q=0.8")), VariantFormat::Webp);
/// assert_eq!(best_format(Some("image/webp;q=0.2,image/jpeg")), VariantFormat::Jpeg);
/// assert_eq!(best_format(Some("image/*,*/*;q=0.8")), VariantFormat::Jpeg);
/// ```
#[must_use]
pub fn best_format(accept: Option<&str>) -> VariantFormat {
    let ranges: Vec<Range<'_>> = accept
        .unwrap_or_default()
        .split(',')
        .filter_map(Range::parse)
        .collect();
    let weight = |name: &str| {
        ranges
            .iter()
            .find(|range| range.is(name))
            .map(|range| range.weight)
    };
    let webp = weight(VariantFormat::Webp.mime()).unwrap_or(0);
    let jpeg = ["image/jpeg", "image/*", "*/*"]
        .into_iter()
        .find_map(weight);
    match webp > 0 && webp >= jpeg.unwrap_or(0) {
        true => VariantFormat::Webp,
        false => VariantFormat::Jpeg,
    }
}

/// One media range, its weight in thousandths.
struct Range<'a> {
    name: &'a str,
    weight: u16,
}

impl<'a> Range<'a> {
    /// A range with a malformed weight is none.
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(|part| part.trim_matches([' ', '\t']));
        let name = parts.next()?;
        let weight = parts.find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.eq_ignore_ascii_case("q").then_some(value)
        });
        let weight = weight.map_or(Some(1_000), thousandths)?;
        Some(Self { name, weight })
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// `qvalue` (RFC 9110 §12.4.2): `0` or `1`, with at most three decimals, not above 1.
fn thousandths(qvalue: &str) -> Option<u16> {
    let (whole, decimals) = qvalue.split_once('.').unwrap_or((qvalue, ""));
    let is_short = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !is_short || !matches!(whole, "0" | "1") {
        return None;
    }
    let value: u16 = format!("{whole}{decimals:0<3}").parse().ok()?;
    (value <= 1_000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webp_must_be_named() {
        for accept in [
            "image/webp",
            "IMAGE/WEBP",
            "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
            "image/webp;q=0.5, image/jpeg;q=0.5",
            "image/webp ; q=1.000",
            "*/*;q=0.1,image/webp;q=0.2",
            "image/webp;q=0.001",
        ] {
            assert_eq!(best_format(Some(accept)), VariantFormat::Webp, "{accept}");
        }
    }

    #[test]
    fn everything_else_is_jpeg() {
        for accept in [
            "",
            "*/*",
            "image/*",
            "image/jpeg",
            "image/webp;q=0",
            "image/webp;q=0.000",
            "image/webp;q=0.4,image/jpeg;q=0.5",
            "image/webp;q=0.4,image/*;q=0.5",
            "image/webp;q=nan",
            "image/webp;q=1.001",
            "image/webp;q=0.0001",
            "image/webp;q=",
            "image/webpx",
            "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5",
        ] {
            assert_eq!(best_format(Some(accept)), VariantFormat::Jpeg, "{accept}");
        }
        assert_eq!(best_format(None), VariantFormat::Jpeg);
    }
}
