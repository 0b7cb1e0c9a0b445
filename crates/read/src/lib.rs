//! From a Report to a Reading
