//! What looks like a name: capitals, particles, agencies. Nothing here knows anybody.

/// Words inside a name that have no capital.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "del", "della", "der", "den", "di", "van", "von", "bin", "ibn", "al", "el", "la", "le",
    "und", "ter", "y", "zu",
];

/// Words that no name of a person begins with: they begin sentences and headings.
const NOT_FIRST: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "At",
    "By",
    "For",
    "From",
    "With",
    "Of",
    "To",
    "And",
    "But",
    "This",
    "That",
    "These",
    "It",
    "We",
    "He",
    "She",
    "They",
    "Next",
    "New",
    "More",
    "What",
    "Why",
    "How",
    "Who",
    "When",
    "Where",
    "About",
    "Breaking",
    "Latest",
    "Top",
    "Read",
    "Share",
    "Related",
    "Photo",
    "Image",
    "Source",
    "Our",
    "Your",
    "My",
    "All",
    "No",
    "Not",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// News agencies of the world, as they sign: names and sigla, from the membership lists of the European Alliance of
/// News Agencies and the Organization of Asia-Pacific News Agencies and from the world's large agencies.
const AGENCIES: &[&str] = &[
    "Reuters",
    "Associated Press",
    "The Associated Press",
    "AP",
    "Agence France-Presse",
    "AFP",
    "Deutsche Presse-Agentur",
    "dpa",
    "EFE",
    "ANSA",
    "Adnkronos",
    "APA",
    "Belga",
    "ANP",
    "Lusa",
    "PAP",
    "CTK",
    "ČTK",
    "TASR",
    "MTI",
    "Agerpres",
    "BTA",
    "Tanjug",
    "Hina",
    "STA",
    "FENA",
    "MIA",
    "ATA",
    "ANA-MPA",
    "Ritzau",
    "NTB",
    "TT",
    "STT",
    "BNS",
    "LETA",
    "ELTA",
    "Ukrinform",
    "Interfax",
    "Interfax-Ukraine",
    "TASS",
    "ITAR-TASS",
    "RIA Novosti",
    "BelTA",
    "Moldpres",
    "Armenpress",
    "Azertac",
    "Trend",
    "Interpressnews",
    "Kazinform",
    "Kabar",
    "UzA",
    "Anadolu",
    "Anadolu Agency",
    "AA",
    "DHA",
    "IRNA",
    "ISNA",
    "Tasnim",
    "Fars",
    "Mehr",
    "SPA",
    "WAM",
    "QNA",
    "KUNA",
    "BNA",
    "ONA",
    "Petra",
    "SANA",
    "INA",
    "NNA",
    "WAFA",
    "MENA",
    "TAP",
    "APS",
    "MAP",
    "SUNA",
    "ENA",
    "NAN",
    "GNA",
    "ANGOP",
    "SAPA",
    "PANA",
    "Xinhua",
    "CNS",
    "China News Service",
    "Kyodo",
    "Kyodo News",
    "Jiji",
    "Jiji Press",
    "Yonhap",
    "KCNA",
    "CNA",
    "Central News Agency",
    "PTI",
    "Press Trust of India",
    "ANI",
    "IANS",
    "UNI",
    "APP",
    "BSS",
    "UNB",
    "Bernama",
    "Antara",
    "PNA",
    "VNA",
    "TNA",
    "Montsame",
    "AAP",
    "Canadian Press",
    "The Canadian Press",
    "UPI",
    "Bloomberg",
    "PA",
    "PA Media",
    "Notimex",
    "Télam",
    "Agência Brasil",
    "Prensa Latina",
    "Keystone-SDA",
    "SDA",
    "Europa Press",
    "CNN",
    "BBC",
];

/// A person's name by its shape: two to five words with capitals, particles between them, nothing else.
pub(crate) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = words.iter().filter(|w| is_capital_word(w)).count();
    (2..=5).contains(&words.len())
        && capitals >= 2
        && words.iter().all(|w| is_capital_word(w) || PARTICLES.contains(w))
        && is_capital_word(words[0])
        && is_capital_word(words[words.len() - 1])
        && !NOT_FIRST.contains(&words[0])
}

/// One or more persons: names between commas, 'and', '&'.
pub(crate) fn are_persons(text: &str) -> bool {
    let parts = text.split([',', '&', ';']).flat_map(|part| part.split(" and ")).map(str::trim);
    let mut any = false;
    for part in parts.filter(|part| !part.is_empty()) {
        if !is_person(part) {
            return false;
        }
        any = true;
    }
    any
}

/// A word that begins with a capital and holds letters, dots, hyphens and apostrophes only.
pub(crate) fn is_capital_word(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
}

/// Words of which each begins with a capital, a particle or '&' aside: a title, an outlet, a name.
pub(crate) fn is_capitalised(text: &str) -> bool {
    let small = ["of", "the", "and", "&", "for", "in"];
    let mut words = text.split_whitespace().peekable();
    words.peek().is_some_and(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        && words.all(|w| small.contains(&w) || w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
}

/// The news agency a text is the name of, as printed there.
pub(crate) fn agency(text: &str) -> Option<&str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "()[].,;:—–-/".contains(c));
    AGENCIES.iter().any(|name| *name == text || (name.len() > 4 && name.eq_ignore_ascii_case(text))).then_some(text)
}

/// Words that names of papers, stations and agencies end in or hold.
const PRESS: &[&str] = &[
    "advertiser",
    "age",
    "agency",
    "argus",
    "broadcasting",
    "broadcaster",
    "bulletin",
    "chronicle",
    "citizen",
    "courier",
    "daily",
    "despatch",
    "diplomat",
    "dispatch",
    "echo",
    "enquirer",
    "examiner",
    "express",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "journal",
    "ledger",
    "mail",
    "media",
    "mercury",
    "messenger",
    "mirror",
    "monitor",
    "network",
    "news",
    "newspaper",
    "newswire",
    "observer",
    "online",
    "politico",
    "post",
    "press",
    "radio",
    "record",
    "register",
    "report",
    "reporter",
    "review",
    "sentinel",
    "service",
    "standard",
    "star",
    "sun",
    "telegram",
    "telegraph",
    "television",
    "times",
    "today",
    "tribune",
    "tv",
    "voice",
    "weekly",
    "wire",
    "zeitung",
];

/// A name of two to six capitalised words that reads as a paper's, a station's or an agency's.
pub(crate) fn is_outlet(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let all_capitals = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    (2..=6).contains(&words.len())
        && !all_capitals
        && is_capitalised(text)
        && !text.contains(['.', ',', ':', '?', '!', '(', ')', '|', '/'])
        && words.iter().any(|w| PRESS.contains(&w.as_str()) || w.len() > 7 && w.ends_with("news"))
        && !words
            .iter()
            .any(|w| matches!(w.as_str(), "desk" | "staff" | "correspondent" | "editor" | "minister" | "secretary"))
}

/// A single word that reads as a site's name: letters, a dot, letters.
pub(crate) fn is_site(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let last = parts.last().copied().unwrap_or("");
    (2..=4).contains(&parts.len())
        && (2..=6).contains(&last.len())
        && last.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.iter().all(|p| p.len() >= 2 && p.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_by_shape() {
        for name in ["Rhine Courier", "The Northern Star", "Continental Press", "Radio Free Alps", "The Daily Fjord"] {
            assert!(is_outlet(name), "{name}");
        }
        for other in
            ["Helen Marsh", "ECONOMY DESK", "Talks resume in Oslo today", "Star", "Foreign Desk", "Press Secretary"]
        {
            assert!(!is_outlet(other), "{other}");
        }
    }

    #[test]
    fn persons_by_shape() {
        for yes in ["Jane Doe", "Ana María de la Cruz", "J. R. Okafor", "Jean-Luc Martin", "Mary O’Brien"] {
            assert!(is_person(yes), "{yes}");
        }
        for no in ["Jane", "The Herald", "Talks resume", "Jane Doe 3", "jane doe", "March Madness", ""] {
            assert!(!is_person(no), "{no}");
        }
        assert!(are_persons("Jane Doe, John Roe and Ana de Souza"));
        assert!(!are_persons("Jane Doe in Geneva"));
    }

    #[test]
    fn sites_and_agencies() {
        assert!(
            is_site("Example.org")
                && is_site("daily.example.co")
                && !is_site("U.S.")
                && !is_site("end.")
                && !is_site("3.5")
        );
        assert_eq!(agency("(AFP)"), Some("AFP"));
        assert_eq!(agency("REUTERS"), Some("REUTERS"));
        assert_eq!(agency("Anybody"), None);
    }
}
