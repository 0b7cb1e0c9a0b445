//! The arithmetic of the nets, with the same bits on every machine.
//!
//! Every sum has one order of adding, written down here, and every multiply-add is fused (one rounding):
//! a product of matrices adds along the inner dimension in rising order into the bias; a sum over a vector runs in eight
//! lanes which are then added in pairs. The instruction sets only change how many outputs are worked on at once, which
//! no output can see. Machines without fused instructions compute the fused result from doubles ([`fused`]).

use crate::model::float;

/// Columns of a packed panel: one cache line of the widest kind, twice.
pub const PANEL: usize = 32;
/// Lanes of a sum over a vector.
const LANES: usize = 8;
/// Rows that are worked on while their weights are at hand.
const ROWS: usize = 48;
/// Most rows that share the registers at once.
const TALL: usize = 12;

/// Weights of a linear layer: `inner` × `outer`, packed in panels of [`PANEL`] columns, with a bias.
pub struct Linear {
    /// Numbers in a row that goes in.
    pub inner: usize,
    /// Numbers in a row that comes out: a multiple of [`PANEL`], the last ones zero where the layer is narrower.
    pub outer: usize,
    /// Panel after panel, each `inner` rows of [`PANEL`] numbers.
    weights: Vec<Columns>,
    bias: Vec<Columns>,
}

/// A row of a panel; it begins where a cache line does, so that no vector straddles two.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Columns([f32; PANEL]);

impl Linear {
    /// Packs weights given row by row of the output (`outer` × `inner`) and a bias of the same number of outputs.
    pub fn new(weights: &[f32], bias: &[f32], inner: usize) -> Linear {
        let panels = bias.len().div_ceil(PANEL);
        let mut packed = vec![Columns([0.0; PANEL]); panels * inner];
        let mut padded = vec![Columns([0.0; PANEL]); panels];
        for (row, (from, &b)) in weights.chunks_exact(inner).zip(bias).enumerate() {
            let (panel, column) = (row / PANEL, row % PANEL);
            padded[panel].0[column] = b;
            for (k, &w) in from.iter().enumerate() {
                packed[panel * inner + k].0[column] = w;
            }
        }
        Linear { inner, outer: panels * PANEL, weights: packed, bias: padded }
    }
}

/// What the machine offers. All give the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    /// Plain code without fused instructions.
    Portable,
    /// The fused instructions that the compiler may use everywhere on this target.
    #[cfg(not(target_arch = "x86_64"))]
    Native,
    /// 256-bit vectors with fused multiply-add.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512-bit vectors.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Machine {
    /// The best this machine can do.
    pub fn detect() -> Machine {
        Machine::available().last().copied().unwrap_or(Machine::Portable)
    }

    /// All this machine can do, the best last.
    pub fn available() -> Vec<Machine> {
        let mut all = vec![Machine::Portable];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            all.push(Machine::Avx2);
            if is_x86_feature_detected!("avx512f") {
                all.push(Machine::Avx512);
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        if cfg!(target_feature = "neon") {
            all.push(Machine::Native);
        }
        all
    }

    /// `out[r] = bias + Σ input[r·stride + k] · weights[k]` for each of `rows` rows, `k` rising.
    ///
    /// Rows of the input may overlap: that is how a window over neighbouring tokens is read.
    pub fn linear(self, layer: &Linear, input: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
        let out = &mut out[..rows * layer.outer];
        let mut packed = Vec::new();
        for (block, out) in out.chunks_mut(ROWS * layer.outer).enumerate() {
            let rows = out.len() / layer.outer;
            let input = &input[block * ROWS * stride..];
            self.block(layer, input, stride, rows, &mut packed, out);
        }
    }

    fn block(self, layer: &Linear, input: &[f32], stride: usize, rows: usize, packed: &mut Vec<f32>, out: &mut [f32]) {
        let tallest = match self {
            #[cfg(target_arch = "x86_64")]
            Machine::Avx512 => TALL,
            _ => TALL / 2,
        };
        let groups = rows.div_ceil(tallest);
        // Groups of nearly equal height: the first `more` of them have one row more.
        let (height, more) = (rows / groups, rows % groups);
        let of = |group: usize| (group * height + group.min(more), height + usize::from(group < more));
        // Each number stands once, however many windows it is in.
        let wide = stride.min(layer.inner);
        let length = rows + layer.inner.div_ceil(wide) - 1;
        packed.resize(wide * length, 0.0);
        for (row, input) in input.chunks(stride).take(length).enumerate() {
            for (column, &x) in packed.chunks_exact_mut(length).zip(input) {
                column[row] = x;
            }
        }
        for (panel, (weights, bias)) in layer.weights.chunks_exact(layer.inner).zip(&layer.bias).enumerate() {
            for (first, height) in (0..groups).map(of) {
                let input = Packed { numbers: packed, wide, length, first };
                let out = &mut out[first * layer.outer + panel * PANEL..];
                self.tile(height, input, weights, bias, out, layer.outer);
            }
        }
    }

    /// The same for one row.
    pub fn row(self, layer: &Linear, input: &[f32], out: &mut [f32]) {
        let input = Packed { numbers: &input[..layer.inner], wide: layer.inner, length: 1, first: 0 };
        for (panel, (weights, bias)) in layer.weights.chunks_exact(layer.inner).zip(&layer.bias).enumerate() {
            self.tile(1, input, weights, bias, &mut out[panel * PANEL..], PANEL);
        }
    }

    fn tile(self, height: usize, input: Packed, weights: &[Columns], bias: &Columns, out: &mut [f32], stride: usize) {
        match self {
            Machine::Portable => tile::<Emulated>(height, input, weights, bias, out, stride),
            #[cfg(not(target_arch = "x86_64"))]
            Machine::Native => tile::<Fused>(height, input, weights, bias, out, stride),
            // SAFETY: the machine was found to have these instructions.
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2 => unsafe { x86::avx2(height, input, weights, bias, out, stride) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Machine::Avx512 => unsafe { x86::avx512(height, input, weights, bias, out, stride) },
        }
    }

    /// Adds a row of 16-bit floats to `sum`.
    pub fn add_halves(self, halves: &[[u8; 2]], sum: &mut [f32]) {
        match self {
            // SAFETY: the machine was found to have these instructions.
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2 | Machine::Avx512 => unsafe { x86::add_halves(halves, sum) },
            _ => add_halves(halves, sum),
        }
    }

    /// Takes the largest of three pieces, brings each row to mean 0 and variance 1, then scales and shifts it.
    ///
    /// `pieces` has rows of three times the width of `out`; with `add` the result is added to what is in `out`.
    pub fn maxout_norm(self, pieces: &[f32], gain: &[f32], shift: &[f32], add: bool, out: &mut [f32]) {
        match self {
            Machine::Portable => maxout_norm::<Emulated>(pieces, gain, shift, add, out),
            #[cfg(not(target_arch = "x86_64"))]
            Machine::Native => maxout_norm::<Fused>(pieces, gain, shift, add, out),
            // SAFETY: the machine was found to have these instructions.
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2 | Machine::Avx512 => unsafe { x86::maxout_norm(pieces, gain, shift, add, out) },
        }
    }
}

/// `a · b + c` with one rounding.
trait MultiplyAdd {
    fn multiply_add(a: f32, b: f32, c: f32) -> f32;
}

/// The instruction of the machine.
struct Fused;

impl MultiplyAdd for Fused {
    #[inline(always)]
    fn multiply_add(a: f32, b: f32, c: f32) -> f32 {
        a.mul_add(b, c)
    }
}

/// The same value from doubles, for machines without the instruction.
struct Emulated;

impl MultiplyAdd for Emulated {
    #[inline(always)]
    fn multiply_add(a: f32, b: f32, c: f32) -> f32 {
        fused(a, b, c)
    }
}

/// `a · b + c` with one rounding, from operations every machine has.
///
/// The product is exact in a double. The sum is rounded to odd (Boldo and Melquiond 2008), so that the second rounding,
/// to single precision, gives what one rounding would have given.
#[inline(always)]
fn fused(a: f32, b: f32, c: f32) -> f32 {
    let (product, c) = (f64::from(a) * f64::from(b), f64::from(c));
    let sum = product + c;
    // What was lost in the sum, exactly (Knuth's two-sum).
    let part = sum - product;
    let lost = (product - (sum - part)) + (c - part);
    let bits = sum.to_bits();
    // Towards the lost part by one step, where the sum is inexact and its last bit even.
    let inexact = lost != 0.0 && sum.is_finite() && bits & 1 == 0;
    let outwards = (lost > 0.0) == (sum > 0.0);
    let step = if outwards { 1 } else { u64::MAX };
    f64::from_bits(if inexact { bits.wrapping_add(step) } else { bits }) as f32
}

/// Rows that go in, column by column: row `r` of a product begins with the `wide` numbers `r` of the columns, goes on
/// with the numbers `r + 1`, and so on.
#[derive(Clone, Copy)]
struct Packed<'p> {
    numbers: &'p [f32],
    wide: usize,
    /// Numbers in a column.
    length: usize,
    /// The first row of the tile.
    first: usize,
}

/// One panel of a product: `height` rows.
#[inline(always)]
fn tile<M: MultiplyAdd>(
    height: usize,
    input: Packed,
    weights: &[Columns],
    bias: &Columns,
    out: &mut [f32],
    stride: usize,
) {
    for row in 0..height {
        let mut sums = bias.0;
        for (piece, weights) in weights.chunks(input.wide).enumerate() {
            for (column, weights) in input.numbers.chunks_exact(input.length).zip(weights) {
                let x = column[input.first + piece + row];
                for (sum, &weight) in sums.iter_mut().zip(&weights.0) {
                    *sum = M::multiply_add(x, weight, *sum);
                }
            }
        }
        out[row * stride..row * stride + PANEL].copy_from_slice(&sums);
    }
}

#[inline(always)]
fn add_halves(halves: &[[u8; 2]], sum: &mut [f32]) {
    for (sum, half) in sum.iter_mut().zip(halves) {
        *sum += float(u16::from_le_bytes(*half));
    }
}

/// The sum of a vector: eight lanes, then pairs.
#[inline(always)]
fn sum(lanes: [f32; LANES]) -> f32 {
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// Width of the token vectors.
pub const WIDTH: usize = 96;

#[inline(always)]
fn maxout_norm<M: MultiplyAdd>(pieces: &[f32], gain: &[f32], shift: &[f32], add: bool, out: &mut [f32]) {
    let (gain, _) = gain.as_chunks::<LANES>();
    let (shift, _) = shift.as_chunks::<LANES>();
    for (pieces, out) in pieces.as_chunks::<{ 3 * WIDTH }>().0.iter().zip(out.as_chunks_mut::<WIDTH>().0) {
        let mut row = [[0.0f32; LANES]; WIDTH / LANES];
        let mut total = [0.0f32; LANES];
        let (pieces, _) = pieces.as_chunks::<LANES>();
        let (first, rest) = pieces.split_at(WIDTH / LANES);
        let (second, third) = rest.split_at(WIDTH / LANES);
        for (i, row) in row.iter_mut().enumerate() {
            for j in 0..LANES {
                let largest = larger(larger(first[i][j], second[i][j]), third[i][j]);
                row[j] = largest;
                total[j] += largest;
            }
        }
        let mean = sum(total) / WIDTH as f32;
        let mut squares = [0.0f32; LANES];
        for row in &mut row {
            for j in 0..LANES {
                row[j] -= mean;
                squares[j] = M::multiply_add(row[j], row[j], squares[j]);
            }
        }
        let scale = 1.0 / (sum(squares) / WIDTH as f32 + 1e-8).sqrt();
        let (out, _) = out.as_chunks_mut::<LANES>();
        for (i, row) in row.iter().enumerate() {
            for j in 0..LANES {
                let y = M::multiply_add(row[j] * scale, gain[i][j], shift[i][j]);
                out[i][j] = if add { out[i][j] + y } else { y };
            }
        }
    }
}

/// The larger of two finite numbers; of two zeros the second.
#[inline(always)]
pub fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Columns, Fused, PANEL, Packed};
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx2,fma")]
    pub fn add_halves(halves: &[[u8; 2]], sum: &mut [f32]) {
        super::add_halves(halves, sum);
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn maxout_norm(pieces: &[f32], gain: &[f32], shift: &[f32], add: bool, out: &mut [f32]) {
        super::maxout_norm::<Fused>(pieces, gain, shift, add, out);
    }

    /// Writes a tile for a fixed number of rows with all sums in registers.
    macro_rules! tiles {
        ($name:ident, $rows:ident, $feature:literal, $vector:ty, $lanes:literal, $parts:literal,
         $load:ident, $store:ident, $splat:ident, $fma:ident, [$($height:literal)*]) => {
            #[target_feature(enable = $feature)]
            pub fn $name(
                height: usize,
                input: Packed,
                weights: &[Columns],
                bias: &Columns,
                out: &mut [f32],
                stride: usize,
            ) {
                match height {
                    $($height => $rows::<$height>(input, weights, bias, out, stride),)*
                    _ => super::tile::<Fused>(height, input, weights, bias, out, stride),
                }
            }

            #[target_feature(enable = $feature)]
            fn $rows<const HEIGHT: usize>(
                input: Packed,
                weights: &[Columns],
                bias: &Columns,
                out: &mut [f32],
                stride: usize,
            ) {
                const STEP: usize = $lanes * $parts;
                for column in (0..PANEL).step_by(STEP) {
                    let at = |row: &Columns, part: usize| -> $vector {
                        let lanes: &[f32; $lanes] = row.0[column + part * $lanes..].first_chunk().expect("a full panel");
                        // SAFETY: the reference is to as many numbers as the vector has lanes.
                        unsafe { $load(lanes.as_ptr()) }
                    };
                    let start: [$vector; $parts] = std::array::from_fn(|part| at(bias, part));
                    let mut sums = [start; HEIGHT];
                    for (piece, weights) in weights.chunks(input.wide).enumerate() {
                        let from = input.first + piece;
                        for (column, weights) in input.numbers.chunks_exact(input.length).zip(weights) {
                            let rows: &[f32; HEIGHT] = column[from..].first_chunk().expect("as many rows");
                            let weights: [$vector; $parts] = std::array::from_fn(|part| at(weights, part));
                            for (sums, &x) in sums.iter_mut().zip(rows) {
                                let x = $splat(x);
                                for (sum, &weight) in sums.iter_mut().zip(&weights) {
                                    *sum = $fma(x, weight, *sum);
                                }
                            }
                        }
                    }
                    for (row, sums) in sums.iter().enumerate() {
                        let out = &mut out[row * stride + column..][..STEP];
                        for (part, &sum) in sums.iter().enumerate() {
                            // SAFETY: `out` holds `$parts` times as many numbers as the vector has lanes.
                            unsafe { $store(out.as_mut_ptr().add(part * $lanes), sum) }
                        }
                    }
                }
            }
        };
    }

    tiles!(avx2, avx2_rows, "avx2,fma", __m256, 8, 2, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_set1_ps,
        _mm256_fmadd_ps, [1 2 3 4 5 6]);
    tiles!(avx512, avx512_rows, "avx2,fma,avx512f", __m512, 16, 2, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_set1_ps,
        _mm512_fmadd_ps, [1 2 3 4 5 6 7 8 9 10 11 12]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between −1 and 1 with full mantissas, the same each time.
    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..n).map(|_| next()).collect()
    }

    #[test]
    fn the_emulation_rounds_once() {
        let (a, b, c) = (numbers(200_000, 1), numbers(200_000, 2), numbers(200_000, 3));
        for ((&a, &b), &c) in a.iter().zip(&b).zip(&c) {
            // Sums of like size, of very different size, and that nearly cancel.
            for c in [c, c * 1e-7, c * 1e7, -(a * b), -(a * b) + c * 1e-8, c * 1e-38, 0.0, -0.0] {
                assert_eq!(fused(a, b, c).to_bits(), a.mul_add(b, c).to_bits(), "{a:e} {b:e} {c:e}");
            }
        }
        // A tie that two roundings would break the wrong way: 1 + 2^-24 + 2^-60.
        let (tie, little) = (1.0 + 2f32.powi(-23), 2f32.powi(-24));
        assert_eq!(fused(little, 1.0 + little, 1.0).to_bits(), little.mul_add(1.0 + little, 1.0).to_bits());
        assert_eq!(fused(tie, little, 1.0).to_bits(), tie.mul_add(little, 1.0).to_bits());
    }

    #[test]
    fn every_machine_gives_the_same_bits() {
        for (inner, outer, stride) in [(288, 288, 96), (96, 64, 96), (64, 50, 64), (3, 1, 5)] {
            for rows in [1, 2, 5, 6, 7, 12, 13, 48, 49, 101] {
                let layer = Linear::new(&numbers(inner * outer, 4), &numbers(outer, 5), inner);
                let input = numbers(rows * stride + inner, 6);
                let results = Machine::available().into_iter().map(|machine| {
                    let mut out = vec![0.0; rows * layer.outer];
                    machine.linear(&layer, &input, stride, rows, &mut out);
                    out.iter().map(|x| x.to_bits()).collect::<Vec<_>>()
                });
                let results: Vec<_> = results.collect();
                assert!(results.iter().all(|r| *r == results[0]), "{inner} × {outer}, {rows} rows");
            }
        }
        let (pieces, gain, shift) = (numbers(7 * 3 * WIDTH, 7), numbers(WIDTH, 8), numbers(WIDTH, 9));
        for add in [false, true] {
            let results = Machine::available().into_iter().map(|machine| {
                let mut out = numbers(7 * WIDTH, 10);
                machine.maxout_norm(&pieces, &gain, &shift, add, &mut out);
                out.iter().map(|x| x.to_bits()).collect::<Vec<_>>()
            });
            let results: Vec<_> = results.collect();
            assert!(results.iter().all(|r| *r == results[0]));
        }
    }

    #[test]
    fn a_product_adds_in_rising_order_into_the_bias() {
        let layer = Linear::new(&[1.0, 2.0, 3.0, -1.0, 0.5, 4.0], &[10.0, 20.0], 3);
        let mut out = vec![0.0; 2 * layer.outer];
        Machine::detect().linear(&layer, &[1.0, 1.0, 2.0, 0.0], 1, 2, &mut out);
        assert_eq!((out[0], out[1], out[2]), (19.0, 27.5, 0.0));
        assert_eq!((out[PANEL], out[PANEL + 1]), (15.0, 20.0));
    }
}
