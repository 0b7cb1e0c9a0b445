//! The hallway: order, what is stale, the draws, the one wire format
