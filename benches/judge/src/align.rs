//! Where a result lies: resizers that round their crop to whole pixels shift it by a fraction of one, which nobody sees
//! and every metric punishes.

/// How far `result` shows what `reference` shows, moved left and up, in pixels: one step of Lucas and Kanade's least
/// squares on the green channel, good for shifts of less than a pixel.
pub fn shift(reference: &[[f32; 3]], result: &[[f32; 3]], side: usize) -> (f64, f64) {
    let green = |samples: &[[f32; 3]], x: usize, y: usize| f64::from(samples[y * side + x][1]);
    let [mut xx, mut xy, mut yy, mut xd, mut yd] = [0.0; 5];
    for y in 1..side.saturating_sub(1) {
        for x in 1..side - 1 {
            let across = (green(reference, x + 1, y) - green(reference, x - 1, y)) / 2.0;
            let down = (green(reference, x, y + 1) - green(reference, x, y - 1)) / 2.0;
            let difference = green(result, x, y) - green(reference, x, y);
            xx += across * across;
            xy += across * down;
            yy += down * down;
            xd += across * difference;
            yd += down * difference;
        }
    }
    let determinant = xx * yy - xy * xy;
    if determinant <= f64::EPSILON {
        return (0.0, 0.0);
    }
    (
        (yy * xd - xy * yd) / determinant,
        (xx * yd - xy * xd) / determinant,
    )
}

#[cfg(test)]
mod tests {
    use super::shift;

    #[test]
    fn a_shifted_wave_is_found() {
        let wave = |dx: f64, dy: f64| -> Vec<[f32; 3]> {
            let at = |n: usize| ((n % 64) as f64 + dx, (n / 64) as f64 + dy);
            let level = |(x, y): (f64, f64)| ((x / 5.0).sin() + (y / 7.0).cos()) as f32;
            (0..64 * 64).map(|n| [level(at(n)); 3]).collect()
        };
        let (dx, dy) = shift(&wave(0.0, 0.0), &wave(0.3, -0.2), 64);
        assert!(
            (dx - 0.3).abs() < 0.02 && (dy + 0.2).abs() < 0.02,
            "{dx} {dy}"
        );
    }
}
