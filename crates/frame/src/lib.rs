//! case.toml: the analyst's frame
