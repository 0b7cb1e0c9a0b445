//! From recorded runs to an Assessment
