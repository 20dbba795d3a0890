//! Inverse transforms (RFC 6386, 14.3 to 14.5).

use super::tokens::Block;

/// The square root of 2 times the cosine of pi/8, less one, in 65536ths.
const COSINE: i32 = 20091;
/// The square root of 2 times the sine of pi/8, in 65536ths.
const SINE: i32 = 35468;

/// Spreads second-order coefficients over the first coefficient of each luma block (14.3).
pub(super) fn walsh_hadamard(second_order: &Block, blocks: &mut [Block]) {
    let butterfly = |[a, b, c, d]: [i32; 4]| {
        let (outer, inner) = (a + d, b + c);
        let (outer_difference, inner_difference) = (a - d, b - c);
        [
            outer + inner,
            inner_difference + outer_difference,
            outer - inner,
            outer_difference - inner_difference,
        ]
    };
    let columns = columns(second_order).map(butterfly);
    for (y, row) in blocks.chunks_exact_mut(4).take(4).enumerate() {
        let dc = butterfly(columns.map(|column| column[y]));
        for (block, dc) in row.iter_mut().zip(dc) {
            block[0] = ((dc + 3) >> 3) as i16;
        }
    }
}

/// Adds what the coefficients stand for to the 4x4 samples at `at` (14.4, 14.5).
pub(super) fn add(block: &Block, samples: &mut [u8], at: usize, stride: usize) {
    if block[1..].iter().all(|&coefficient| coefficient == 0) {
        if block[0] != 0 {
            let dc = (i32::from(block[0]) + 4) >> 3;
            add_rows([[dc; 4]; 4], samples, at, stride);
        }
        return;
    }
    let columns = columns(block).map(discrete_cosine);
    let rows = [0, 1, 2, 3].map(|y| {
        let row = discrete_cosine(columns.map(|column| column[y]));
        row.map(|value| value.wrapping_add(4) >> 3)
    });
    add_rows(rows, samples, at, stride);
}

fn columns(block: &Block) -> [[i32; 4]; 4] {
    [0, 1, 2, 3].map(|x| [0, 4, 8, 12].map(|row| i32::from(block[row + x])))
}

/// One dimension of four. Sums wrap only where coefficients are beyond what an encoder makes.
#[inline]
fn discrete_cosine([a, b, c, d]: [i32; 4]) -> [i32; 4] {
    let cosine = |value: i32| value.wrapping_add(value.wrapping_mul(COSINE) >> 16);
    let sine = |value: i32| value.wrapping_mul(SINE) >> 16;
    let (even, odd) = (a.wrapping_add(c), a.wrapping_sub(c));
    let low = sine(b).wrapping_sub(cosine(d));
    let high = cosine(b).wrapping_add(sine(d));
    [
        even.wrapping_add(high),
        odd.wrapping_add(low),
        odd.wrapping_sub(low),
        even.wrapping_sub(high),
    ]
}

fn add_rows(rows: [[i32; 4]; 4], samples: &mut [u8], at: usize, stride: usize) {
    for (row, samples) in rows.iter().zip(samples[at..].chunks_mut(stride)) {
        for (sample, value) in samples.iter_mut().zip(row) {
            *sample = value.wrapping_add(i32::from(*sample)).clamp(0, 255) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_coefficient_alone_lifts_all_samples_alike_whichever_way_it_goes() {
        for dc in [-300, -12, -1, 0, 4, 100, 500] {
            let lifted = |rest: i16| {
                let mut samples = [100; 16];
                let mut block = [rest; 16];
                block[0] = dc;
                add(&block, &mut samples, 0, 4);
                samples
            };
            let expected = (100 + ((i32::from(dc) + 4) >> 3)).clamp(0, 255) as u8;
            assert_eq!(lifted(0), [expected; 16]);
            assert_ne!(lifted(40), lifted(0));
        }
    }

    #[test]
    fn the_largest_coefficients_do_not_overflow() {
        for value in [i16::MIN, i16::MAX] {
            let mut blocks = [[value; 16]; 16];
            walsh_hadamard(&[value; 16], &mut blocks);
            add(&blocks[0], &mut [0; 16], 0, 4);
            add(&[value; 16], &mut [0; 16], 0, 4);
        }
    }
}
