//! Two rows laid side by side, as [`Rows::read`](crate::Rows::read) is asked for.

use crate::Pair;
use crate::transfer::{opaque_light, premultiplied_light};

/// Samples as they are.
pub fn pair(rows: [&[i16]; 2], pairs: &mut [Pair]) {
    by_sample(rows, |sample| sample, pairs);
}

/// What a table has for each byte.
pub fn pair_looked_up(rows: [&[u8]; 2], table: &[i16; 256], pairs: &mut [Pair]) {
    by_sample(rows, |byte| table[usize::from(byte)], pairs);
}

/// The light of sRGB pixels of 3 bytes, or of 4 with straight alpha, by which colour is then multiplied.
pub fn pair_light(rows: [&[u8]; 2], channels: usize, pairs: &mut [Pair]) {
    match channels {
        3 => by_pixel(rows, opaque_light, pairs),
        _ if cfg!(feature = "alpha") => by_pixel(rows, premultiplied_light, pairs),
        _ => (),
    }
}

fn by_sample<S: Copy>([upper, lower]: [&[S]; 2], sample: impl Fn(S) -> i16, pairs: &mut [Pair]) {
    for (pair, (&upper, &lower)) in pairs.iter_mut().zip(upper.iter().zip(lower)) {
        *pair = [sample(upper), sample(lower)];
    }
}

fn by_pixel<const N: usize>(
    rows: [&[u8]; 2],
    light: impl Fn(&[u8; N]) -> [i16; N],
    pairs: &mut [Pair],
) {
    let [upper, lower] = rows.map(|row| row.as_chunks::<N>().0);
    let pixels = upper.iter().zip(lower);
    for (pairs, (upper, lower)) in pairs.as_chunks_mut::<N>().0.iter_mut().zip(pixels) {
        let light = light(upper).into_iter().zip(light(lower));
        for (pair, (upper, lower)) in pairs.iter_mut().zip(light) {
            *pair = [upper, lower];
        }
    }
}
