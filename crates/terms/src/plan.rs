//! What an analysis is asked to do.

use crate::time::Date;

/// How to run an analysis. Same plan, same inputs: the same bytes out, for any number of threads.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Names the random streams.
    pub seed: u64,
    /// Draws a lens.
    pub draws: u32,
    /// Threads to use; 0 takes what the machine has. Changes no figure.
    pub threads: usize,
    /// The date from which the horizon counts; `None` leaves it to the frame and the reports.
    pub as_of: Option<Date>,
    /// The door's today: the last resort for as-of. Rooms read no clock.
    pub today: Date,
    /// Lenses, by name; empty takes all of the template.
    pub lenses: Vec<String>,
    /// Bargaining models, as printable strings; empty takes the defaults of the decision rule.
    pub models: Vec<String>,
    /// Base points of a design for total Sobol indices, each one run a group of inputs and two more; 0 makes none.
    pub total: u32,
}
