//! `detente manual`: the command line as Markdown, a man page or completions; from the same definitions as the help.

use crate::Cli;
use crate::failure::Failure;
use crate::screen;
use clap::CommandFactory;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

/// Columns of the manual.
const WIDTH: usize = 100;

/// Prints the command-line manual, a man page, or completions for a shell
#[derive(clap::Args)]
pub struct Args {
    /// md, man, bash, zsh, fish, elvish or powershell
    #[arg(default_value = "md", value_parser = ["md", "man", "bash", "zsh", "fish", "elvish", "powershell"])]
    pub form: String,
}

/// Runs the verb.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    // the same lines whatever the terminal
    let mut command = Cli::command().term_width(WIDTH);
    let mut bytes: Vec<u8> = Vec::new();
    match args.form.as_str() {
        "md" => bytes = markdown(&mut command).into_bytes(),
        "man" => bytes = man(command).map_err(|error| Failure::Io { path: "man page".into(), error })?,
        shell => {
            let shell: clap_complete::Shell =
                shell.parse().map_err(|e: String| Failure::given(e, "name one of the shells in the help"))?;
            clap_complete::generate(shell, &mut command, "detente", &mut bytes);
        }
    }
    screen::print(&String::from_utf8_lossy(&bytes))?;
    Ok(ExitCode::SUCCESS)
}

/// The man page of the program, and a section for every visible verb.
fn man(mut command: clap::Command) -> std::io::Result<Vec<u8>> {
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for verb in command.get_subcommands().filter(|c| !c.is_hide_set() && c.get_name() != "help") {
        let mut section = Vec::new();
        let man = clap_mangen::Man::new(verb.clone());
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
        write!(page, ".SH \"DETENTE {}\"\n{section}", verb.get_name().to_uppercase())?;
    }
    Ok(page)
}

/// Help of the program and of every visible verb, as one Markdown page.
fn markdown(command: &mut clap::Command) -> String {
    let mut page =
        String::from("# The command line\n\nFrom `detente manual`; a test holds this page and the program together.\n");
    let verbs: Vec<String> =
        command.get_subcommands().filter(|c| !c.is_hide_set()).map(|c| c.get_name().to_owned()).collect();
    let _ = write!(page, "\n```text\n{}```\n", command.render_long_help());
    for verb in verbs {
        if let Some(sub) = command.find_subcommand_mut(&verb) {
            let mut sub = sub.clone().bin_name(format!("detente {verb}")).term_width(WIDTH);
            let _ = write!(page, "\n## `detente {verb}`\n\n```text\n{}```\n", sub.render_long_help());
        }
    }
    page
}
