//! Tests of the store: the same record comes back, a kill loses nothing, bad files are told apart, columns say what they hold.

#[cfg(test)]
mod bad_files;
#[cfg(test)]
mod columns;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod staleness;
