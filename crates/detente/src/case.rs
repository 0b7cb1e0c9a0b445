//! A case, or bare reports: opened, read, weighed, framed, estimated, analysed, briefed.

use crate::draws::{self, Analysed, Analysis};
use crate::files::{self, Source, Unopened};
use crate::heading;
use crate::lexicon::Rows;
use crate::memory::Memory;
use crate::show::{self, Shown};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use terms::assessment::Assessment;
use terms::brief::{Brief, Heading};
use terms::frame::{Catalogue, CatalogueIssue, Frame, Lens};
use terms::reading::Reading;
use terms::report::Report;
use terms::situation::Situation;
use terms::weighing::Dossier;
use terms::{IssueId, Note, NoteKind, PartyId, Place, Plan, ReportId, Span};

/// Why a case cannot be opened or briefed: the outside world, or a mistake in `case.toml`.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// No report could be opened.
    #[error("no report in {given}")]
    Empty {
        /// What was given.
        given: String,
        /// Files that could not be opened.
        unopened: Vec<Unopened>,
        /// Why files that were opened gave no report.
        notes: Vec<(String, Note)>,
    },
    /// `case.toml` cannot be used as it stands.
    #[error("{path}: {} mistakes", problems.len())]
    Frame {
        /// Its path.
        path: String,
        /// Its text.
        text: String,
        /// What is wrong with it.
        problems: Vec<frame::Problem>,
    },
    /// Rows of a lexicon cannot be used as they stand.
    #[error("{}", told(.0))]
    Lexicon(Vec<crate::folder::Checked>),
    /// A file of the case could not be read or written.
    #[error("{path}: {error}")]
    Io {
        /// Its path.
        path: String,
        /// What happened.
        error: std::io::Error,
    },
    /// The process of the frame cannot be run.
    #[error("{0}")]
    Process(String),
    /// A report or span was asked for that is not there.
    #[error("{0}")]
    NotFound(String),
    /// Something was asked for by a name that nothing has: a lens, a model, an issue, a party.
    #[error("{message}; {help}")]
    Unknown {
        /// Which name of what.
        message: String,
        /// The names there are.
        help: String,
    },
    /// The program's own data are broken.
    #[error("internal error: {0}; please report it")]
    Internal(String),
}

fn told(files: &[crate::folder::Checked]) -> String {
    let one = |file: &crate::folder::Checked| format!("{}: {} mistakes", file.path, file.problems.len());
    files.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A step of the work, for a door that shows progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reading reports: done, of all.
    Reading(usize, usize),
    /// Weighing.
    Weighing,
    /// Running models.
    Running,
}

/// Told of every step of the work; may be called from several threads.
pub type Progress<'a> = &'a (dyn Fn(Stage) + Sync);

/// A stack of reports that was read and weighed, with its frame.
#[derive(Debug)]
pub struct Case {
    /// The folder of the case; `None` for bare reports.
    pub root: Option<PathBuf>,
    /// The reports, by path and record number.
    pub reports: Vec<Report>,
    /// What each says.
    pub readings: Vec<Reading>,
    /// What they say together.
    pub dossier: Dossier,
    /// What the case is about.
    pub frame: Frame,
    /// Files that could not be opened.
    pub unopened: Vec<Unopened>,
    /// Notes on files that were opened: path and note.
    pub file_notes: Vec<(String, Note)>,
    /// Notes on the frame.
    pub frame_notes: Vec<Note>,
    /// What the template is made for, and why it was chosen.
    pub template_why: String,
    /// Names and issues of the lexicon, as far as the reports use them.
    pub catalogue: Catalogue,
    /// What the reports were read with: our lexicon, and the rows of the case over it.
    pub lexicon: Rows,
    /// Reports that were read anew when the case was opened (the others came from the store).
    pub read_anew: usize,
    /// Pairs that were held against each other when the case was opened (of the others the answer came from the store).
    pub held: u64,
    /// What the weighing remembers of the reports.
    pub(crate) weighed: weigh::Memory,
    /// What it remembers of reports of the last brief that are gone.
    pub(crate) gone: Vec<terms::weighing::Weighed>,
}

/// Everything behind a brief.
#[derive(Debug)]
pub struct Assessed {
    /// The head.
    pub heading: Heading,
    /// What is estimated.
    pub situation: Situation,
    /// What the models gave.
    pub analysis: Option<Analysis>,
    /// What the runs say.
    pub assessment: Assessment,
    /// Notes of the estimate.
    pub notes: Vec<Note>,
}

impl Case {
    /// Opens a case folder (one that holds `case.toml`) with its own lexicon, or bare reports: files and folders.
    pub fn open(paths: &[PathBuf], progress: Progress<'_>) -> Result<Case, CaseError> {
        Case::open_with(paths, Rows::of(root(paths).as_deref(), &[])?, progress)
    }

    /// The same, read with this lexicon.
    pub fn open_with(paths: &[PathBuf], lexicon: Rows, progress: Progress<'_>) -> Result<Case, CaseError> {
        let (sources, unopened) = match root(paths) {
            Some(root) => crate::folder::originals(&root),
            None => files::open(paths),
        };
        let given = paths.iter().map(|p| files::shown(p)).collect::<Vec<_>>().join(", ");
        Case::from_sources(sources, unopened, root(paths), &given, lexicon, progress)
    }

    /// The same from sources that a door opened (standard input).
    pub fn from_sources(
        sources: Vec<Source>,
        unopened: Vec<Unopened>,
        root: Option<PathBuf>,
        given: &str,
        lexicon: Rows,
        progress: Progress<'_>,
    ) -> Result<Case, CaseError> {
        // without a store everything is read: what reading needs is made while the reports are taken in
        let (taken, ()) = match root {
            None => rayon::join(|| ingest_all(&sources), || prepare(&lexicon.lexicon)),
            Some(_) => (ingest_all(&sources), ()),
        };
        let (mut reports, mut file_notes) = taken;
        reports.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
        let settled = ingest::settle_years(&mut reports);
        file_notes.extend(settled.into_iter().map(|(at, note)| (reports[at].path.clone(), note)));
        if reports.is_empty() {
            return Err(CaseError::Empty { given: given.to_owned(), unopened, notes: file_notes });
        }
        let mut memory = Memory::open(root.as_deref(), &lexicon.lexicon);
        let mut recalled = memory.recall(&reports);
        // another report may have settled the year of one that has not changed
        let redated = recalled.iter().zip(&reports).any(|(weighed, report)| {
            let day = report.metadata.published.as_ref().map(|p| &p.value);
            weighed.as_ref().is_some_and(|w| w.facts.published.as_ref() != day)
        });
        if redated {
            recalled.iter_mut().for_each(|weighed| *weighed = None);
        }
        let known: BTreeSet<ReportId> = recalled.iter().flatten().map(|w| w.facts.id.clone()).collect();
        let readings = read_all(
            &reports,
            recalled.iter().map(|r| Some(r.as_ref()?.reading.clone())).collect(),
            &lexicon.lexicon,
            progress,
        );
        progress(Stage::Weighing);
        let briefed = crate::history::briefed(root.as_deref());
        let (mut weighed, stale) = memory.weighed(recalled, &reports, redated);
        // what is known is not weighed again
        let (new, new_readings): (Vec<Report>, Vec<Reading>) = reports
            .iter()
            .zip(&readings)
            .filter(|(r, _)| !known.contains(&r.id))
            .map(|(report, reading)| (report.clone(), reading.clone()))
            .unzip();
        let update = weigh::weigh(&weighed, &new, &new_readings);
        if stale || !new.is_empty() {
            memory.keep(&update, &reports, &briefed);
        }
        let (dossier, held, read_anew) = (update.dossier.clone(), update.held, new.len());
        weighed.learn(update);
        let gone = memory.gone(&reports, &briefed);
        let catalogue = catalogue(&dossier, &lexicon.lexicon);
        let (frame, mut frame_notes, template_why) = framed(root.as_deref(), &dossier, &catalogue)?;
        frame_notes.extend(memory.notes);
        Ok(Case {
            root,
            reports,
            readings,
            dossier,
            frame,
            unopened,
            file_notes,
            frame_notes,
            template_why,
            catalogue,
            lexicon,
            read_anew,
            held,
            weighed,
            gone,
        })
    }

    /// Estimates the situation, runs the models and appraises the runs.
    pub fn assess(&self, plan: &Plan, progress: Progress<'_>) -> Result<Assessed, CaseError> {
        let lenses = self.lenses(plan)?;
        crate::models::known(&plan.models)?;
        let estimated = estimate::estimate(&self.dossier, &self.frame);
        let situation = estimated.value;
        let as_of = heading::as_of(plan, &self.frame, &situation, &self.reports);
        let withheld = heading::withheld(&self.readings, &situation);
        let stack = heading::stack(&self.frame, &self.reports, &self.readings, &self.dossier);
        progress(Stage::Running);
        let draws = if withheld.is_empty() { plan.draws } else { 0 };
        let plan_run = Plan { draws, ..plan.clone() };
        let (without, without_sources) = if withheld.is_empty() {
            rayon::join(|| self.without_each_origin(), || self.without_each_source(&situation))
        } else {
            Default::default()
        };
        let analysed = Analysed {
            frame: &self.frame,
            situation: &situation,
            lenses,
            as_of: as_of.0,
            plan: &plan_run,
            without,
            without_sources,
            levers: if withheld.is_empty() { crate::compare::declared(&self.frame, &situation)? } else { Vec::new() },
            doubts: heading::doubts(&self.frame, &self.dossier, &situation),
            withheld: withheld.clone(),
        };
        let analysis = draws::run(&analysed).map_err(CaseError::Process)?;
        let mut assessment = appraise::appraise(&analysis.runs);
        assessment.foregrounds = analysed.lenses.iter().map(|l| (l.name.clone(), self.foregrounded(l))).collect();
        let heading = heading::heading(self, plan, as_of, stack);
        Ok(Assessed { heading, situation, analysis: Some(analysis), assessment, notes: estimated.notes })
    }

    /// The process of the case as the runs start from it, its record, and what keeps a brief from giving figures.
    pub(crate) fn standing(
        &self,
        plan: &Plan,
    ) -> Result<(terms::foresight::Process, terms::foresight::Evidence, Vec<String>), CaseError> {
        let lenses = if plan.lenses.is_empty() { Vec::new() } else { self.lenses(plan)? };
        let situation = estimate::estimate(&self.dossier, &self.frame).value;
        let as_of = heading::as_of(plan, &self.frame, &situation, &self.reports).0;
        let withheld = heading::withheld(&self.readings, &situation);
        let analysed = Analysed {
            frame: &self.frame,
            situation: &situation,
            lenses,
            as_of,
            plan,
            without: Vec::new(),
            without_sources: Vec::new(),
            levers: Vec::new(),
            doubts: Vec::new(),
            withheld: withheld.clone(),
        };
        let (process, evidence) = draws::standing(&analysed).map_err(CaseError::Process)?;
        let doubt = |reason: String| format!("note: a brief withholds these figures: {reason}");
        Ok((process, evidence, withheld.into_iter().map(doubt).collect()))
    }

    /// The brief.
    pub fn brief(&self, plan: &Plan, progress: Progress<'_>) -> Result<(Brief, Assessed), CaseError> {
        let mut assessed = self.assess(plan, progress)?;
        let as_of = assessed.heading.as_of;
        crate::history::recall_terms(self, plan, &mut assessed.assessment);
        if let Some((since, changes)) = crate::history::since_last(self, plan, as_of, &assessed.assessment, progress) {
            (assessed.assessment.since, assessed.assessment.changes) = (since, changes);
        }
        let brief = brief::brief(&assessed.heading, &self.dossier, &assessed.situation, &assessed.assessment);
        Ok((brief, assessed))
    }

    /// Lenses of the template, or those asked for; one that the template has not is an error that names those it has.
    pub(crate) fn lenses(&self, plan: &Plan) -> Result<Vec<Lens>, CaseError> {
        let all = frame::template(&self.frame.template).map_or(&[][..], |t| &t.lenses);
        let names = || all.iter().map(|l| l.name.as_str()).collect::<Vec<_>>().join(", ");
        if let Some(wrong) = plan.lenses.iter().find(|w| !all.iter().any(|l| &l.name == *w)) {
            let help = match names() {
                names if names.is_empty() => format!("the template `{}` has no lenses", self.frame.template),
                names => format!("the lenses of the template `{}` are {names}", self.frame.template),
            };
            return Err(CaseError::Unknown { message: format!("there is no lens `{wrong}`"), help });
        }
        let wanted = |l: &&Lens| plan.lenses.is_empty() || plan.lenses.contains(&l.name);
        Ok(all.iter().filter(wanted).cloned().collect())
    }

    /// What a lens foregrounds: statements of its kinds of event, those of most origins first, one a matter.
    fn foregrounded(&self, lens: &Lens) -> Vec<(String, Place)> {
        let statement = |id: &terms::StatementId| self.dossier.statements.find_by(|(known, _, _)| known.cmp(id));
        // an act or a stance; who sat where is told elsewhere
        let told = |s: &terms::reading::Statement| {
            lens.foregrounds.contains(&s.event)
                && s.slot.is_none()
                && s.aux.positive
                && s.nature != terms::reading::Nature::Forecast
        };
        let stance = |g: &terms::weighing::Group| {
            g.statements.iter().filter_map(statement).any(|(_, s, _)| told(s) && s.stance.is_some())
        };
        let mut groups: Vec<&terms::weighing::Group> = self
            .dossier
            .groups
            .iter()
            .map(|g| &**g)
            .filter(|g| g.statements.iter().filter_map(statement).any(|(_, s, _)| told(s)))
            .filter(|g| g.gist.split_whitespace().count() > 4)
            .collect();
        groups.sort_by(|a, b| (stance(b), b.origins, b.reports, &a.id).cmp(&(stance(a), a.origins, a.reports, &b.id)));
        let mut shown: Vec<(String, Place)> = Vec::new();
        for g in groups {
            let Some(place) = g.spans.first() else { continue };
            if shown.len() < FOREGROUNDED
                && !shown
                    .iter()
                    .any(|(words, p)| *words == g.gist || p.span.overlap(place.span) > 0 && p.report == place.report)
            {
                shown.push((g.gist.clone(), place.clone()));
            }
        }
        shown
    }

    /// The situation without each origin in turn, where there are two or more.
    fn without_each_origin(&self) -> Vec<(u32, Situation)> {
        let origins = &self.dossier.lineage.origins;
        if origins.len() < 2 {
            return Vec::new();
        }
        let without = |origin: &terms::weighing::Origin| {
            let dossier = self.weighed.without(&origin.reports);
            (origin.number, estimate::estimate(&dossier, &self.frame).value)
        };
        origins.par_iter().with_max_len(1).map(without).collect()
    }

    /// The situation without each source in turn: outlets of several reports that are no origin by themselves, and the
    /// people whose words carry most of the positions.
    fn without_each_source(&self, situation: &Situation) -> Vec<(String, Situation)> {
        let mut outlets: BTreeMap<String, Vec<ReportId>> = BTreeMap::new();
        for r in &self.reports {
            if let Some(outlet) = &r.metadata.outlet {
                let name = outlet.value.split_whitespace().collect::<Vec<_>>().join(" ");
                outlets.entry(name).or_default().push(r.id.clone());
            }
        }
        let origin = |ids: &[ReportId]| {
            self.dossier
                .lineage
                .origins
                .iter()
                .any(|o| o.reports.len() == ids.len() && o.reports.iter().all(|r| ids.contains(r)))
        };
        outlets.retain(|_, ids| ids.len() > 1 && ids.len() < self.reports.len() && !origin(ids));
        let outlets: Vec<(String, Vec<ReportId>)> = outlets.into_iter().collect();
        let outlets = outlets.into_par_iter().with_max_len(1).map(|(name, ids)| {
            let dossier = self.weighed.without(&ids);
            (name, estimate::estimate(&dossier, &self.frame).value)
        });
        let people = speakers(situation, &self.dossier).into_par_iter().with_max_len(1).map(|(name, speaker)| {
            let mut dossier = self.dossier.clone();
            dossier.statements.retain(|(_, s, _)| speaker_of(s) != Some(&speaker));
            (name, estimate::estimate(&dossier, &self.frame).value)
        });
        let mut all: Vec<(String, Situation)> = outlets.collect();
        all.extend(people.collect::<Vec<_>>());
        all
    }

    /// Hash of everything a brief depends on: texts, frame, version, plan without threads.
    pub(crate) fn inputs_hash(&self, plan: &Plan) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(crate::VERSION.as_bytes());
        for report in &self.reports {
            hasher.update(report.id.as_str().as_bytes());
        }
        hasher.update(frame::write(&self.frame).as_bytes());
        hasher.update(self.lexicon.theirs().as_bytes());
        hasher.update(format!("{:?}", Plan { threads: 0, today: terms::Date::ZERO, ..plan.clone() }).as_bytes());
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// Short name of a report.
    pub fn short(&self, id: &ReportId) -> Option<String> {
        self.reports.iter().position(|r| &r.id == id).map(|n| format!("S{n}"))
    }

    /// The passage at `S2:416`, in its context.
    pub fn show(&self, reference: &str) -> Result<Shown, CaseError> {
        let last = self.reports.len() - 1;
        let wrong = || {
            let text = "write it as a brief prints it, for example S0:0";
            CaseError::NotFound(format!("`{reference}` names no passage: {text}; the reports are S0 to S{last}"))
        };
        let (number, byte) = show::place(reference).ok_or_else(wrong)?;
        let Some(report) = self.reports.get(number) else {
            return Err(CaseError::NotFound(format!("there is no report S{number}; the reports are S0 to S{last}")));
        };
        if byte >= report.source_len {
            let text = format!("S{number} ({}) has {} bytes; there is no byte {byte}", report.path, report.source_len);
            return Err(CaseError::NotFound(text));
        }
        Ok(show::shown(format!("S{number}"), report, &spans(&self.readings[number]), byte))
    }

    /// What was not understood, report by report; then notes on files and the frame.
    pub fn notes(&self) -> Vec<(Option<String>, Note)> {
        let files = self.file_notes.iter().map(|(path, note)| (Some(path.clone()), note.clone()));
        let read = self
            .readings
            .iter()
            .enumerate()
            .flat_map(|(n, r)| r.notes.iter().map(move |note| (Some(format!("S{n}")), note.clone())));
        let frame = self.frame_notes.iter().map(|note| (None, note.clone()));
        let unopened =
            self.unopened.iter().map(|u| (Some(u.path.clone()), Note::new(NoteKind::Undecoded, u.message.clone())));
        unopened.chain(files).chain(read).chain(frame).collect()
    }
}

/// Passages shown of what a lens foregrounds.
const FOREGROUNDED: usize = 3;

/// People left out in turn.
const SPEAKERS: usize = 4;

/// Whose words a statement is: the innermost person quoted or cited.
fn speaker_of(s: &terms::reading::Statement) -> Option<&terms::PersonId> {
    s.holders.iter().rev().find_map(|h| h.source.person.as_ref())
}

/// Those whose words two positions or more rest on, most first: name and person.
fn speakers(situation: &Situation, dossier: &Dossier) -> Vec<(String, terms::PersonId)> {
    let mut counts: BTreeMap<&terms::PersonId, BTreeSet<usize>> = BTreeMap::new();
    for (k, (_, _, e)) in situation.positions.iter().enumerate() {
        for item in &e.evidence {
            let told = dossier.statements.iter().find(|(id, s, _)| {
                id.report == item.place.report && s.words == item.place.span && speaker_of(s).is_some()
            });
            if let Some(person) = told.and_then(|(_, s, _)| speaker_of(s)) {
                counts.entry(person).or_default().insert(k);
            }
        }
    }
    let mut all: Vec<(&terms::PersonId, usize)> = counts.into_iter().map(|(p, of)| (p, of.len())).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let name = |id: &terms::PersonId| {
        dossier.people.iter().find(|p| &p.person == id).map_or_else(|| id.to_string(), |p| p.name.clone())
    };
    all.into_iter().filter(|(_, n)| *n > 1).take(SPEAKERS).map(|(id, _)| (name(id), id.clone())).collect()
}

/// The case folder, if one path is given and it holds `case.toml`.
pub fn root(paths: &[PathBuf]) -> Option<PathBuf> {
    match paths {
        [one] if one.join("case.toml").is_file() => Some(one.clone()),
        [one] if one.file_name().is_some_and(|n| n == "case.toml") => one.parent().map(Path::to_owned),
        _ => None,
    }
}

fn ingest_all(sources: &[Source]) -> (Vec<Report>, Vec<(String, Note)>) {
    let each = |s: &Source| (s.path.clone(), ingest::ingest(&s.bytes, &ingest::Hint::path(s.path.clone())));
    let all: Vec<_> = sources.par_iter().with_max_len(1).map(each).collect();
    let mut reports = Vec::new();
    let mut notes = Vec::new();
    for (path, noted) in all {
        notes.extend(noted.notes.into_iter().map(|note| (path.clone(), note)));
        reports.extend(noted.value);
    }
    (reports, notes)
}

/// Makes what every report needs to be taken in and read.
fn prepare(lexicon: &read::Lexicon) {
    let reading = || read::PREPARATIONS.par_iter().with_max_len(1).for_each(|make| make(lexicon));
    let taking_in = || ingest::PREPARATIONS.par_iter().with_max_len(1).for_each(|make| make());
    rayon::join(taking_in, reading);
}

/// Reads what is not recalled, the longest reports first, so that no thread is left with one at the end.
fn read_all(
    reports: &[Report],
    recalled: Vec<Option<Reading>>,
    lexicon: &read::Lexicon,
    progress: Progress<'_>,
) -> Vec<Reading> {
    let done = std::sync::atomic::AtomicUsize::new(0);
    let one = |(report, recalled): (&Report, Option<Reading>)| {
        let reading = recalled.unwrap_or_else(|| read::read(report, lexicon));
        let n = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        progress(Stage::Reading(n, reports.len()));
        reading
    };
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(reports[*n].source_len));
    let mut recalled: Vec<Option<Reading>> = recalled;
    let listed: Vec<(usize, &Report, Option<Reading>)> =
        order.into_iter().map(|n| (n, &reports[n], recalled[n].take())).collect();
    // each thread takes the longest that is left
    let each = listed.into_iter().par_bridge();
    let mut readings: Vec<(usize, Reading)> = each.map(|(n, report, recalled)| (n, one((report, recalled)))).collect();
    readings.sort_by_key(|(n, _)| *n);
    readings.into_iter().map(|(_, reading)| reading).collect()
}

/// The frame of the case, completed from the reports; for bare reports, the drafted one.
pub(crate) fn framed(
    root: Option<&Path>,
    dossier: &Dossier,
    catalogue: &Catalogue,
) -> Result<(Frame, Vec<Note>, String), CaseError> {
    let chosen = frame::template_for(dossier, catalogue);
    let (template, why) = chosen.ok_or_else(|| CaseError::Internal("no template can be read".into()))?;
    framed_by(template, why, root, dossier, catalogue)
}

/// The same with this template for what is drafted.
pub(crate) fn framed_by(
    template: &frame::Template,
    why: String,
    root: Option<&Path>,
    dossier: &Dossier,
    catalogue: &Catalogue,
) -> Result<(Frame, Vec<Note>, String), CaseError> {
    let mut drafted = frame::discover(dossier, template, catalogue);
    if let Some((place, many)) = estimate::venue(dossier, &drafted.value) {
        drafted.value.title = match many {
            Some(many) => format!("{many}: talks in {place}"),
            None => frame::title(&drafted.value, Some(&place)),
        };
    }
    let Some(root) = root else { return Ok((drafted.value, drafted.notes, why)) };
    let path = root.join("case.toml");
    let shown = files::shown(&path);
    let text = files::text(&path).map_err(|error| CaseError::Io { path: shown.clone(), error })?;
    match frame::parse(&text) {
        Ok(declared) => {
            let frame = frame::complete(declared.value, &drafted.value);
            let about = frame::template(&frame.template).map_or("", |t| t.about.as_str());
            let why = format!("made for {about}; as case.toml has it");
            Ok((frame, declared.notes, why))
        }
        Err(problems) => Err(CaseError::Frame { path: shown, text, problems }),
    }
}

/// Names and issues of the lexicon that the reports use. An issue about a party (`participation/xyz`) takes its party's
/// name.
pub(crate) fn catalogue(dossier: &Dossier, lexicon: &read::Lexicon) -> Catalogue {
    let issues = read::catalogue(lexicon);
    let parties = read::party_names(lexicon);
    let mut used = Catalogue { parties: parties.into_iter().collect(), issues: issues.clone().into_iter().collect() };
    for (_, statement, _) in &dossier.statements {
        let Some(id) = &statement.issue else { continue };
        if let Some(entry) = about_party(id, &issues, &used) {
            used.issues.insert(id.clone(), entry);
        }
    }
    used
}

fn about_party(id: &IssueId, issues: &BTreeMap<IssueId, CatalogueIssue>, used: &Catalogue) -> Option<CatalogueIssue> {
    let (base, party) = id.as_str().split_once('/')?;
    let entry = issues.get(&IssueId::new(base))?;
    let name = used.parties.get(&PartyId::new(party)).cloned().unwrap_or_else(|| party.to_owned());
    Some(CatalogueIssue { name: format!("{} ({name})", entry.name), ..entry.clone() })
}

/// Every span that a reading names, for showing the passage at a byte.
fn spans(reading: &Reading) -> Vec<Span> {
    let statements = reading.statements.iter().map(|s| s.words);
    let quotations = reading.quotations.iter().flat_map(|q| q.words.iter().copied());
    let people = reading.people.iter().map(|p| p.span);
    let places = reading.places.iter().map(|p| p.span);
    let asides = reading.asides.iter().map(|a| a.words);
    let commitments = reading.commitments.iter().map(|c| c.words);
    let proposals = reading.proposals.iter().map(|p| p.words);
    statements.chain(quotations).chain(people).chain(places).chain(asides).chain(commitments).chain(proposals).collect()
}
