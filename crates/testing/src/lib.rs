//! Case files and their one checker; development only
