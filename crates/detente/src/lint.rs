//! Notes on a frame and on the reports of a stack that offer scenarios themselves.

use crate::case::{Case, CaseError};
use crate::tables::{flat, reference};
use appraise::lint::{self, Remark};
use std::fmt::Write;
use terms::Plan;

/// What was found, report by report.
#[derive(Debug)]
pub struct Linted<'a> {
    case: &'a Case,
    /// Index of the report, notes.
    reports: Vec<(usize, Vec<Remark>)>,
    /// Reports that offer no scenarios of their own.
    silent: usize,
    frame: Option<Vec<Remark>>,
}

/// Looks at every report that offers scenarios, in the light of the others, and at the frame where an analyst has one.
pub fn lint<'a>(case: &'a Case, plan: &Plan) -> Result<Linted<'a>, CaseError> {
    let each = case.reports.iter().zip(&case.readings).enumerate();
    let all: Vec<(usize, Vec<Remark>)> =
        each.map(|(n, (report, reading))| (n, lint::report(report, reading, Some(&case.dossier)))).collect();
    let frame = match case.root {
        None => None,
        Some(_) => {
            let assessed = case.assess(plan, &|_| ())?;
            Some(lint::frame(&case.frame, Some(&assessed.assessment)))
        }
    };
    let silent = all.iter().filter(|(_, r)| r.is_empty()).count();
    Ok(Linted { case, reports: all.into_iter().filter(|(_, r)| !r.is_empty()).collect(), silent, frame })
}

impl Linted<'_> {
    /// For reading.
    pub fn table(&self) -> String {
        let mut out = String::new();
        for (n, remarks) in &self.reports {
            let report = &self.case.reports[*n];
            let _ = writeln!(out, "S{n} {} offers scenarios of its own; {} notes:", flat(&report.path), remarks.len());
            self.write(remarks, &mut out);
        }
        match self.silent {
            0 => {}
            1 => out.push_str("1 report: nothing to note (no scenarios of its own)\n"),
            n => {
                let _ = writeln!(out, "{n} reports: nothing to note (no scenarios of their own)");
            }
        }
        if let Some(remarks) = &self.frame {
            let _ = writeln!(out, "case.toml; {} notes:", remarks.len());
            self.write(remarks, &mut out);
        }
        out
    }

    fn write(&self, remarks: &[Remark], out: &mut String) {
        for r in remarks {
            let places: Vec<String> = r.places.iter().map(|p| reference(self.case, p)).collect();
            let places = if places.is_empty() { String::new() } else { format!(" [{}]", places.join(" ")) };
            let _ = writeln!(out, "- {}: {}{places}", r.rule.as_str(), flat(&r.text));
        }
    }

    /// As JSON.
    pub fn json(&self) -> String {
        let remark = |r: &Remark| {
            let places: Vec<String> = r.places.iter().map(|p| reference(self.case, p)).collect();
            serde_json::json!({ "rule": r.rule.as_str(), "text": r.text, "spans": places })
        };
        let reports: Vec<_> = self
            .reports
            .iter()
            .map(|(n, remarks)| {
                serde_json::json!({ "report": format!("S{n}"), "path": self.case.reports[*n].path,
                    "notes": remarks.iter().map(remark).collect::<Vec<_>>() })
            })
            .collect();
        let frame = self.frame.as_ref().map(|r| r.iter().map(remark).collect::<Vec<_>>());
        let value = serde_json::json!({ "wire": crate::wire::VERSION, "reports": reports, "frame": frame });
        format!("{value:#}\n")
    }
}
