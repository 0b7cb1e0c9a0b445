//! Loops over configurations side by side, with wider registers where the machine has them.

/// Configurations that are worked on side by side.
pub const LANES: usize = 8;

/// Numbers of eight configurations.
pub type Lanes = [f64; LANES];

/// Lanes that begin where a cache line does, so that no vector straddles two.
pub struct Room {
    values: Vec<f64>,
    first: usize,
    count: usize,
}

impl Room {
    /// So many vectors of zeros.
    pub fn new(count: usize) -> Room {
        let mut room = Room { values: Vec::new(), first: 0, count: 0 };
        room.hold(count);
        room
    }

    /// Makes it so many vectors, whatever they hold.
    pub fn hold(&mut self, count: usize) {
        if self.values.len() < (count + 1) * LANES {
            self.values = vec![0.0; (count + 1) * LANES];
            self.first = self.values.as_ptr().align_offset(LANES * size_of::<f64>()).min(LANES);
        }
        self.count = count;
    }

    fn range(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.count * LANES
    }
}

impl std::ops::Deref for Room {
    type Target = [Lanes];
    fn deref(&self) -> &[Lanes] {
        self.values[self.range()].as_chunks().0
    }
}

impl std::ops::DerefMut for Room {
    fn deref_mut(&mut self) -> &mut [Lanes] {
        let range = self.range();
        self.values[range].as_chunks_mut().0
    }
}

impl Clone for Room {
    fn clone(&self) -> Room {
        let mut room = Room::new(self.count);
        room.copy_from_slice(self);
        room
    }
}

/// Runs a loop over lanes with wider registers where the machine has them. The bits stay: lanes are never added up, and
/// nothing is fused.
macro_rules! wide {
    ($name:ident, $body:ident, ($($argument:ident: $type:ty),* $(,)?)) => {
        fn $name($($argument: $type),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512dq")]
                fn widest($($argument: $type),*) {
                    $body($($argument),*)
                }
                #[target_feature(enable = "avx2")]
                fn wider($($argument: $type),*) {
                    $body($($argument),*)
                }
                if std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512dq") {
                    // SAFETY: the features were just found on this machine.
                    return unsafe { widest($($argument),*) };
                }
                if std::arch::is_x86_feature_detected!("avx2") {
                    // SAFETY: the feature was just found on this machine.
                    return unsafe { wider($($argument),*) };
                }
            }
            $body($($argument),*)
        }
    };
}

pub(crate) use wide;
