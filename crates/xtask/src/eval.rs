//! The evaluation harness: one line a figure, floors that only rise.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A figure: name, value, floor (the least that CI accepts), aim.
pub type Figure = (String, f64, Option<f64>, Option<f64>);

/// What an evaluation is asked to do.
pub struct Request {
    /// Folder of the data shared between the founders.
    pub shared: PathBuf,
    /// Data folder of the room.
    pub data: PathBuf,
    /// Timings, peers and scale too.
    pub full: bool,
    /// Where to write rows.
    pub rows: Option<PathBuf>,
}

/// Rooms that can be measured: name, name of the data folder, and how.
const ROOMS: &[Room] = &[
    ("appraise", "", |r| crate::eval_appraise::figures(&r.shared.join("seeds"), r.full)),
    ("bargain", "bargaining", |r| crate::eval_bargain::figures(&r.data, r.full)),
    ("english", "english", |r| crate::eval_english::figures(&r.data, r.full)),
    ("foresee", "foresight", |r| crate::eval_foresee::figures(&r.data, r.full)),
    ("ingest", "", |r| crate::eval_ingest::figures(&r.shared.join("gold-seeds"), &r.shared.join("seeds"), r.full)),
    ("read", "reading", |r| {
        let (gold, seeds) = (r.shared.join("gold-seeds"), r.shared.join("seeds"));
        let mut figures = crate::eval_read::figures(&r.data, &gold, &seeds, r.rows.as_deref(), r.full)?;
        figures.extend(crate::eval_roots::figures(&r.data, r.rows.as_deref(), r.full)?);
        figures.extend(crate::eval_read_content::figures(&gold, &seeds, r.rows.as_deref())?);
        figures.extend(crate::eval_own::figures(r.rows.as_deref())?);
        figures.extend(crate::eval_hard::figures()?);
        if r.full {
            figures.extend(crate::eval_speed::figures(&r.data)?);
        }
        Ok(figures)
    }),
    ("weigh", "", |r| {
        let (gold, seeds) = (r.shared.join("gold-seeds"), r.shared.join("seeds"));
        crate::eval_weigh::figures(&r.data, &gold, &seeds, r.rows.as_deref(), r.full)
    }),
];

/// Runs `eval ROOM …`.
pub fn run(args: &[String]) -> ExitCode {
    if args.first().is_some_and(|word| word == "list") {
        ROOMS.iter().for_each(|room| println!("{}", room.0));
        return ExitCode::SUCCESS;
    }
    match request(args) {
        Ok((rooms, make)) => rooms.iter().map(|room| measure(room, &make)).fold(ExitCode::SUCCESS, worse),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

type Room = (&'static str, &'static str, fn(&Request) -> Result<Vec<Figure>, String>);

fn request(args: &[String]) -> Result<(Vec<Room>, impl Fn(&Room) -> Request), String> {
    let names: Vec<&str> = ROOMS.iter().map(|r| r.0).collect();
    let mut words = args.iter();
    let room = words.next().ok_or(format!("which room? one of: {}, all", names.join(", ")))?;
    let rooms: Vec<Room> = ROOMS.iter().filter(|r| room == "all" || r.0 == room).copied().collect();
    if rooms.is_empty() {
        return Err(format!("no evaluation of `{room}`; there are: {}, all", names.join(", ")));
    }
    let (mut data, mut full, mut rows) = (None, false, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--full" => full = true,
            "--data" => data = Some(PathBuf::from(words.next().ok_or("--data needs a folder")?)),
            "--rows" => rows = Some(PathBuf::from(words.next().ok_or("--rows needs a folder")?)),
            other => return Err(format!("eval does not know `{other}`")),
        }
    }
    if let Some(folder) = &rows {
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let make = move |room: &Room| Request {
        data: data.clone().unwrap_or_else(|| shared.join("data").join(room.1)),
        shared: shared.clone(),
        full,
        rows: rows.clone(),
    };
    Ok((rooms, make))
}

fn measure(room: &Room, make: &impl Fn(&Room) -> Request) -> ExitCode {
    match (room.2)(&make(room)) {
        Ok(figures) => print(room.0, &figures),
        Err(message) if message == "absent" => {
            println!("{}: data absent, nothing measured", room.0);
            ExitCode::from(3)
        }
        Err(message) => {
            println!("{}: {message}", room.0);
            ExitCode::from(1)
        }
    }
}

fn print(room: &str, figures: &[Figure]) -> ExitCode {
    let number = |x: Option<f64>| x.map_or("-".to_owned(), |x| format!("{x}"));
    let (mut held, mut floors) = (0, 0);
    for (name, value, floor, aim) in figures {
        println!("{name}\t{}\t{}\t{}", shown(*value), number(*floor), number(*aim));
        if let Some(floor) = floor {
            floors += 1;
            held += usize::from(value >= floor);
        }
    }
    println!("{room}: {held} of {floors} floors held");
    if held == floors { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// Six significant digits; exact where there are fewer.
fn shown(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return format!("{x}");
    }
    let digits = (5 - x.abs().log10().floor() as i32).clamp(0, 17) as usize;
    let text = format!("{x:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A missed floor weighs more than absent data, absent data more than success.
fn worse(a: ExitCode, b: ExitCode) -> ExitCode {
    let rank = |code: &ExitCode| match code {
        c if *c == ExitCode::from(1) => 2,
        c if *c == ExitCode::from(3) => 1,
        _ => 0,
    };
    if rank(&b) > rank(&a) { b } else { a }
}
