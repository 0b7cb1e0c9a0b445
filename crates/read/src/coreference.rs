//! What pronouns, roles and short names stand for.

use crate::document::Document;

/// Fills in the antecedents of pronouns and roles.
pub fn resolve(_document: &mut Document) {}
