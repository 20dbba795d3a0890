//! Pixels that were predicted from those before them (RFC 9649, 3.5.1).

use core::ops::Range;

use super::super::{Blocks, Pixel};

const BLACK: Pixel = [0, 0, 0, 0xFF];

/// Undoes the prediction of rows of `width`.
pub(super) fn undo(pixels: &mut [Pixel], width: usize, blocks: &Blocks) {
    let Some(first) = pixels.first_mut() else {
        return;
    };
    *first = add(*first, BLACK);
    let mut left = *first;
    for pixel in pixels.iter_mut().take(width).skip(1) {
        left = add(*pixel, left);
        *pixel = left;
    }
    for y in 1..pixels.len() / width {
        let start = y * width;
        pixels[start] = add(pixels[start], pixels[start - width]);
        for first in (0..width).step_by(1 << blocks.bits) {
            let end = width.min(first + (1 << blocks.bits));
            let span = start + first.max(1)..start + end;
            block(pixels, span, width, blocks.at(first, y)[1] & 15);
        }
    }
}

/// Top left, top and top right of a pixel. In the last column the last is the first pixel of the same row.
type Above = [Pixel; 3];

/// The pixels of a block in one row.
fn block(pixels: &mut [Pixel], span: Range<usize>, width: usize, mode: u8) {
    match mode {
        1 => run(pixels, span, width, |left, _| left),
        2 => run(pixels, span, width, |_, [_, top, _]| top),
        3 => run(pixels, span, width, |_, [_, _, right]| right),
        4 => run(pixels, span, width, |_, [corner, _, _]| corner),
        5 => run(pixels, span, width, |left, [_, top, right]| {
            average(average(left, right), top)
        }),
        6 => run(pixels, span, width, |left, [corner, _, _]| {
            average(left, corner)
        }),
        7 => run(pixels, span, width, |left, [_, top, _]| average(left, top)),
        8 => run(pixels, span, width, |_, [corner, top, _]| {
            average(corner, top)
        }),
        9 => run(pixels, span, width, |_, [_, top, right]| {
            average(top, right)
        }),
        10 => run(pixels, span, width, |left, [corner, top, right]| {
            average(average(left, corner), average(top, right))
        }),
        11 => run(pixels, span, width, |left, [corner, top, _]| {
            select(left, top, corner)
        }),
        12 => run(pixels, span, width, |left, [corner, top, _]| {
            clamped_sum(left, top, corner)
        }),
        13 => run(pixels, span, width, |left, [corner, top, _]| {
            clamped_half(average(left, top), corner)
        }),
        // 14 and 15 are not in use, and opaque black as 0 is.
        _ => run(pixels, span, width, |_, _| BLACK),
    }
}

/// Adds what `predict` makes of the pixel to the left and those above to each pixel of a span.
#[inline]
fn run(
    pixels: &mut [Pixel],
    span: Range<usize>,
    width: usize,
    predict: impl Fn(Pixel, Above) -> Pixel,
) {
    if span.is_empty() {
        return;
    }
    let (before, rest) = pixels.split_at_mut(span.start);
    let mut left = before[span.start - 1];
    let rest = &mut rest[..span.len()];
    let above = before[span.start - width - 1..].windows(3);
    for (pixel, above) in rest.iter_mut().zip(above) {
        left = add(*pixel, predict(left, [above[0], above[1], above[2]]));
        *pixel = left;
    }
}

#[inline]
fn each(one: Pixel, other: Pixel, of: impl Fn(u8, u8) -> u8) -> Pixel {
    let mut result = one;
    for (channel, &other) in result.iter_mut().zip(&other) {
        *channel = of(*channel, other);
    }
    result
}

/// The sum of two pixels: even and odd channels, in one number each.
#[inline]
fn add(one: Pixel, other: Pixel) -> Pixel {
    let (one, other) = (u32::from_le_bytes(one), u32::from_le_bytes(other));
    let odd = (one & 0xFF00_FF00).wrapping_add(other & 0xFF00_FF00);
    let even = (one & 0x00FF_00FF).wrapping_add(other & 0x00FF_00FF);
    (odd & 0xFF00_FF00 | even & 0x00FF_00FF).to_le_bytes()
}

/// Half the sum, rounded down, in all channels at once.
#[inline]
fn average(one: Pixel, other: Pixel) -> Pixel {
    let (one, other) = (u32::from_le_bytes(one), u32::from_le_bytes(other));
    ((one & other) + ((one ^ other) >> 1 & 0x7F7F_7F7F)).to_le_bytes()
}

/// Left or top, whichever is nearer to `left + top - corner`.
#[inline]
fn select(left: Pixel, top: Pixel, corner: Pixel) -> Pixel {
    let distance = |from: Pixel| -> u32 {
        let differences = each(from, corner, u8::abs_diff);
        differences.iter().map(|&channel| u32::from(channel)).sum()
    };
    // The estimate is as far from left as top is from the corner.
    if distance(top) < distance(left) {
        left
    } else {
        top
    }
}

#[inline]
fn clamped_sum(left: Pixel, top: Pixel, corner: Pixel) -> Pixel {
    let mut sum = left;
    for (channel, (&top, &corner)) in sum.iter_mut().zip(top.iter().zip(&corner)) {
        let exact = i16::from(*channel) + i16::from(top) - i16::from(corner);
        *channel = exact.clamp(0, 255) as u8;
    }
    sum
}

#[inline]
fn clamped_half(average: Pixel, corner: Pixel) -> Pixel {
    each(average, corner, |average, corner| {
        let (average, corner) = (i32::from(average), i32::from(corner));
        (average + (average - corner) / 2).clamp(0, 255) as u8
    })
}
