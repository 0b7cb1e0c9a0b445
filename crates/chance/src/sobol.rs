//! Scrambled Sobol points.

use crate::joe_kuo::DIRECTIONS;
use crate::mix;

const BITS: usize = 32;
const OWN_DIMENSIONS: usize = 1 + DIRECTIONS.len();

/// Owen-scrambled Sobol points in the open unit cube.
///
/// Sobol (1967) with the direction numbers of Joe & Kuo (2008) for 1,024 dimensions, scrambled by a hash-based form of
/// Owen's (1995) nested uniform scramble (Laine & Karras 2011; constants of Vegdahl 2021): every point is uniform, and
/// any power of two of consecutive points keeps the balance of the net. Coordinate (index, dimension) is a pure function
/// of the seed. Use a number of points that is a power of two where you can.
///
/// Dimensions from 1,024 on are padded (Burley 2020): the first 1,024 again, their points taken in another scrambled
/// order and scrambled by another key; each group of 1,024 is balanced in itself, and as good as independent of others.
#[derive(Clone, Debug)]
pub struct Sobol {
    seed: u64,
    dimensions: usize,
    /// Direction numbers, dimension by dimension, at most the first 1,024.
    directions: Vec<[u32; BITS]>,
}

impl Sobol {
    /// Points of `dimensions` coordinates under `seed`; `None` when `dimensions` is 0 or above 2²⁰.
    pub fn new(seed: u64, dimensions: usize) -> Option<Sobol> {
        if dimensions == 0 || dimensions > 1 << 20 {
            return None;
        }
        let directions = (0..dimensions.min(OWN_DIMENSIONS)).map(direction_numbers).collect();
        Some(Sobol { seed, dimensions, directions })
    }

    /// How many coordinates a point has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Coordinate `dimension` of point `index`: in the open interval (0, 1), a multiple of 2⁻³³.
    ///
    /// Beyond the declared dimensions the padding goes on as described at [`Sobol`], at the same cost, as long as the
    /// declared number was 1,024 or more; else the declared dimensions are the ones padded with.
    pub fn coordinate(&self, index: u32, dimension: usize) -> f64 {
        let own = dimension % self.directions.len();
        let group = (dimension / self.directions.len()) as u64;
        let index = if group == 0 { index } else { scramble(index, mix(mix(self.seed) ^ mix(group))) };
        let plain = xor_of_directions(&self.directions[own], index);
        let key = mix(self.seed ^ mix(dimension as u64 + 1));
        to_open_unit(scramble(plain, key))
    }

    /// All coordinates of point `index`, in the order of dimensions.
    pub fn point(&self, index: u32) -> Vec<f64> {
        (0..self.dimensions).map(|dimension| self.coordinate(index, dimension)).collect()
    }
}

fn direction_numbers(dimension: usize) -> [u32; BITS] {
    let mut numbers = [0u32; BITS];
    if dimension == 0 {
        for (bit, number) in numbers.iter_mut().enumerate() {
            *number = 1 << (BITS - 1 - bit);
        }
        return numbers;
    }
    let (polynomial, initial) = DIRECTIONS[dimension - 1];
    let degree = initial.len();
    for (bit, &m) in initial.iter().enumerate() {
        numbers[bit] = u32::from(m) << (BITS - 1 - bit);
    }
    for bit in degree..BITS {
        let mut number = numbers[bit - degree] ^ (numbers[bit - degree] >> degree);
        for back in 1..degree {
            if (polynomial >> (degree - back)) & 1 == 1 {
                number ^= numbers[bit - back];
            }
        }
        numbers[bit] = number;
    }
    numbers
}

fn xor_of_directions(directions: &[u32; BITS], mut index: u32) -> u32 {
    let mut sum = 0;
    while index != 0 {
        sum ^= directions[index.trailing_zeros() as usize];
        index &= index - 1;
    }
    sum
}

/// Owen's nested uniform scramble of a 32-bit fraction: each bit is flipped depending on the bits above it only.
fn scramble(fraction: u32, key: u64) -> u32 {
    let mut x = fraction.reverse_bits();
    for seed in [key as u32, (key >> 32) as u32] {
        x ^= x.wrapping_mul(0x3d20_adea);
        x = x.wrapping_add(seed);
        x = x.wrapping_mul((seed >> 16) | 1);
        x ^= x.wrapping_mul(0x0552_6c56);
        x ^= x.wrapping_mul(0x53a2_2864);
    }
    x.reverse_bits()
}

fn to_open_unit(fraction: u32) -> f64 {
    (f64::from(fraction) + 0.5) * (1.0 / 4_294_967_296.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_points_are_those_of_joe_and_kuo() {
        // Points 1 to 4 of dimensions 0 to 4, as their program prints them (in natural, not Gray-code, order).
        let plain =
            |index, dimension| f64::from(xor_of_directions(&direction_numbers(dimension), index)) / 4_294_967_296.0;
        let expected = [
            [0.5, 0.5, 0.5, 0.5, 0.5],
            [0.25, 0.75, 0.75, 0.75, 0.25],
            [0.75, 0.25, 0.25, 0.25, 0.75],
            [0.125, 0.625, 0.375, 0.125, 0.125],
        ];
        for (row, values) in expected.iter().enumerate() {
            for (dimension, value) in values.iter().enumerate() {
                assert_eq!(plain(row as u32 + 1, dimension), *value, "point {} dimension {dimension}", row + 1);
            }
        }
    }

    #[test]
    fn every_dimension_stays_stratified_after_scrambling() {
        let sobol = Sobol::new(11, 3000).unwrap();
        for dimension in (0..3000).step_by(7) {
            let mut seen = [false; 256];
            (0..256).for_each(|index| seen[(sobol.coordinate(index, dimension) * 256.0) as usize] = true);
            assert!(seen.iter().all(|&hit| hit), "dimension {dimension} misses a stratum");
        }
    }

    #[test]
    fn pairs_of_the_first_dimensions_are_two_dimensional_nets() {
        // A (0, 2) net in base 2: each elementary box of area 1/64 holds one of 64 points.
        let sobol = Sobol::new(5, 2).unwrap();
        for split in 0..=6u32 {
            let (columns, rows) = (1u32 << split, 1u32 << (6 - split));
            let mut seen = vec![0; 64];
            for index in 0..64 {
                let column = (sobol.coordinate(index, 0) * f64::from(columns)) as u32;
                let row = (sobol.coordinate(index, 1) * f64::from(rows)) as u32;
                seen[(column * rows + row) as usize] += 1;
            }
            assert!(seen.iter().all(|&count| count == 1), "{columns} × {rows}");
        }
    }

    #[test]
    fn the_error_of_a_smooth_integral_falls_far_below_that_of_independent_points() {
        // ∫ Π (1 + (x − ½)) = 1 over 12 dimensions; the standard error of 1,024 independent points is about 0.04.
        let mut squares = 0.0;
        for seed in 0..20 {
            let sobol = Sobol::new(seed, 12).unwrap();
            let sum: f64 = (0..1024).map(|index| sobol.point(index).iter().map(|x| 0.5 + x).product::<f64>()).sum();
            squares += (sum / 1024.0 - 1.0) * (sum / 1024.0 - 1.0);
        }
        let error = libm::sqrt(squares / 20.0);
        assert!(error < 0.012, "root mean square error {error}");
    }

    #[test]
    fn scrambles_are_unbiased_over_seeds() {
        let mean: f64 = (0..20_000).map(|seed| Sobol::new(seed, 1).unwrap().coordinate(0, 0)).sum::<f64>() / 20_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
    }

    #[test]
    fn padded_groups_do_not_repeat_each_other() {
        let sobol = Sobol::new(3, 2048).unwrap();
        let (mut sum, n) = (0.0, 4096);
        for index in 0..n {
            sum += (sobol.coordinate(index, 5) - 0.5) * (sobol.coordinate(index, 1024 + 5) - 0.5);
        }
        assert!((sum * 12.0 / f64::from(n)).abs() < 0.05, "correlation {}", sum * 12.0 / f64::from(n));
    }

    #[test]
    fn the_bits_are_pinned() {
        let sobol = Sobol::new(7, 4).unwrap();
        assert_eq!(sobol.point(0), [0.8709998355479911, 0.6607496886281297, 0.013433479587547481, 0.8762029629433528]);
        assert_eq!(
            sobol.point(1),
            [0.20243134710472077, 0.023909987066872418, 0.8011088793864474, 0.39981245633680373]
        );
    }

    #[test]
    fn bad_dimensions_are_refused() {
        assert!(Sobol::new(1, 0).is_none());
        assert!(Sobol::new(1, usize::MAX).is_none());
    }
}
