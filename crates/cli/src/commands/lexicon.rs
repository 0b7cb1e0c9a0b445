//! `detente lexicon`

use crate::failure::Failure;
use crate::screen;
use std::process::ExitCode;

/// Shows the tables that reports are read with, to write rows of your own beside them
#[derive(clap::Args)]
#[command(after_help = ROWS)]
pub struct Args {
    /// A table, such as people or organisations; default: the list of tables with their columns
    #[arg(value_name = "TABLE")]
    pub table: Option<String>,
    /// Only rows that hold this word
    #[arg(value_name = "WORD", requires = "table")]
    pub word: Option<String>,
}

const ROWS: &str = "\
Your own rows stand in CASE/lexicon/TABLE.tsv, or in the folder that --lexicon names: a header line, then one
row a line, cells parted by tabs, values in a cell by |. Leave out columns that you do not need. A row with the
id of one of ours replaces it, and a name that you give means what your row says and nothing else. After a
change, `detente check CASE` says what is wrong, and reports are read anew.";

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let text = match &args.table {
        None => detente::lexicon::tables(),
        Some(table) => detente::lexicon::rows(table, args.word.as_deref())?,
    };
    screen::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
