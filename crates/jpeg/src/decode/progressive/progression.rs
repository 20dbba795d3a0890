//! Which bits of a component's coefficients are known (T.81 G.1.1.1): each bit is coded once, from the highest down.
//! That also bounds the work that a hostile file can ask for.

use crate::decode::error::Corrupt;
use crate::decode::scan::Scan;

/// The highest bit position of successive approximation (T.81 table B.3).
const MAX_LOW: u32 = 13;

/// The lowest bit position known of each coefficient; `None` where nothing is.
pub(super) struct Progression([Option<u32>; 64]);

impl Progression {
    pub fn new() -> Self {
        Self([None; 64])
    }

    /// Notes a scan, unless it is out of order.
    pub fn advance(&mut self, scan: &Scan) -> Result<(), Corrupt> {
        check(scan)?;
        let before = if scan.high == 0 {
            None
        } else {
            Some(scan.high)
        };
        let band = self
            .0
            .get_mut(scan.start as usize..=scan.end as usize)
            .ok_or(Corrupt::Scan)?;
        if band.iter().any(|low| *low != before) {
            return Err(Corrupt::Progression);
        }
        band.fill(Some(scan.low));
        Ok(())
    }

    pub fn has_dc(&self) -> bool {
        self.0[0].is_some()
    }

    pub fn is_final(&self) -> bool {
        self.0.iter().all(|low| *low == Some(0))
    }
}

/// T.81 table B.3 and G.1.1.1.1: DC alone, AC of one component alone, a bit at a time.
fn check(scan: &Scan) -> Result<(), Corrupt> {
    let is_dc = scan.start == 0 && scan.end == 0;
    let is_ac =
        scan.start > 0 && scan.start <= scan.end && scan.end < 64 && scan.components.len() == 1;
    let is_first = scan.high == 0 && scan.low <= MAX_LOW;
    let is_refinement = scan.high > 0 && scan.high <= MAX_LOW && scan.low + 1 == scan.high;
    if (is_dc || is_ac) && (is_first || is_refinement) {
        Ok(())
    } else {
        Err(Corrupt::Scan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::scan::ScanComponent;

    fn scan(start: u32, end: u32, high: u32, low: u32) -> Scan {
        let component = ScanComponent {
            index: 0,
            dc_table: 0,
            ac_table: 0,
        };
        Scan {
            components: vec![component],
            start,
            end,
            high,
            low,
        }
    }

    #[test]
    fn each_bit_is_coded_once_and_in_order() {
        let mut progression = Progression::new();
        assert_eq!(progression.advance(&scan(0, 0, 0, 1)), Ok(()));
        assert_eq!(
            progression.advance(&scan(0, 0, 0, 1)),
            Err(Corrupt::Progression)
        );
        assert_eq!(
            progression.advance(&scan(1, 63, 1, 0)),
            Err(Corrupt::Progression)
        );
        assert_eq!(progression.advance(&scan(1, 63, 0, 0)), Ok(()));
        assert!(!progression.is_final());
        assert_eq!(progression.advance(&scan(0, 0, 1, 0)), Ok(()));
        assert!(progression.is_final());
    }

    #[test]
    fn impossible_bands_are_refused() {
        for (start, end, high, low) in [
            (0, 63, 0, 0),
            (5, 4, 0, 0),
            (1, 64, 0, 0),
            (1, 5, 3, 1),
            (1, 5, 0, 14),
        ] {
            assert_eq!(
                Progression::new().advance(&scan(start, end, high, low)),
                Err(Corrupt::Scan)
            );
        }
    }
}
