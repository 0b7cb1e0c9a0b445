//! Counter-based randomness, low-discrepancy points, inverse distribution functions and kernels with the same bits everywhere.
//!
//! - [`Stream`]: ChaCha8 keyed by (seed, run, stream). Run 17 can be replayed without runs 0–16, by any thread.
//! - [`Sobol`]: Owen-scrambled Sobol points; a coordinate is a pure function of (seed, index, dimension).
//! - [`inverse`]: a coordinate in (0, 1) becomes a value of a distribution, so that the same coordinate under two
//!   what-ifs is a common random number.
//! - [`math`]: `exp`, `ln`, `pow`, `sqrt` whose bits do not depend on the platform's libm.
//!
//! The crate knows nothing of negotiations and depends on nothing of the house.
//!
//! **Not here yet:** correlated draws (copulas), inverse functions of discrete counts, dimensions beyond 1,024 with
//! their own polynomials (they are padded with scrambled copies of the first 1,024, see [`Sobol`]).

#![expect(
    clippy::excessive_precision,
    reason = "published coefficients stand with the digits they were published with"
)]

pub mod distribution;
pub mod inverse;
mod joe_kuo;
pub mod math;
mod sobol;
mod stream;

pub use sobol::Sobol;
pub use stream::Stream;

/// Mixes a 64-bit word so that each input bit changes about half of the output bits.
///
/// The finaliser of SplitMix64 (Steele, Lea & Flood 2014). Use it to derive seeds and stream numbers from names or ids.
pub fn mix(word: u64) -> u64 {
    let z = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
