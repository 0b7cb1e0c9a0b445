//! A desk to work at: a folder of its own with two short reports in it, and what came of a command.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A report of an invented meeting.
pub const FIRST: &str = "Ministers meet on the river border

14 May 2019

Norway's foreign minister Kari Lund met her Swedish counterpart in Oslo on 13 May 2019 for talks on a ceasefire. \
\"We want a ceasefire before the winter,\" Lund told reporters. Sweden rejects any withdrawal of its forces, a Swedish \
official said. The two ministers agreed to set up working groups.
";

/// Another report of it, from elsewhere.
pub const SECOND: &str = "Talks end without agreement

15 May 2019

Talks between Norway and Sweden in Oslo on 13 May 2019 ended without agreement. A Swedish official said that Sweden \
supports a ceasefire but insists on security guarantees. Norway demands that Sweden lift sanctions.
";

/// The head of an image, whatever its name says.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// A folder that is gone after the test; it holds `stack/a.txt` and `stack/b.txt`.
pub struct Desk(tempfile::TempDir);

/// What came of a command.
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn new() -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        desk.save("stack/a.txt", FIRST);
        desk.save("stack/b.txt", SECOND);
        desk
    }

    /// The same with a case `talks` of the two reports.
    pub fn with_case() -> Desk {
        let desk = Desk::new();
        desk.run(&["new", "talks", "--from", "stack"]).done();
        desk
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    pub fn save(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn load(&self, below: &str) -> String {
        std::fs::read_to_string(self.path(below)).unwrap_or_else(|e| panic!("{below}: {e}"))
    }

    /// Names in a folder, hidden ones too, in order; nothing if it is not there.
    pub fn names(&self, below: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.path(below)) else { return Vec::new() };
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("detente"));
        command.args(args).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Done {
        said(self.command(args).output().unwrap())
    }

    /// The same with something on standard input.
    pub fn fed(&self, args: &[&str], input: impl AsRef<[u8]>) -> Done {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        said(command.write_stdin(input.as_ref()).output().unwrap())
    }
}

pub fn said(output: std::process::Output) -> Done {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    Done { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

impl Done {
    /// It went well and nothing was complained of; what was printed.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.err, "");
        self.code(0).out
    }

    #[track_caller]
    pub fn code(self, code: i32) -> Done {
        assert_eq!(self.code, Some(code), "out: {}\nerr: {}", head(&self.out), self.err);
        self
    }

    /// Standard error says each of these.
    #[track_caller]
    pub fn complains(self, words: &[&str]) -> Done {
        words.iter().for_each(|w| assert!(self.err.contains(w), "`{w}` is not in: {}", self.err));
        self
    }

    /// Standard output says each of these.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Done {
        words.iter().for_each(|w| assert!(self.out.contains(w), "`{w}` is not in: {}\n{}", head(&self.out), self.err));
        self
    }
}

fn head(text: &str) -> String {
    text.lines().take(60).collect::<Vec<_>>().join("\n")
}

/// The folder of the checkout.
pub fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
