//! The command line as a user meets it: one test a behaviour, on a stack of two short reports.
#![expect(clippy::disallowed_methods, reason = "tests of a door write files and look at what it wrote")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails there")]

mod appraising;
mod bad_input;
mod cases;
mod claims;
mod desk;
mod interrupted;
mod lexicon;
mod manual;
mod models;
mod outlook;
mod output;
mod passages;
