//! How weighing grows: lineage alone, whole weighing of synthetic stacks and of one report more, and one long report that
//! says the same again and again. Processor time; memory of a process of its own.

use crate::eval_speed::{load, processor_seconds};
use rayon::prelude::*;
use read::Lexicon;
use std::process::Command;
use terms::reading::Reading;
use terms::report::Report;

type Figure = (String, f64, Option<f64>, Option<f64>);

/// The figures of scale; what can only grow worse is counted below zero, so that a floor is the most it may take.
pub fn figures(sample: &[Report]) -> Result<Vec<Figure>, String> {
    let mut figures = left_out(sample)?;
    figures.extend(lineage()?);
    let plain = |text: String, value: f64| (text, value, None, None);
    let mut each = Vec::new();
    for n in [1_000, 3_000, 10_000] {
        let [seconds, more, held, again, memory] = apart(n, "many")?;
        let most = n == 10_000;
        figures.push(plain(format!("seconds to weigh {n} reports of 120 words on many negotiations"), seconds));
        let text = format!("less the seconds to weigh one more on top of {n}, whole");
        // wanted, and not reached yet: no floor
        figures.push((text, -more, None, most.then_some(-1.0)));
        figures.push(plain(format!("pairs held against each other for {n}"), held));
        figures.push(plain(format!("pairs held against each other for one more on top of {n}"), again));
        let text = format!("less the MB of a process that reads and weighs {n}");
        figures.push((text, -memory, most.then_some(-4000.0), most.then_some(-1000.0)));
        each.push(seconds / n as f64);
    }
    let growth = "less how many times as long a report takes among 10000 as among 1000".to_owned();
    figures.push((growth, -each[2] / each[0], Some(-2.0), Some(-1.2)));
    let [seconds, more, ..] = apart(1_000, "one")?;
    figures.push(plain("seconds to weigh 1000 reports of 120 words on one negotiation".to_owned(), seconds));
    figures.push(plain("seconds to weigh one more on top of 1000 on one negotiation".to_owned(), more));
    for kilobytes in [50, 100, 200, 400] {
        figures.push((
            format!("seconds to weigh one report of {kilobytes} kB that repeats one sentence"),
            repeated(kilobytes * 1000, |_| String::new())?,
            None,
            None,
        ));
    }
    figures.push((
        "seconds to weigh one report of 400 kB of sentences that differ in a number".to_owned(),
        repeated(400_000, |n| format!(" on day {n}"))?,
        None,
        None,
    ));
    Ok(figures)
}

fn timed<T>(work: impl FnOnce() -> T) -> Result<(T, f64), String> {
    let start = processor_seconds()?;
    let done = work();
    Ok((done, processor_seconds()? - start))
}

fn read_all(reports: &[Report]) -> Vec<Reading> {
    reports.par_iter().map(|r| read::read(r, Lexicon::built_in())).collect()
}

/// The sample with each report left out in turn.
fn left_out(reports: &[Report]) -> Result<Vec<Figure>, String> {
    let readings = read_all(reports);
    let mut known = weigh::Memory::default();
    let (update, whole) = timed(|| weigh::weigh(&(), reports, &readings))?;
    known.learn(update);
    let (_, out) = timed(|| reports.iter().for_each(|r| drop(known.without(std::slice::from_ref(&r.id)))))?;
    Ok(vec![
        (format!("seconds to weigh the {} sample reports", reports.len()), whole, None, None),
        ("seconds to weigh them with each left out in turn".to_owned(), out, None, None),
    ])
}

/// Synthetic texts of which nothing was read: the stack, and one more against what is known.
fn lineage() -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    for n in [1_000, 10_000, 100_000] {
        let reports = (0..n).flat_map(|i| ingested(i, &noise(i))).collect::<Vec<_>>();
        let readings: Vec<_> = reports.iter().map(crate::eval_weigh::empty_reading).collect();
        let (update, seconds) = timed(|| weigh::weigh(&(), &reports, &readings))?;
        figures.push((format!("seconds for the lineage of {n} texts of 120 words"), seconds, None, None));
        let mut known = weigh::Memory::default();
        known.learn(update);
        let one = ingested(n, &noise(n));
        let (_, more) = timed(|| weigh::weigh(&known, &one, &[crate::eval_weigh::empty_reading(&one[0])]))?;
        let most = n == 100_000;
        let text = format!("less the seconds for the lineage of one more on top of {n}");
        figures.push((text, -more, most.then_some(-1.0), most.then_some(-0.1)));
    }
    Ok(figures)
}

fn ingested(i: usize, text: &str) -> Vec<Report> {
    ingest::ingest(text.as_bytes(), &ingest::Hint::path(format!("{i:06}.txt"))).value
}

/// Numbers drawn from a seed.
struct Draws(u64);

impl Draws {
    fn of(i: usize) -> Draws {
        Draws((i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// 120 pseudo-random words.
fn noise(i: usize) -> String {
    let mut draws = Draws::of(i);
    (0..120).map(|_| format!("w{}", draws.below(5_000))).collect::<Vec<_>>().join(" ")
}

/// What a stack of synthetic reports is about.
#[derive(Clone, Copy, PartialEq)]
enum Pile {
    /// The talks of two states, without dates: everything may be of one matter.
    OneNegotiation,
    /// Five hundred negotiations over two years, the n-th told of 1/n as often as the first (Zipf), each of two states of
    /// sixty, with mediators, matters, towns and incidents of its own.
    ManyNegotiations,
}

const STATES: [&str; 60] = [
    "Chile",
    "Peru",
    "Kenya",
    "Norway",
    "Vietnam",
    "Morocco",
    "Ghana",
    "Portugal",
    "Mongolia",
    "Uruguay",
    "Fiji",
    "Nepal",
    "Angola",
    "Bolivia",
    "Cambodia",
    "Denmark",
    "Ecuador",
    "Finland",
    "Greece",
    "Honduras",
    "Iceland",
    "Jamaica",
    "Kuwait",
    "Laos",
    "Malawi",
    "Namibia",
    "Oman",
    "Paraguay",
    "Qatar",
    "Rwanda",
    "Senegal",
    "Tanzania",
    "Uganda",
    "Venezuela",
    "Yemen",
    "Zambia",
    "Albania",
    "Botswana",
    "Cyprus",
    "Estonia",
    "Gabon",
    "Guyana",
    "Haiti",
    "Indonesia",
    "Jordan",
    "Latvia",
    "Malta",
    "Nicaragua",
    "Panama",
    "Romania",
    "Slovenia",
    "Togo",
    "Tunisia",
    "Ukraine",
    "Bhutan",
    "Croatia",
    "Egypt",
    "Ireland",
    "Lithuania",
    "Sweden",
];
const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const TOWNS: [&str; 12] =
    ["Geneva", "Oslo", "Nairobi", "Lima", "Lisbon", "Vienna", "Doha", "Accra", "Hanoi", "Rabat", "Bern", "Tallinn"];
const MATTERS: [&str; 16] = [
    "a ceasefire",
    "the release of prisoners",
    "the border crossings",
    "fishing quotas",
    "the customs union",
    "security guarantees",
    "the pipeline",
    "a monitoring mission",
    "the water of the dam",
    "grain exports",
    "the extradition treaty",
    "the airspace",
    "war reparations",
    "the rights of the minority",
    "the debt",
    "the naval base",
];

/// Whom and what a synthetic report is about.
struct Scene {
    parties: [&'static str; 2],
    mediators: Vec<&'static str>,
    towns: Vec<&'static str>,
    matters: Vec<&'static str>,
    /// The first words, where it is dated.
    dateline: String,
    /// What draws the incident it tells of: that of some other reports too.
    incident: usize,
}

impl Pile {
    fn scene(self, i: usize, draws: &mut Draws) -> Scene {
        if self == Pile::OneNegotiation {
            return Scene {
                parties: [STATES[0], STATES[1]],
                mediators: STATES[2..12].to_vec(),
                towns: TOWNS[..6].to_vec(),
                matters: MATTERS[..8].to_vec(),
                dateline: String::new(),
                incident: i / 10 + 7_000_000,
            };
        }
        let rank = zipf(draws, 500);
        let mut own = Draws::of(rank + 1_000_000);
        let mut some = |of: &[&'static str], n: usize| (0..n).map(|_| own.one(of)).collect::<Vec<_>>();
        let (pair, mediators) = (some(&STATES, 2), some(&STATES, 2));
        let (towns, matters) = (some(&TOWNS, 2), some(&MATTERS, 4));
        let (month, day) = (draws.below(24), 1 + draws.below(28));
        let year = 2030 + month / 12;
        Scene {
            parties: [pair[0], pair[1]],
            dateline: format!(
                "{}, {} {day}, {year} — ",
                towns[0].to_uppercase(),
                capital(terms::numerals::MONTHS[month % 12])
            ),
            incident: 7_000_000 + rank * 1000 + month * 30 + day / 10,
            mediators,
            towns,
            matters,
        }
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// A rank below `n`, drawn with a chance of 1 over itself plus one.
fn zipf(draws: &mut Draws, n: usize) -> usize {
    let all: f64 = (1..=n).map(|k| 1.0 / k as f64).sum();
    let mut left = all * draws.below(1 << 20) as f64 / (1 << 20) as f64;
    (0..n)
        .find(|&k| {
            left -= 1.0 / (k + 1) as f64;
            left < 0.0
        })
        .unwrap_or(0)
}

/// A report of about 120 words on the talks of two states: what many tell of them in one of several ways, and what a few
/// tell of an incident of their own.
fn told(pile: Pile, i: usize) -> String {
    let mut draws = Draws::of(i);
    let scene = pile.scene(i, &mut draws);
    let mut incident = Draws::of(scene.incident);
    let [one, other] = scene.parties;
    let third = draws.one(&scene.mediators);
    let name = |n: usize| -> String {
        let parts = ["ka", "lo", "mir", "ten", "vas", "dor", "shu", "bel", "ran", "gos", "fel", "hin"];
        let word = format!("{}{}{}", parts[n % 12], parts[n / 12 % 12], parts[n / 144 % 12]);
        word[..1].to_uppercase() + &word[1..]
    };
    let (town, thing, goods) = (name(incident.below(1728)), name(incident.below(1728)), name(incident.below(1728)));
    let killed = 3 + incident.below(60) + draws.below(2);
    let mut text = scene.dateline.clone();
    text += &format!(
        "Envoys of {one} and {other} met in {} on {} to discuss {}. ",
        draws.one(&scene.towns),
        draws.one(&DAYS),
        draws.one(&scene.matters)
    );
    text += &format!(
        "The talks lasted {} hours and ended without an agreement on {}. ",
        2 + draws.below(8),
        draws.one(&scene.matters)
    );
    text += &match draws.below(4) {
        0 => format!("{other} rejected the proposal of {third} on {}. ", draws.one(&scene.matters)),
        1 => format!("{one} said that it would accept {} if {other} withdrew its troops. ", draws.one(&scene.matters)),
        2 => format!("The foreign minister of {other} denied that a deal on {} was near. ", draws.one(&scene.matters)),
        _ => format!("\"We will not give up {},\" the president of {one} told reporters. ", draws.one(&scene.matters)),
    };
    text += &format!("A second round is planned for {} in {}. ", draws.one(&DAYS), draws.one(&scene.towns));
    text += &format!(
        "At least {killed} people were killed when shells hit the {thing} market in {town} on {}. ",
        draws.one(&DAYS)
    );
    text += &format!(
        "The {goods} company of {town} said its {thing} ferry carried {} passengers to {third}. ",
        40 + draws.below(50)
    );
    text += &format!(
        "Mediators from {third} expect the {thing} bridge near {town} to be reopened by {}. ",
        draws.one(&DAYS)
    );
    text +=
        &format!("An analyst called an agreement on {} unlikely before the vote in {town}.", draws.one(&scene.matters));
    text
}

/// One report that says one sentence again and again, with something put in; the reader takes half a megabyte of one.
fn repeated(bytes: usize, put_in: impl Fn(usize) -> String) -> Result<f64, String> {
    let mut text = String::new();
    for n in 0.. {
        if text.len() > bytes {
            break;
        }
        text += &format!(
            "Envoys of Chile and Peru{} agreed to release 40 prisoners at the Tacna border crossing. ",
            put_in(n)
        );
    }
    let reports = ingested(0, &text);
    let readings = read_all(&reports);
    Ok(timed(|| weigh::weigh(&(), &reports, &readings))?.1)
}

/// What a process of its own finds: seconds for the stack and for one more, pairs for each, MB.
fn apart(n: usize, pile: &str) -> Result<[f64; 5], String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let output =
        Command::new(program).args(["weigh-synthetic", &n.to_string(), pile]).output().map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    numbers.try_into().map_err(|_| format!("weighing {n} reports apart printed `{text}`"))
}

/// What `xtask weigh-synthetic N [one|many]` does, for [`figures`].
pub fn synthetic(args: &[String]) -> Result<(), String> {
    let n = args.first().map_or("", String::as_str);
    let n: usize = n.parse().map_err(|_| format!("`{n}` is no number of reports"))?;
    let one = args.get(1).is_some_and(|word| word == "one");
    let pile = if one { Pile::OneNegotiation } else { Pile::ManyNegotiations };
    let reports: Vec<Report> = (0..=n).flat_map(|i| ingested(i, &told(pile, i))).collect();
    let readings = read_all(&reports);
    let (update, seconds) = timed(|| weigh::weigh(&(), &reports[..n], &readings[..n]))?;
    let held = update.held;
    let mut known = weigh::Memory::default();
    let ((), learned) = timed(|| known.learn(update))?;
    let (one, more) = timed(|| weigh::weigh(&known, &reports[n..], &readings[n..]))?;
    let held_again = one.held;
    let ((), again) = timed(|| known.learn(one))?;
    let status = load("/proc/self/status")?;
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    let memory = peak.ok_or("no VmHWM")? / 1000.0;
    println!("{} {} {held} {held_again} {memory}", seconds + learned, more + again);
    Ok(())
}
