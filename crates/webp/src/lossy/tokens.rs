//! The coefficients of a block (RFC 6386, 13).

use super::bool_decoder::BoolDecoder;

/// Coefficients of a block in rows.
pub(super) type Block = [i16; 16];

/// Probabilities of a kind of block by band and context.
pub(super) type Probabilities = [[[u8; 11]; 3]; 8];

const ZIGZAG: [u8; 16] = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15];
/// The band of each position (13.3), and one more that is never used behind the last.
const BAND: [u8; 17] = [0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7];
/// Probabilities of the bits beyond 11, 19, 35 and 67 (13.2).
const EXTRA_BITS: [&[u8]; 4] = [
    &[173, 148, 140],
    &[176, 155, 140, 135],
    &[180, 157, 141, 134, 130],
    &[254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129],
];

/// Reads dequantised coefficients from the position `first` on, and says how many positions were read.
///
/// The context is how many of the blocks above and to the left have coefficients. Values beyond 16 bits, which no
/// encoder makes, wrap.
pub(super) fn read(
    bits: &mut BoolDecoder<'_>,
    probabilities: &Probabilities,
    context: u8,
    first: usize,
    steps: [i32; 2],
    block: &mut Block,
) -> usize {
    let at = |position: usize, context: usize| &probabilities[usize::from(BAND[position])][context];
    let mut p = at(first, usize::from(context));
    let mut position = first;
    while position < 16 && bits.bit_inlined(p[0]) {
        while !bits.bit_inlined(p[1]) {
            position += 1;
            if position == 16 {
                return 16;
            }
            p = at(position, 0);
        }
        let magnitude = read_magnitude(bits, p);
        let value = if bits.bit_inlined(128) {
            -magnitude
        } else {
            magnitude
        };
        let step = steps[usize::from(position > 0)];
        block[usize::from(ZIGZAG[position])] = (value * step) as i16;
        position += 1;
        p = at(position, magnitude.min(2) as usize);
    }
    position
}

/// At least 1.
#[inline]
fn read_magnitude(bits: &mut BoolDecoder<'_>, p: &[u8; 11]) -> i32 {
    if !bits.bit_inlined(p[2]) {
        1
    } else {
        read_large(bits, p)
    }
}

/// At least 2.
fn read_large(bits: &mut BoolDecoder<'_>, p: &[u8; 11]) -> i32 {
    if !bits.bit(p[3]) {
        if !bits.bit(p[4]) {
            2
        } else {
            3 + i32::from(bits.bit(p[5]))
        }
    } else if !bits.bit(p[6]) {
        if !bits.bit(p[7]) {
            5 + i32::from(bits.bit(159))
        } else {
            7 + 2 * i32::from(bits.bit(165)) + i32::from(bits.bit(145))
        }
    } else {
        let high = usize::from(bits.bit(p[8]));
        let category = 2 * high + usize::from(bits.bit(p[9 + high]));
        let extra = EXTRA_BITS[category].iter();
        let extra = extra.fold(0, |extra, &p| extra << 1 | i32::from(bits.bit(p)));
        3 + (8 << category) + extra
    }
}
