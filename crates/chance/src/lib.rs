//! Counter-based randomness, low-discrepancy points, inverse distribution functions and kernels with the same bits everywhere
