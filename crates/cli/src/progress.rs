//! Progress on long work, when there is a terminal.

use detente::Stage;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar on standard error that says what is going on; silent without a terminal.
pub struct Progress(ProgressBar);

impl Progress {
    /// Begins; nothing is drawn until there is something to say.
    pub fn new() -> Progress {
        let bar = ProgressBar::new(0);
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr_with_hz(8)
        } else {
            ProgressDrawTarget::hidden()
        };
        bar.set_draw_target(target);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Progress(bar)
    }
    /// Takes a step.
    pub fn step(&self, stage: Stage) {
        match stage {
            Stage::Reading(done, all) => {
                self.0.set_length(all as u64);
                self.0.set_message("reading");
                self.0.set_position(done as u64);
            }
            Stage::Weighing => self.0.set_message("weighing"),
            Stage::Running => self.0.set_message("running the models"),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// On Ctrl-C: out at once. A case is made and added to whole, and the store commits whole, so no case is left half-made.
pub fn leave_cleanly_on_interrupt() {
    let _ = ctrlc::set_handler(|| {
        crate::screen::complain("\ninterrupted; no case is left half-made");
        std::process::exit(130);
    });
}
