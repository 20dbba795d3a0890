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
    let accept = accept.unwrap_or_default();
    let webp = weight(VariantFormat::Webp.mime(), accept).unwrap_or(0);
    let names = ["image/jpeg", "image/*", "*/*"];
    let jpeg = names.into_iter().find_map(|name| weight(name, accept));
    match webp > 0 && webp >= jpeg.unwrap_or(0) {
        true => VariantFormat::Webp,
        false => VariantFormat::Jpeg,
    }
}

/// The weight of the first range of this name, in thousandths. A range with a malformed weight is none.
fn weight(name: &str, accept: &str) -> Option<u16> {
    accept.split(',').find_map(|range| {
        let mut parts = range.split(';').map(|part| part.trim_matches([' ', '\t']));
        if !parts.next()?.eq_ignore_ascii_case(name) {
            return None;
        }
        let quality = parts.find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.eq_ignore_ascii_case("q").then_some(value)
        });
        quality.map_or(Some(1_000), thousandths)
    })
}

/// `qvalue` (RFC 9110 §12.4.2): `0` or `1`, with at most three decimals, not above 1.
fn thousandths(qvalue: &str) -> Option<u16> {
    let (whole, decimals) = qvalue.split_once('.').unwrap_or((qvalue, ""));
    let are_digits = decimals.bytes().all(|byte| byte.is_ascii_digit());
    if decimals.len() > 3 || !are_digits || !matches!(whole, "0" | "1") {
        return None;
    }
    let digits = whole.bytes().chain(decimals.bytes()).chain(*b"000").take(4);
    let value = digits.fold(0, |value, digit| value * 10 + u16::from(digit - b'0'));
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
