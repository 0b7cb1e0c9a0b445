//! One turn of eight scenarios with the widest vectors that the machine has.
//!
//! The same source is compiled once for each width. Every operation is one of IEEE 754 on its own lane, none is fused and
//! none is reordered, so the bits do not depend on the width; a test compares them with single scenarios.

use super::{Eight, Engine};

impl Engine<Eight> {
    /// One turn of every lane.
    pub fn wide_turn(&mut self) {
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512dq") {
                // SAFETY: the features that the function needs were just detected.
                return unsafe { turn_512(self) };
            }
            if std::arch::is_x86_feature_detected!("avx2") {
                // SAFETY: the feature that the function needs was just detected.
                return unsafe { turn_256(self) };
            }
        }
        self.turn();
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq")]
fn turn_512(engine: &mut Engine<Eight>) {
    engine.turn();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn turn_256(engine: &mut Engine<Eight>) {
    engine.turn();
}
