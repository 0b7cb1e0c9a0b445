//! Counter-based pseudo-random streams.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// A stream of pseudo-random numbers keyed by (seed, run, stream).
///
/// ChaCha with eight rounds (Bernstein 2008): the seed and the stream number make the key, the run is the nonce, the
/// position is the counter. Two keys that differ in any part give independent streams, so the work may be split over
/// any number of threads and any run replayed alone. The bits are pinned by a test.
#[derive(Clone, Debug)]
pub struct Stream {
    generator: ChaCha8Rng,
}

impl Stream {
    /// Opens the stream `stream` of run (or scenario) `run` under `seed`, at its beginning.
    pub fn new(seed: u64, run: u64, stream: u64) -> Stream {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&stream.to_le_bytes());
        key[16..24].copy_from_slice(b"chance/1");
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(run);
        Stream { generator }
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// The next number in [0, 1): a multiple of 2⁻⁵³.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// The next number in the open interval (0, 1), fit for an inverse distribution function.
    pub fn open(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
    }

    /// The next integer in `0..bound`, each equally likely; 0 when `bound` is 0.
    ///
    /// Lemire (2019): multiplication with rejection, without bias.
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let threshold = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.bits()) * u128::from(bound);
            if product as u64 >= threshold {
                return (product >> 64) as u64;
            }
        }
    }

    /// Permutes the slice, each order equally likely (Fisher & Yates, in Durstenfeld's form).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let chosen = self.below(last as u64 + 1) as usize;
            items.swap(last, chosen);
        }
    }

    /// Draws an index with probability proportional to its weight; `None` when no weight is positive or one is not finite.
    ///
    /// Negative weights count as zero. The weights are added in order.
    pub fn pick(&mut self, weights: &[f64]) -> Option<usize> {
        let total: f64 = weights.iter().map(|w| w.max(0.0)).sum();
        if !(total.is_finite() && total > 0.0) {
            return None;
        }
        let mut left = self.unit() * total;
        let mut last_positive = None;
        for (index, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            last_positive = Some(index);
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last_positive
    }

    /// A standard normal number, by the inverse distribution function: one step of the stream, always.
    pub fn normal(&mut self) -> f64 {
        crate::inverse::normal(self.open())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_are_pinned() {
        let mut stream = Stream::new(7, 0, 0);
        assert_eq!([stream.bits(), stream.bits(), stream.bits()], PINNED[0]);
        let mut stream = Stream::new(7, 1, 0);
        assert_eq!([stream.bits(), stream.bits(), stream.bits()], PINNED[1]);
        let mut stream = Stream::new(7, 0, 1);
        assert_eq!([stream.bits(), stream.bits(), stream.bits()], PINNED[2]);
    }

    const PINNED: [[u64; 3]; 3] = [
        [0x1d6a_83de_1eba_b0e1, 0xe8e8_c3f0_ad00_bc35, 0xd3e1_5887_fd6c_a518],
        [0xaa2b_97c5_09cb_601a, 0x4bff_4638_fd5a_1ecf, 0x680a_92ff_0ff5_2d72],
        [0x276c_3384_d867_f169, 0x72ff_4070_c9a2_0e3c, 0x5caf_abed_7022_b9f0],
    ];

    #[test]
    fn eight_rounds_of_chacha_as_published() {
        // Key and nonce zero: the keystream of the eSTREAM test vectors for ChaCha8, 256-bit key.
        let mut generator = ChaCha8Rng::from_seed([0; 32]);
        let mut bytes = [0u8; 16];
        generator.fill_bytes(&mut bytes);
        assert_eq!(
            bytes,
            [0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6, 0x7f, 0x5b, 0xb8, 0xe8, 0x1f, 0x09, 0xa5, 0xa1]
        );
    }

    #[test]
    fn units_fill_the_interval_evenly() {
        let mut stream = Stream::new(1, 2, 3);
        let mut counts = [0u32; 10];
        for _ in 0..100_000 {
            let unit = stream.unit();
            assert!((0.0..1.0).contains(&unit));
            counts[(unit * 10.0) as usize] += 1;
        }
        let chi2: f64 = counts.iter().map(|&c| (f64::from(c) - 1e4) * (f64::from(c) - 1e4) / 1e4).sum();
        assert!(chi2 < 30.0, "chi-square with nine degrees of freedom: {chi2}");
    }

    #[test]
    fn integers_below_a_bound_are_unbiased() {
        let mut stream = Stream::new(1, 2, 4);
        let mut counts = [0u32; 3];
        (0..30_000).for_each(|_| counts[stream.below(3) as usize] += 1);
        assert!(counts.iter().all(|&c| (9_700..10_300).contains(&c)), "{counts:?}");
        assert_eq!(stream.below(0), 0);
        assert_eq!(stream.below(1), 0);
    }

    #[test]
    fn a_shuffle_is_a_permutation_and_each_order_occurs() {
        let mut stream = Stream::new(9, 0, 0);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..6_000 {
            let mut items = [0, 1, 2];
            stream.shuffle(&mut items);
            *seen.entry(items).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|&count| (850..1150).contains(&count)), "{seen:?}");
    }

    #[test]
    fn picks_follow_the_weights() {
        let mut stream = Stream::new(9, 1, 0);
        let mut counts = [0u32; 3];
        (0..10_000).for_each(|_| counts[stream.pick(&[1.0, 0.0, 3.0]).unwrap()] += 1);
        assert_eq!(counts[1], 0);
        assert!((2_300..2_700).contains(&counts[0]), "{counts:?}");
        assert_eq!(stream.pick(&[0.0, -1.0]), None);
        assert_eq!(stream.pick(&[f64::NAN]), None);
        assert_eq!(stream.pick(&[]), None);
    }
}
