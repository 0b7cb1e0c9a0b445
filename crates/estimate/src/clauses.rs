//! What the clause of a time or a duration is about: the meeting, somebody's word on it, a pause.

/// Somebody speaks of a meeting: a verb of speaking with a meeting as its object.
pub(crate) fn speaks_of_meeting(clause: &str) -> bool {
    const VERBS: &[&str] = &[
        "announced",
        "confirmed",
        "condemned",
        "criticised",
        "criticized",
        "denounced",
        "dismissed",
        "hailed",
        "praised",
        "recalled",
        "welcomed",
    ];
    const MEETINGS: &[&str] =
        &["conference", "consultations", "encounter", "meeting", "negotiations", "round", "summit", "talks"];
    let words: Vec<String> = clause.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
    let object = |n: usize| words[n + 1..].iter().take(3).any(|w| MEETINGS.contains(&w.as_str()));
    (0..words.len()).any(|n| VERBS.contains(&words[n].as_str()) && object(n))
}

/// Words of a pause, a delay or a wait, by their beginnings.
const PAUSES: &[&str] = &[
    "adjourn",
    "suspend",
    "suspension",
    "pause",
    "pausing",
    "break",
    "breaks",
    "broke",
    "broken",
    "recess",
    "interrupt",
    "postpone",
    "delay",
    "late",
    "later",
    "wait",
    "apart",
    "plane",
    "truce",
    "ceasefire",
    "notice",
];

/// The words tell of a pause, a delay or a wait.
pub(crate) fn pauses(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let of_pause = |w: &str| {
        PAUSES.iter().any(|p| {
            w == *p
                || (p.len() > 5 && w.starts_with(p))
                || w.strip_suffix("ed").or_else(|| w.strip_suffix("ing")).is_some_and(|w| w == *p)
        })
    };
    words.into_iter().any(|w| of_pause(&w))
}

#[cfg(test)]
mod tests {
    use super::{pauses, speaks_of_meeting};

    #[test]
    fn the_day_of_a_word_on_a_meeting_is_not_its_day() {
        assert!(speaks_of_meeting("Norway's foreign ministry confirmed the meeting on Tuesday"));
        assert!(speaks_of_meeting("The union welcomed the new talks on Friday"));
        assert!(!speaks_of_meeting("The two ministers held the meeting on Tuesday in Bergen"));
    }

    #[test]
    fn a_pause_is_no_length() {
        for pause in [
            "The envoys broke off the afternoon session for 90 minutes",
            "The delegation suspended the session for two hours",
            "The session was adjourned for forty minutes",
            "They kept him waiting for three hours",
        ] {
            assert!(pauses(pause), "{pause}");
        }
        assert!(!pauses("The breakthrough came after five hours of talks"));
        assert!(!pauses("They talked for nine hours over breakfast"));
    }
}
