//! The engine of the spatial model of politics: many scenarios side by side.
//!
//! A turn is written once, over a number type: one scenario (`f64`) or eight (`Eight`). Arithmetic is the same, lane by
//! lane, so any width and any number of threads give the same bits.

mod lane;
mod turn;
mod wide;

pub(crate) use lane::{Eight, Lane};
pub(crate) use turn::{Engine, Interpolation, Offers, Options, RiskRange, ThirdParties};
