//! From a Dossier to a Situation
