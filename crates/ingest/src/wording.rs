//! What lines say that are not the report: one table a role, each entry the habit of many sites.
//!
//! Patterns are matched against a whole line, without regard to case, with curly apostrophes made straight.

use crate::latin;
use regex::{Regex, RegexSet};
use std::sync::LazyLock;
use terms::report::Role;

/// Longest line that is compared with the tables, in bytes; what is longer is a paragraph.
const LONGEST: usize = 600;

/// What begins a section: the lines after it share its role while they are of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opens {
    /// A box that repeats the body.
    Summary,
    /// A list of sources.
    Sources,
    /// Headlines of other articles.
    Related,
    /// Reader comments.
    Comments,
}

/// The role that a line's wording gives it, wherever it stands.
pub(crate) fn role(line: &str) -> Option<Role> {
    let line = straight(line)?;
    if line.own.len() <= 200 && line.lower.contains("all rights reserved") {
        return Some(Role::Navigation);
    }
    let table: &[(Role, &LazyLock<Table>)] = &[
        (Role::Byline, &BYLINES),
        (Role::EditorNote, &EDITOR_NOTES),
        (Role::CommentUi, &COMMENT_WIDGETS),
        (Role::Credit, &CREDITS),
        (Role::Caption, &CAPTIONS),
        (Role::CallToAction, &CALLS),
        (Role::Navigation, &NAVIGATION),
    ];
    table.iter().find(|(role, set)| fits(*role, &line.own) && set.is_match(&line)).map(|(role, _)| *role)
}

/// A table speaks of short lines; longer ones, and such that quote somebody, are more likely of the body.
fn fits(role: Role, line: &str) -> bool {
    let words = line.split_whitespace().count();
    let quotes = line.contains(['"', '“', '”', '«', '»']);
    match role {
        Role::EditorNote => words <= 100,
        Role::Caption => words <= 70,
        Role::CallToAction => words <= 45 && !quotes,
        Role::Credit => words <= 25,
        Role::Byline => words <= 18 && !line.ends_with('.'),
        _ => words <= 30,
    }
}

/// The section that a line opens, if it is the head of one.
pub(crate) fn opens(line: &str) -> Option<Opens> {
    let line = straight(line).filter(|line| line.own.len() <= 60)?;
    let table: &[(Opens, &LazyLock<Table>)] = &[
        (Opens::Summary, &SUMMARY_HEADS),
        (Opens::Sources, &SOURCE_HEADS),
        (Opens::Related, &RELATED_HEADS),
        (Opens::Comments, &COMMENT_HEADS),
    ];
    table.iter().find(|(_, set)| set.is_match(&line)).map(|(opens, _)| *opens)
}

/// A list of sources on one line: `Sources: A, B`.
pub(crate) fn inline_sources(line: &str) -> bool {
    static LINE: LazyLock<Table> = LazyLock::new(|| {
        Table::of(&[
            r"(?:sources?|references?|via)\s*:\s+\S.*",
            r"with (?:inputs?|reporting|files|additional reporting) (?:from|by) .*",
        ])
    });
    straight(line.trim_matches(|c| c == '(' || c == ')' || c == '.'))
        .is_some_and(|line| line.own.len() <= 200 && LINE.is_match(&line))
}

/// A line about a person: `X is a reporter covering …`, `X writes about …`; the first group is the name.
pub(crate) fn bio(line: &str) -> Option<&str> {
    const WORK: &str = r"(?:reporter|journalist|correspondent|columnist|editor|writer|author|contributor|freelancer?|blogger|broadcaster|fellow|professor|lecturer|scholar|researcher|scientist|analyst|historian|economist|commentator|essayist|strategist|academic|expert|student|photographer|bureau chief|director of|head of|former (?:ambassador|diplomat|minister|official|officer|adviser))";
    static IS_A: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(&format!(
            r"^((?:[\p{{Lu}}&&\p{{Latin}}][\p{{Latin}}.'’-]*\s+){{1,4}}?[\p{{Lu}}&&\p{{Latin}}][\p{{Latin}}.'’-]+)(?:,[^,]{{2,40}},)?\s+(?:is|was|has been|serves as|works as)\s+(?:an?|the|our|one of)?\s*(?:[\p{{Latin}}[0-9]'’&.,-]+\s+){{0,9}}?{WORK}"
        ))
    });
    static DOES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        latin::pattern(
            r"^((?:[\p{Lu}&&\p{Latin}][\p{Latin}.'’-]*\s+){1,4}?[\p{Lu}&&\p{Latin}][\p{Latin}.'’-]+)\s+(?:covers|writes (?:about|on|for)|reports (?:on|from|for)|is based in|teaches|contributed to this|joined (?:the|us)|has (?:covered|reported|written) )",
        )
    });
    if line.len() > LONGEST {
        return None;
    }
    [&IS_A, &DOES].into_iter().find_map(|p| Some(p.as_ref()?.captures(line)?.get(1)?.as_str()))
}

/// A line as the tables see it.
struct Line {
    /// With straight apostrophes.
    own: String,
    /// And in lower case.
    lower: String,
}

fn straight(line: &str) -> Option<Line> {
    let own = || line.replace(['’', '‘', 'ʼ'], "'").replace('\u{A0}', " ");
    (line.len() <= LONGEST).then(own).map(|own| Line { lower: own.to_lowercase(), own })
}

/// Patterns of one role. Most are compared with the line in lower case: a pattern without regard to case takes twice as
/// long to compile. Words end where those of ASCII do: no automaton of states knows the bounds of Unicode, and with them a
/// line that holds a dash takes twenty times as long.
struct Table {
    lower: RegexSet,
    /// Those with a part that is to be in capitals (`(?-i:`).
    cased: RegexSet,
}

impl Table {
    fn of(patterns: &[&str]) -> Table {
        let set = |flags: &str, cased: bool| {
            let of = patterns.iter().filter(|p| p.contains("(?-i:") == cased);
            RegexSet::new(of.map(|p| format!("{flags}^(?:{})$", latin::blocks(p).replace(r"\b", r"(?-u:\b)"))))
                .unwrap_or_else(|_| RegexSet::empty())
        };
        Table { lower: set("", false), cased: set("(?i)", true) }
    }

    fn is_match(&self, line: &Line) -> bool {
        self.lower.is_match(&line.lower) || self.cased.is_match(&line.own)
    }
}

/// Compiles the largest tables, the one that a line is compared with last first.
pub(crate) fn prepare() {
    for table in [&NAVIGATION, &CALLS, &CAPTIONS, &CREDITS, &COMMENT_WIDGETS] {
        LazyLock::force(table);
    }
}

macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident = [$($pattern:literal),+ $(,)?];)+) => {
        $($(#[$meta])* static $name: LazyLock<Table> = LazyLock::new(|| Table::of(&[$($pattern),+]));)+
        #[cfg(test)]
        const TABLES: &[(&str, &LazyLock<Table>, &[&str])] = &[$((stringify!($name), &$name, &[$($pattern),+])),+];
    };
}

tables! {
    /// Menus, tools, legal lines, labels of the page.
    NAVIGATION = [
        r"(?:top|bottom|end|start|beginning) of (?:the )?page",
        r"(?:back|return|go|jump|scroll) (?:to )?(?:the )?top",
        r"(?:skip|jump) to (?:main |the )?(?:content|navigation|search|article|footer|menu)\b.*",
        r"(?:main |site |toggle |open |close )?(?:menu|navigation)|home ?page|home|search(?: (?:this site|for).*)?|site ?map|close|open|toggle search",
        r"(?:share|print|save|e-?mail|tweet|post|pin|copy|bookmark|listen|like|follow|gift|send|translate)(?: (?:to|on|via|with|by|this|it|link|article|story|page|post|full article))*(?: (?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|e-?mail|friends?|article|story|link|page|post))*[:!]?",
        r"(?:(?:share|follow us|find us)(?: on)?:?\s*)?(?:(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|tiktok|threads|bluesky|mastodon|flipboard|e-?mail|rss|vk|ok|viber|weibo|line|messenger|print|copy link|link copied!?)[\s,|·•/]*)+",
        r"(?:link )?copied(?: to clipboard)?!?|copy(?: the)? (?:link|url)",
        r"(?:advertisement|advertising|ad|ads|sponsored(?: content)?|promoted(?: content)?|paid (?:post|content)|partner content)\b.{0,30}",
        r"(?:article|story|text|content) continues (?:below|after).*|(?:continue|keep) reading(?: below)?.{0,30}",
        r"(?:read|see|load|show|view|watch) (?:more|less|all|the full (?:story|article)|full (?:story|article))[^\p{Latin}0-9_]*",
        r"(?:log|sign) ?(?:in|out|up)|register|my account|create (?:an )?account|my profile",
        r"(?:next|previous|prev|older|newer)(?: (?:article|story|post|page|entry)s?)?[\s:›»→<>«‹←]*.{0,0}",
        r"(?:estimated )?(?:reading time:? )?\d+[- ]?(?:min|mins|minutes?)(?: of)?(?: read(?:ing)?(?: time)?)?|reading time\b.{0,20}",
        r"(?:listen|watch)(?: to| now)?(?: (?:this|the))?(?: (?:article|story|report|video|podcast))?(?:[^\p{Latin}0-9_]+\d+.*)?",
        r"(?:font|text) size\b.{0,20}|(?:a[\s/+−-]*){2,4}|[^\p{Latin}]*\d+ ?px",
        r"(?:©|\(c\)|copyright\b).*|.*\ball rights reserved\b.*",
        r"(?:(?:terms (?:of|and) (?:use|service|conditions)|privacy (?:policy|notice|settings)|cookie (?:policy|settings|preferences)|legal notice|imprint|disclaimer|accessibility|contact(?: us)?|about(?: us)?|advertise(?: with us)?|careers|jobs|help|faq|newsletters?)[\s|·•,/]*)+",
        r".*\b(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.*|(?:accept|reject|manage) (?:all )?cookies.{0,40}",
        r"(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|sections?|labels?|tagged(?: with| as)?|posted in|more about|explore more on these topics)\s*:.*",
        r"(?:tags?|topics?|keywords?|filed under|categories|related topics)",
        r"[\d.,]+ ?[km]? (?:views?|shares?|likes?|reads?|reactions?|followers|retweets)|views?: ?[\d.,]+ ?[km]?",
        r"(?:loading|please wait)[^\p{Latin}0-9_]*|enable javascript.*|.*javascript (?:is|must be) (?:disabled|enabled).*",
        r"(?:home|news|world)\s*[>›»/|].*",
        r"(?:photo |image |picture )?gallery|slideshow|\d+ of \d+|image \d+ of \d+|(?:full|enlarge|expand) (?:screen|image)",
        r"(?:breaking|live|exclusive|developing|must read|premium|subscriber-only|members only|free)",
        r"(?:related|read|also read|see also|read also|read more|more on this|more|related (?:article|story|news)|recommended|watch|in pictures|don't miss|editor's pick)\s*[:|»›]\s*.+",
        r"(?:available|read|also available) in (?:other languages|english|french|spanish|arabic|russian|chinese|german|portuguese|turkish|persian|hindi)(?:[\s,|]+.*)?",
        r"https?://\S+|www\.\S+",
    ];
    /// Widgets around readers' comments and ratings.
    COMMENT_WIDGETS = [
        r"(?:no |view |show |read |see |load |hide |sort |all |more |latest |user |reader |your )*comments?(?:\s*[(\[]?\d*[)\]]?)?|\d+ (?:comments?|repl(?:y|ies)|responses?)(?: (?:on|to|so far)\b.*)?",
        r"(?:leave|post|add|write|submit|make) (?:a |your )?(?:comment|reply|response|review|rating)s?\b.*",
        r"be the first to (?:comment|reply|review|rate)\b.*|what do you think\?|have your say[^\p{Latin}0-9_]*|join the (?:conversation|discussion|debate)\b.*",
        r"(?:comments?|commenting|discussion|replies) (?:has|have|is|are|was|were) (?:been )?(?:now )?(?:turned off|closed|disabled|off|not (?:allowed|available|possible)|moderated|unavailable)\b.*",
        r"comments? (?:off|closed|disabled|on this (?:article|story) .*)",
        r"(?:you must|please) (?:be )?(?:log(?:ged)?|sign(?:ed)?|register(?:ed)?)[ -]?(?:in|up)? (?:in )?to (?:post|leave|write|add|comment|reply|rate|join)\b.*|log ?in to (?:comment|reply)\b.{0,40}",
        r"your e-?mail(?: address)? will not be published\b.*|required fields are marked\b.{0,10}|save my name, e-?mail.*",
        r"(?:name|e-?mail|website|comment|message)\s*\*|post comment|cancel reply|submit|reply(?: to .{2,40})?|report(?: abuse| comment)?|flag as inappropriate|like[^\p{Latin}0-9_]+reply.{0,40}",
        r"rated \d(?:[.,]\d)? out of \d stars?[^\p{Latin}0-9_]*|no ratings? yet[^\p{Latin}0-9_]*|(?:add|leave|give) (?:a|your) rating[^\p{Latin}0-9_]*|rate this(?: (?:article|post|story))?[^\p{Latin}0-9_]*|average rating\b.{0,40}|(?:your|click to) rate?(?:ing)?\b.{0,30}|\d(?:[.,]\d)? ?/ ?\d \(\d+ votes?\)",
        r"(?:sort by|newest|oldest|most (?:liked|recent)|best|top rated)(?:(?: first|:)?[\s|,]*(?:newest|oldest|best|popular)?(?: first)?)",
        r"(?:comment|community) (?:guidelines|policy|rules)\b.{0,40}|moderation policy|this comment (?:has been|was) (?:removed|deleted).*",
        r"powered by (?:disqus|facebook comments|coral|viafoura|openweb)|disqus.{0,40}",
    ];
    /// Asks of the reader.
    CALLS = [
        r"(?:please )?(?:subscribe|sign up|register now|join us|become a (?:member|subscriber|patron|supporter)|donate|support (?:us|our|independent|quality)|follow us|like us|contact us|write to us|e-?mail us|call us|reach out to us|download (?:our|the) .{0,20}app|get (?:our|the|unlimited|full) .{0,40}(?:newsletter|inbox|access|app|briefing)|try (?:our|a) |buy us a coffee|help us|make a (?:donation|contribution)|share your (?:thoughts|views|story)|tell us|send us|stay (?:informed|up to date|connected|tuned)|click here|tap here|visit our|listen to our|watch our|check out our|consider (?:supporting|donating|subscribing))\b.*",
        r".*\b(?:(?:reach out to|write to|contact|e-?mail|get in touch with|reach) us\b|(?:reach out|write|contact|e-?mail|get in touch|reach|submit|send|pitch|tips?)\b.*\S+@\S+\.).*",
        r"(?:for (?:more|further|any) (?:information|details|inquiries|enquiries|questions|news)|for media (?:inquiries|enquiries)|to (?:subscribe|learn more|read more|get in touch|contact|advertise|donate|unsubscribe)|if you|do you have|got a|have a|want to|would you like|not a (?:member|subscriber)|already a (?:member|subscriber)|did you)\b.*\b(?:newsletters?|subscribe[rd]?|subscription|membership|click|contact (?:us|our)|sign (?:in|up)|log in|e-?mail us|visit our|our (?:team|website|page|site)|write to us|send us|let us know|(?:news|story) tip)\b.*",
        r".*\b(?:in|to) your (?:in-?box|e-?mail)\b.*|.*\bour (?:daily|weekly|free|morning|evening)?\s*newsletters?\b.*|.*\bnewsletter (?:sign-?up|subscription)\b.*",
        r"newsletters?|subscribe(?: now| today)?!?|e-?mail address|enter your e-?mail.{0,40}|(?:your|first|last) name\*?|download (?:pdf|the app)",
        r"(?:this (?:is a )?|you have \d+ |you've )(?:premium|subscriber|members?|free|reached|read)\b.*\b(?:article|content|articles|limit)\b.*",
        r".*\b(?:whatsapp|telegram) channel\b.*|follow .{2,40} on (?:google news|facebook|twitter|x|telegram|instagram|whatsapp|linkedin|youtube)\b.*",
        r"[[\p{Latin}0-9_].+-]+@[[\p{Latin}0-9_]-]+\.[[\p{Latin}0-9_].-]+",
    ];
    /// Who took a picture.
    CREDITS = [
        r"[(\[]?(?:(?:main |cover |feature[d]? |header |lead |file |handout )?(?:photo|photos|photograph|photography|image|images|picture|pictures|pic|video|graphic|graphics|illustration|map|infographic|screengrab|screenshot|art|artwork|cartoon))(?:[ /-](?:source|sources|credit|credits|courtesy|by|via|copyright|caption|from))*(?: of)?\s*[:©/|]\s*.+",
        r"[(\[]?(?:photo|photos|photograph|image|picture|video|graphic|illustration|map)s? (?:by|courtesy(?: of)?|via|from|copyright|credit)\s+.+",
        r"[(\[]?(?:credit|credits|courtesy|picture credit)\s*[:/]\s*.+",
        r"[(\[]?©\s*(?:\d{4}\s*)?[\p{Latin} .&'-]{2,60}[)\]]?",
        r"[(\[]?(?:[\p{Latin}.'-]+ ){0,5}[\p{Latin}.'-]*\s*[/|]\s*(?:[\p{Latin}.' -]+[/|]\s*)*(?:getty(?: images)?|reuters|ap(?: photo)?|afp|epa(?:-efe)?|shutterstock|alamy|xinhua|anadolu(?: agency| images)?|istock|tass|wikimedia(?: commons)?|unsplash|imago|dpa|efe|zuma(?: press)?|bloomberg|handout|pool|file|via .{2,30})(?:[/|, ].{0,40})?[)\]]?",
        r"[(\[]?(?:getty images|ap photo|reuters|afp|epa|shutterstock|alamy)[/|].+[)\]]?|(?:via )?(?:getty images|shutterstock|wikimedia commons|unsplash|istock(?:photo)?)\.?",
        r"(?:file|stock|handout|archive|undated|representational|representative) (?:photo|image|picture|photograph|footage)[^\p{Latin}0-9_]*",
    ];
    /// Words under a picture that name the picture or carry its credit at the end.
    CAPTIONS = [
        r".+\s(?:photo|image|picture|video|audio|graphic|photograph|illustration)s?(?: (?:by|credit|courtesy))?\s*:\s*\p{Latin}[\p{Latin}[0-9].,'&/ -]{2,59}",
        r".+[;,(]\s*(?:from )?file(?: photo| picture| image)?(?:,? \d{4})?\)?\.?",
        r"(?:(?:photo|image|picture|video|map|figure|fig\.|graphic|illustration|chart)(?: \d+)?|caption|pictured|above|top|left|right|from left|below)\s*(?:\([^)]{1,30}\))?\s*[:|]\s.+",
        r".+[(\[](?:[^)\]]{0,60}\b(?:photo|image|picture|handout|file|getty|screengrab)\b[^)\]]{0,80}|[^)\]]*/(?:[^)\]]* )?(?:ap|afp|reuters|epa|getty|pool|handout|xinhua|anadolu|tass)(?: [^)\]]*)?)[)\]]\.?|.+\[[^\]/]{2,50}/[^\]]{2,40}\]\.?",
        r".+[.|–—-]\s*(?:(?:photo|photograph|image|picture|photo credit|image credit|credit|photo courtesy)s?\s*[:©|/]|©)\s*[\p{Latin}].+",
        r".+\b(?:afp|getty images|ap photo|reuters|shutterstock|anadolu|epa)(?:\s*[/|]\s*(?-i:(?:[\p{Lu}&&\p{Latin}][\p{Latin}.'-]*[ /]?){1,6})| via (?:getty|reuters|ap|afp|epa)\b.*)",
        r"(?:a |an )?(?:file|handout|undated|archive|combination|combo|screen ?grab|satellite|still) (?:photo|image|picture|photograph|combination|grab|from)\b.+|in this (?:[[\p{Latin}0-9_],.]+ ){0,6}(?:photo|image|picture|photograph|frame|handout)\b.+|(?:this|these) (?:satellite |handout |file )?(?:photo|image|picture|photograph)s? (?:taken|provided|released|shows?|from|made|obtained|shared)\b.+",
        r"(?:a (?:general |aerial |satellite |partial )view of|a (?:combination|composite) (?:picture|image|photo) of)\b.+",
    ];
    /// What the editors say about the text.
    EDITOR_NOTES = [
        r"[(\[]?(?:editor'?s?'?|editors'?|editorial|author'?s?|publisher'?s?|translator'?s?) notes?\s*[:.—–-].*",
        r"[(\[]?(?:note to (?:readers|editors)|disclaimer|correction|corrections|clarification|erratum|update|updates?d?|attention editors)(?: \([^)]{2,60}\)| \d[^:]{0,30}|, [^:]{2,40})?\s*:.*",
        r"[(\[*]*(?:the )?(?:views?|opinions?|positions?)(?:,? (?:and|or) (?:views?|opinions?|facts|positions?))* (?:expressed|presented|stated|contained|in this)\b.*",
        r"[(\[*]*(?:this|the above) (?:article|piece|essay|column|op-?ed|commentary|story|post|text|report|interview|version)(?: of this (?:article|story))? (?:was |is |has been |has |is a )*(?:first |originally |previously |also )*(?:appeared|published|republished|reprinted|translated|updated|corrected|amended|part of an?|syndicated|auto-?generated|generated)\b.*",
        r"[(\[*]*(?:republished|reprinted|reproduced|originally published|first published|translated)\b.{0,30}\b(?:by|from|in|on|with|under)\b.+",
        r"[(\[*]*(?:except for the headline|with the exception of the headline),? this (?:story|article).*",
    ];
    /// Who wrote it and when it was published.
    BYLINES = [
        r"(?:first |originally |last )?(?:published|posted|updated|modified|edited|created|issued|released|uploaded|last (?:updated|modified|edited)|date|publication date|date published|issued on)(?: (?:on|at|by))?\s*:?\s*(?:\S+,? ){0,3}?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec).*",
        r"\d+ (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?) ago",
    ];
    SUMMARY_HEADS = [
        r"(?:the )?(?:(?:key|main|quick|top|big|five|three|four) (?:points?|takes?|takeaways?|facts?|findings?|highlights?|messages?|things)(?: to know)?|takeaways?|at a glance|(?:story |article )?highlights?|in (?:brief|short|summary|a nutshell)|(?:quick |executive |article |ai |news )?summary|the short version|tl;?dr|what (?:to|you (?:need|should)(?: to)?) know|things to know|need to know|why it matters at a glance|the gist|the bottom line|bottom line|in this (?:article|story|report)|fast facts|quick (?:facts|read|summary|look)|overview at a glance|bullet points|synopsis)\s*:?",
    ];
    SOURCE_HEADS = [
        r"(?:sources?|references?|bibliography|works cited|further reading|additional reading|suggested reading|citations?|foot-?notes|end-?notes|external links|source links?|links?|sources (?:and|&) (?:references|further reading|notes)|notes and (?:references|sources)|cited sources|read the sources)\s*:?",
    ];
    RELATED_HEADS = [
        r"(?:(?:more|other|latest|top|recent|popular|trending|related|recommended|similar|featured|most read|most viewed|breaking|editor'?s?) )+(?:news|articles?|stories|posts?|content|reading|reads|headlines|topics|coverage|videos?|picks|links|analysis|updates|in .{2,30})\s*:?",
        r"related|recommended(?: for you)?|(?:most|also) (?:read|popular|viewed|shared|watched|discussed)(?: (?:now|today|this week|in .{2,30}))?|trending(?: now| today| topics)?|you (?:may|might|will|would)(?: also)? (?:like|enjoy|be interested in).{0,20}|more (?:from|on|in|by|about) .{2,40}|read (?:also|next|more(?: on this| about this)?)|also read|see also|up next|what to read next|keep reading|don'?t miss|in other news|editor'?s?'? (?:picks?|choice)|from (?:our partners|around the web|the web)|promoted stories|sponsored links|latest|popular|more like this|more to explore|elsewhere on the web",
    ];
    COMMENT_HEADS = [
        r"(?:view |show |read |all |user |reader |readers' )?comments?(?:\s*[(\[]?\d*[)\]]?)?\s*:?|\d+ (?:comments?|responses?|repl(?:y|ies)|thoughts on)\b.*|(?:leave|post|add|write) a (?:comment|reply)|join the (?:conversation|discussion)|what do you think\?",
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        for (name, set, patterns) in TABLES {
            assert_eq!(set.lower.len() + set.cased.len(), patterns.len(), "{name}");
            for pattern in *patterns {
                let plain = pattern.replace(r"\p{L", "").replace(r"\S", "");
                assert!(pattern.contains("(?-i:") || plain == plain.to_lowercase(), "{name}: {pattern}");
                Regex::new(pattern).unwrap_or_else(|e| panic!("{name}: {e}"));
            }
        }
        assert!(bio("Jane Doe is a reporter covering the talks").is_some());
    }
}
