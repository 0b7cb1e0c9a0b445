//! Hard preconditions as guards of the process.

use foresee::Formula;
use terms::foresight::Process;
use terms::frame::FramePrecondition;

/// Shuts every edge into the states that wait for a required precondition, until it is met.
///
/// # Errors
/// What is wrong with `holds` or `before`, in plain text.
pub(crate) fn guard(process: &mut Process, preconditions: &[FramePrecondition]) -> Result<(), String> {
    for one in preconditions.iter().filter(|p| p.required) {
        let (Some(holds), Some(before)) = (&one.holds, &one.before) else { continue };
        let (ladder, waiting) = waiting(process, one, before)?;
        let met = foresee::parse(holds, process).map_err(|fault| fault.within(&place(one, "holds")).to_string())?;
        if !met.formula.is_present() {
            let help = "leave out F, G, U, before and count: it says what holds at the moment";
            return Err(format!("{}: it speaks of more than the present\nhelp: {help}", place(one, "holds")));
        }
        for edge in &mut process.ladders[ladder].edges {
            if waiting[edge.to] && !waiting[edge.from] {
                edge.guard = Some(match &edge.guard {
                    Some(guard) => format!("({guard}) and ({holds})"),
                    None => holds.clone(),
                });
            }
        }
    }
    Ok(())
}

/// The ladder and its states that wait.
fn waiting(process: &Process, one: &FramePrecondition, before: &str) -> Result<(usize, Vec<bool>), String> {
    let parsed = foresee::parse(before, process).map_err(|fault| fault.within(&place(one, "before")).to_string())?;
    match parsed.formula {
        Formula::Ladder(ladder, mask) => Ok((ladder, mask)),
        _ => {
            let help = "name states of one ladder, for example before = \"agreement in {framework, comprehensive}\"";
            Err(format!("{}: it is not about the states of one ladder\nhelp: {help}", place(one, "before")))
        }
    }
}

fn place(one: &FramePrecondition, key: &str) -> String {
    format!("`{key}` of the precondition `{}`", one.what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn precondition(holds: &str, before: &str) -> FramePrecondition {
        FramePrecondition {
            what: "a mediator is accepted".into(),
            demanded_by: None,
            issues: Vec::new(),
            required: true,
            holds: Some(holds.into()),
            before: Some(before.into()),
        }
    }

    fn talks() -> Process {
        frame::parse("horizon_months = 12\n").map(|noted| noted.value.process).unwrap_or_else(|_| unreachable!())
    }

    #[test]
    fn nothing_is_signed_before_a_required_precondition_is_met() {
        let mut process = talks();
        let first = |process: &Process| {
            let outlook = foresee::foresee(process, &Default::default(), &Default::default()).unwrap();
            outlook.occupancy[1].iter().map(|state| state[1]).collect::<Vec<f64>>()
        };
        let open = first(&process);
        let active = precondition("factor.mediation == active", "agreement in {ceasefire, framework, comprehensive}");
        guard(&mut process, &[active]).unwrap();
        let guarded = first(&process);
        assert!(guarded[2] < open[2], "fewer ceasefires: {guarded:?} {open:?}");
        let agreement = &process.ladders[1];
        let shut = agreement.edges.iter().filter(|e| e.guard.is_some());
        assert!(
            shut.clone().count() > 3 && shut.clone().all(|e| e.from < 2 && e.to >= 2),
            "{:?}",
            shut.collect::<Vec<_>>()
        );
    }

    #[test]
    fn what_is_wrong_with_it_is_said() {
        let wrong = |holds: &str, before: &str| guard(&mut talks(), &[precondition(holds, before)]).unwrap_err();
        assert!(wrong("factor.mediator == active", "agreement >= framework").contains("mediation"));
        assert!(wrong("F factor.mediation == active", "agreement >= framework").contains("present"));
        assert!(wrong("factor.mediation == active", "factor.mediation == active").contains("one ladder"));
    }
}
