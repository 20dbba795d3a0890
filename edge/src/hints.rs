//! Client hints (RFC 8942): a browser that was asked says how large a picture it needs.

use crate::event::ViewerRequest;

/// The largest ratio that is believed, in thousandths.
const MAX_RATIO: u32 = 8_000;

/// The side to look for, in device pixels: `Sec-CH-Width` where it is sent, else `size` as CSS pixels times `Sec-CH-DPR`
/// (HTML "Responsive Image Client Hints"). A hint that is malformed is none.
pub(crate) fn wanted(size: u32, request: &ViewerRequest<'_>) -> u32 {
    let hint = |name| request.header(name).and_then(thousandths);
    if let Some(width) = hint("sec-ch-width") {
        return width.div_ceil(1_000);
    }
    match hint("sec-ch-dpr") {
        Some(ratio) if ratio <= MAX_RATIO => (size * ratio).div_ceil(1_000),
        _ => size,
    }
}

/// A positive number with at most three decimals (RFC 8941 §3.3.2), times 1000; at most four digits before the point.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "000"));
    let is_number =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(decimals) || whole.len() > 4 || decimals.len() > 3 {
        return None;
    }
    let digits = whole.bytes().chain(decimals.bytes()).chain(*b"00");
    let digits = digits.take(whole.len() + 3);
    let value = digits.fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    (value > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn wanted_with(hints: &str) -> u32 {
        let text = format!("viewer-request\nGET\n/\n{hints}");
        let count = text.split('\n').count();
        wanted(64, &ViewerRequest::read(&text, count).unwrap())
    }

    #[test]
    fn a_ratio_multiplies_and_a_width_is_taken_as_it_is() {
        for (hints, side) in [
            ("", 64),
            ("\nsec-ch-dpr\n2", 128),
            ("\nsec-ch-dpr\n1.5", 96),
            ("\nsec-ch-dpr\n2.625", 168),
            ("\nsec-ch-dpr\n0.5", 32),
            ("\nsec-ch-width\n200", 200),
            ("\nsec-ch-width\n200\nsec-ch-dpr\n3", 200),
        ] {
            assert_eq!(wanted_with(hints), side, "{hints:?}");
        }
    }

    #[test]
    fn a_malformed_hint_is_none() {
        for value in [
            "", "0", "0.0", "-1", "+2", "2.", ".5", "2.0000", "1e3", "8.001", "99999", "2 ", "NaN",
            "\u{662}",
        ] {
            assert_eq!(
                wanted_with(&format!("\nsec-ch-dpr\n{value}")),
                64,
                "{value:?}"
            );
        }
        assert_eq!(wanted_with("\nsec-ch-width\n0\nsec-ch-dpr\n2"), 128);
    }
}
