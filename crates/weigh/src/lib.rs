//! From Readings to a Dossier
