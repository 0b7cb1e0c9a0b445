//! Tests of the frame room: mistakes an analyst makes, templates and their calibration, round trip, drafting, schema.

#[cfg(test)]
mod check;
#[cfg(test)]
mod drafting;
#[cfg(test)]
mod outlook;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod templates;
