//! Loops over configurations side by side, with wider registers where the machine has them.

/// Configurations that are worked on side by side.
pub const LANES: usize = 8;

/// Numbers of eight configurations.
pub type Lanes = [f64; LANES];

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
