//! Questions of a case, read.
//!
//! ```text
//! r1 by South under article 1 at credible   ─▶   Verdict { of: r1, by: South, article: 1, standard: credible }
//! ```
//!
//! Holds
//! - A name is a quoted text, or words up to the next keyword of its form.
//! - Standards, clocks, articles, policies, phases and regimes are looked up here; a name that is not there lists those that are.
//!
//! Not here: labels and actors (`answer` knows the statements), the answers.

use agreement::tree::{Part, PauseUnit, Policy, Scope, Tree};
use record::vocabulary::Name;
use record::vocabulary::counts::Category;
use record::vocabulary::sources::Grade;

use super::{channel, codes};
use crate::message::{Message, quoted};

/// The forms of questions, for messages and in the order of `spec/cases.md`.
const FORMS: [&str; 29] = [
    "article A at S",
    "LABEL by ACTOR under article A at S",
    "LABEL at S",
    "status of LABEL by ACTOR at S",
    "level of LABEL by ACTOR",
    "independent origins of LABEL by ACTOR of grade C3",
    "time of LABEL by ACTOR at S",
    "grade of LABEL",
    "killed of LABEL", // or `injured of`, `killed or injured of`, `missing of`, `detained of`
    "contradictions of LABEL",
    "finding by BODY on LABEL",
    "incidents",
    "clock C in ZONE by POLICY at S",
    "clock C in ZONE complete by POLICY at S",
    "LABEL breaks clock C in ZONE at S",
    "breaks of clock C in ZONE at S",
    "phase P",
    "regime R",
    "amendment N", // or `exit N`
    "pattern P at S",
    "support of LABEL by ACTOR under article A at S",
    "missing steps of LABEL by ACTOR under article A at S",
    "states of LABEL by ACTOR under article A at S",
    "zones of LABEL by ACTOR under article A at S",
    "duty of ACTOR under article A at S",
    "duty of ACTOR for LABEL under article A at S",
    "condition of article A at S",
    "measure of LABEL by ACTOR under article A at S",
    "total of NAME by ACTOR under article A at S",
];

/// How questions about figures begin; the longer before what it begins with.
const CATEGORIES: [(&str, Category); 5] = [
    ("killed or injured of", Category::KilledOrInjured),
    ("killed of", Category::Killed),
    ("injured of", Category::Injured),
    ("missing of", Category::Missing),
    ("detained of", Category::Detained),
];

/// A question. Indices are into the agreement's lists; `by` is `None` for the event, whoever did it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Question {
    Incidents,
    Period {
        article: usize,
        standard: usize,
    },
    Verdict {
        of: String,
        by: Option<Name>,
        article: usize,
        standard: usize,
    },
    Support {
        of: String,
        by: Option<Name>,
        article: usize,
        standard: usize,
    },
    Covered {
        of: String,
        standard: usize,
    },
    Status {
        of: String,
        by: Option<Name>,
        standard: usize,
    },
    Level {
        of: String,
        by: Option<Name>,
    },
    Origins {
        of: String,
        by: Option<Name>,
        grade: Option<Grade>,
    },
    Time {
        of: String,
        by: Option<Name>,
        standard: usize,
    },
    Grade {
        of: String,
    },
    Contradictions {
        of: String,
    },
    Figures {
        of: String,
        category: Category,
    },
    Finding {
        body: Name,
        on: String,
    },
    Clock {
        clock: usize,
        part: Part,
        policy: usize,
        standard: usize,
    },
    Complete {
        clock: usize,
        part: Part,
        policy: usize,
        standard: usize,
    },
    Breaks {
        clock: usize,
        part: Part,
        standard: usize,
    },
    BreaksIt {
        of: String,
        clock: usize,
        part: Part,
        standard: usize,
    },
    Phase(usize),
    Regime(usize),
    Change(usize),
    Pattern {
        pattern: usize,
        standard: usize,
    },
    /// Without a trigger where a date asks for it, or the step of another.
    Duty {
        actor: Name,
        trigger: Option<String>,
        article: usize,
        standard: usize,
    },
    States {
        of: String,
        by: Option<Name>,
        article: usize,
        standard: usize,
    },
    Zones {
        of: String,
        by: Option<Name>,
        article: usize,
        standard: usize,
    },
    MissingSteps {
        of: String,
        by: Option<Name>,
        article: usize,
        standard: usize,
    },
    Measure {
        of: String,
        by: Option<Name>,
        article: usize,
        standard: usize,
    },
    Total {
        name: Name,
        actor: Name,
        article: usize,
        standard: usize,
    },
    Condition {
        article: usize,
        standard: usize,
    },
    /// What goes through the channel between the parties.
    Channel(channel::Question),
}

/// The colon that ends a question: the first that a space or the end follows, quotation marks excepted.
pub(super) fn colon(line: &str) -> Option<usize> {
    let mut quoted = false;
    line.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        let ends = line[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        (c == ':' && ends && !quoted).then_some(at)
    })
}

/// A question of no known form.
pub(super) fn unknown_form(text: &str) -> Message {
    let mut message = Message::new(codes::QUESTION, format!("{} is no question", quoted(text)));
    message.notes.push("the questions are".to_owned());
    message.notes.extend(FORMS.iter().chain(&channel::FORMS).map(|form| format!("  {form}: ANSWER")));
    message.help("spec/cases.md says what each asks and how it is answered".to_owned())
}

/// A name that is not there, with those that are.
pub(super) fn unknown_name<'n>(what: &str, name: &str, known: impl IntoIterator<Item = &'n str>) -> Message {
    let known: Vec<String> = known.into_iter().map(quoted).collect();
    let known = if known.is_empty() { "there is none".to_owned() } else { format!("there is {}", known.join(", ")) };
    Message::new(codes::NAME, format!("there is no {what} {}", quoted(name))).note(known)
}

/// Reads a question about an agreement.
pub(super) fn read(text: &str, tree: &Tree) -> Result<Question, Message> {
    let words = words(text).ok_or_else(|| unknown_form(text))?;
    let mut reader = Reader { text, words: &words, at: 0, tree };
    let question = reader.question()?;
    if reader.at < words.len() { Err(unknown_form(text)) } else { Ok(question) }
}

struct Word {
    text: String,
    quoted: bool,
}

/// Words and quoted texts; `None` where a quotation does not end.
fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, quoted, length) = match rest.strip_prefix('"') {
            Some(inner) => {
                let end = inner.find('"')?;
                (&inner[..end], true, end + 2)
            }
            None => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (&rest[..end], false, end)
            }
        };
        words.push(Word { text: word.to_owned(), quoted });
        rest = rest[length..].trim_start();
    }
    Some(words)
}

pub(super) struct Reader<'q> {
    pub(super) text: &'q str,
    words: &'q [Word],
    at: usize,
    tree: &'q Tree,
}

impl Reader<'_> {
    fn question(&mut self) -> Result<Question, Message> {
        let tree = self.tree;
        if let Some(question) = channel::read(self)? {
            return Ok(Question::Channel(question));
        }
        if self.eat("incidents") {
            return Ok(Question::Incidents);
        }
        if self.eat("article") {
            let (article, standard) = (self.article()?, self.standard()?);
            return Ok(Question::Period { article, standard });
        }
        if self.eat("duty of") {
            let actor = self.name(&["for", "under"])?;
            let trigger = if self.eat("for") { Some(self.name(&["under"])?) } else { None };
            self.expect("under article")?;
            let (article, standard) = (self.article()?, self.standard()?);
            return Ok(Question::Duty { actor, trigger, article, standard });
        }
        if self.eat("condition of article") {
            let (article, standard) = (self.article()?, self.standard()?);
            return Ok(Question::Condition { article, standard });
        }
        if self.eat("measure of") {
            let (of, by, article, standard) = self.judged()?;
            return Ok(Question::Measure { of, by, article, standard });
        }
        if self.eat("total of") {
            let name = self.name(&["by"])?;
            self.expect("by")?;
            let actor = self.name(&["under"])?;
            self.expect("under article")?;
            let (article, standard) = (self.article()?, self.standard()?);
            return Ok(Question::Total { name, actor, article, standard });
        }
        if self.eat("missing steps of") {
            let (of, by, article, standard) = self.judged()?;
            return Ok(Question::MissingSteps { of, by, article, standard });
        }
        if self.eat("zones of") {
            let (of, by, article, standard) = self.judged()?;
            return Ok(Question::Zones { of, by, article, standard });
        }
        if self.eat("states of") {
            let (of, by, article, standard) = self.judged()?;
            return Ok(Question::States { of, by, article, standard });
        }
        if self.eat("status of") {
            let (of, by) = self.proposition(&["at"])?;
            return Ok(Question::Status { of, by, standard: self.standard()? });
        }
        if self.eat("level of") {
            let (of, by) = self.proposition(&[])?;
            return Ok(Question::Level { of, by });
        }
        if self.eat("independent origins of") {
            let (of, by) = self.proposition(&["of"])?;
            let grade = if self.eat("of grade") { Some(self.grade()?) } else { None };
            return Ok(Question::Origins { of, by, grade });
        }
        if self.eat("time of") {
            let (of, by) = self.proposition(&["at"])?;
            return Ok(Question::Time { of, by, standard: self.standard()? });
        }
        if self.eat("grade of") {
            return Ok(Question::Grade { of: self.name(&[])? });
        }
        if self.eat("contradictions of") {
            return Ok(Question::Contradictions { of: self.name(&[])? });
        }
        for (words, category) in CATEGORIES {
            if self.eat(words) {
                return Ok(Question::Figures { of: self.name(&[])?, category });
            }
        }
        if self.eat("finding by") {
            let body = self.name(&["on"])?;
            self.expect("on")?;
            return Ok(Question::Finding { body, on: self.name(&[])? });
        }
        if self.eat("support of") {
            let (of, by, article, standard) = self.judged()?;
            return Ok(Question::Support { of, by, article, standard });
        }
        if self.eat("clock") {
            let (clock, part) = self.clock(&["in", "between", "by", "complete"])?;
            let complete = self.eat("complete");
            self.expect("by")?;
            let (policy, standard) = (self.policy(clock)?, self.standard()?);
            self.counted(clock, standard)?;
            return Ok(match complete {
                true => Question::Complete { clock, part, policy, standard },
                false => Question::Clock { clock, part, policy, standard },
            });
        }
        if self.eat("breaks of clock") {
            let (clock, part) = self.clock(&["in", "between", "at"])?;
            let standard = self.standard()?;
            self.counted(clock, standard)?;
            return Ok(Question::Breaks { clock, part, standard });
        }
        if self.eat("phase") {
            let phase = self.one_of("phase", &[], tree.phases.iter().map(|phase| phase.name.as_str()))?;
            return Ok(Question::Phase(phase));
        }
        if self.eat("amendment") || self.eat("exit") {
            let names = tree.changes.iter().map(|change| change.name.as_str());
            return Ok(Question::Change(self.one_of("amendment or exit", &[], names)?));
        }
        if self.eat("pattern") {
            let names = tree.patterns.iter().map(|pattern| pattern.name.as_str());
            let pattern = self.one_of("pattern", &["at"], names)?;
            return Ok(Question::Pattern { pattern, standard: self.standard()? });
        }
        if self.eat("regime") {
            let regime = self.one_of("regime", &[], tree.regimes.iter().map(|regime| regime.name.as_str()))?;
            return Ok(Question::Regime(regime));
        }
        let (of, by) = self.proposition(&["under", "at", "breaks"])?;
        if by.is_none() && self.eat("breaks clock") {
            let (clock, part) = self.clock(&["in", "between", "at"])?;
            let standard = self.standard()?;
            self.counted(clock, standard)?;
            return Ok(Question::BreaksIt { of, clock, part, standard });
        }
        if self.eat("under article") {
            let (article, standard) = (self.article()?, self.standard()?);
            return Ok(Question::Verdict { of, by, article, standard });
        }
        if by.is_some() || self.at == self.words.len() {
            return Err(unknown_form(self.text));
        }
        Ok(Question::Covered { of, standard: self.standard()? })
    }

    /// Takes these words, if they are all there is.
    pub(super) fn eat_whole(&mut self, keyword: &str) -> bool {
        self.words.len() == self.at + keyword.split(' ').count() && self.eat(keyword)
    }
    /// Takes these words, if they come next.
    pub(super) fn eat(&mut self, keyword: &str) -> bool {
        let count = keyword.split(' ').count();
        let next = self.words.get(self.at..self.at + count);
        let is = next.is_some_and(|next| keyword.split(' ').zip(next).all(|(k, w)| !w.quoted && w.text == k));
        self.at += if is { count } else { 0 };
        is
    }
    pub(super) fn expect(&mut self, keyword: &str) -> Result<(), Message> {
        if self.eat(keyword) { Ok(()) } else { Err(unknown_form(self.text)) }
    }
    /// A quoted text, or words up to one of `stops`.
    pub(super) fn name(&mut self, stops: &[&str]) -> Result<String, Message> {
        let from = self.at;
        if self.words.get(from).is_some_and(|word| word.quoted) {
            self.at += 1;
        } else {
            let rest = &self.words[from..];
            self.at += rest.iter().take_while(|word| !word.quoted && !stops.contains(&word.text.as_str())).count();
        }
        let taken: Vec<&str> = self.words[from..self.at].iter().map(|word| word.text.as_str()).collect();
        if taken.is_empty() { Err(unknown_form(self.text)) } else { Ok(taken.join(" ")) }
    }
    /// `LABEL by ACTOR`, `LABEL by nobody` or `LABEL`.
    /// `LABEL by ACTOR under article A at S`.
    fn judged(&mut self) -> Result<(String, Option<Name>, usize, usize), Message> {
        let (of, by) = self.proposition(&["under"])?;
        self.expect("under article")?;
        Ok((of, by, self.article()?, self.standard()?))
    }
    fn proposition(&mut self, stops: &[&str]) -> Result<(String, Option<Name>), Message> {
        let both: Vec<&str> = stops.iter().copied().chain(["by"]).collect();
        let of = self.name(&both)?;
        let by = if self.eat("by") { Some(self.name(stops)?) } else { None };
        Ok((of, by.filter(|by| by != "nobody")))
    }
    fn one_of<'n>(
        &mut self,
        what: &str,
        stops: &[&str],
        known: impl Iterator<Item = &'n str> + Clone,
    ) -> Result<usize, Message> {
        let name = self.name(stops)?;
        known.clone().position(|other| other == name).ok_or_else(|| unknown_name(what, &name, known))
    }
    fn article(&mut self) -> Result<usize, Message> {
        let mut name = self.name(&["at", "by", "as", "declared"])?;
        for (words, kind) in
            [("by amendment", "by amendment"), ("as read by", "as read by"), ("declared by", "declared by")]
        {
            if self.eat(words) {
                let whose = self.name(&["at"])?;
                name = if kind == "by amendment" {
                    format!("{name} {kind} \"{whose}\"")
                } else {
                    format!("{name} {kind} {whose}")
                };
            }
        }
        match self.tree.called(&name).as_slice() {
            [one] => Ok(*one),
            _ => {
                let labels: Vec<String> = self.tree.articles.iter().map(|article| article.label()).collect();
                Err(unknown_name("article", &name, labels.iter().map(String::as_str)))
            }
        }
    }
    /// `at STANDARD`; the headline where nothing follows.
    fn standard(&mut self) -> Result<usize, Message> {
        let chain = &self.tree.standards;
        if self.at == self.words.len() {
            return Ok(chain.headline);
        }
        self.expect("at")?;
        self.one_of("standard", &[], chain.standards.iter().map(|standard| standard.name.as_str()))
    }
    fn grade(&mut self) -> Result<Grade, Message> {
        let text = self.name(&[])?;
        Grade::parse(&text).ok_or_else(|| {
            Message::new(codes::QUESTION, format!("{} is no grade", quoted(&text)))
                .help("write a letter A to F and a digit 1 to 6")
        })
    }
    /// A clock and which of its clocks: `in ZONE` or `between A and B` behind its name, where it has several.
    fn clock(&mut self, stops: &[&str]) -> Result<(usize, Part), Message> {
        let tree = self.tree;
        let clock = self.one_of("clock", stops, tree.clocks.iter().map(|clock| clock.name.as_str()))?;
        let declared = &tree.clocks[clock];
        let asked = if self.eat("in") {
            Part::Zone(self.name(&stops[2..])?)
        } else if self.eat("between") {
            let one = self.name(&["and"])?;
            self.expect("and")?;
            Part::Pair(one, self.name(&stops[2..])?)
        } else {
            Part::Whole
        };
        // Another order of the two names is the same pair.
        let same = |part: &Part| match (part, &asked) {
            (Part::Pair(a, b), Part::Pair(one, other)) => [[a, b], [b, a]].contains(&[one, other]),
            _ => *part == asked,
        };
        if let Some(part) = declared.scope.parts().into_iter().find(same) {
            return Ok((clock, part));
        }
        let name = quoted(&declared.name);
        let (message, help) = match (&declared.scope, &asked) {
            (Scope::Each(zones), Part::Zone(zone)) => {
                return Err(unknown_name("zone of this clock", zone, zones.iter().map(String::as_str)));
            }
            (Scope::Pairs(actors), Part::Pair(one, other)) => {
                let unknown = [one, other].into_iter().find(|name| !actors.contains(name)).unwrap_or(other);
                return Err(unknown_name("other actor of this clock", unknown, actors.iter().map(String::as_str)));
            }
            (Scope::Each(_), _) => {
                (format!("the clock {name} counts in each of its zones"), "write `in ZONE` behind its name")
            }
            (Scope::Pairs(_), _) => {
                (format!("the clock {name} counts for each of its pairs"), "write `between A and B` behind its name")
            }
            (Scope::Anywhere, Part::Pair(..)) => {
                (format!("the clock {name} counts anywhere, not between two"), "leave `between A and B` out")
            }
            (Scope::Anywhere, _) => (format!("the clock {name} counts anywhere, not in a zone"), "leave `in ZONE` out"),
        };
        Err(Message::new(codes::QUESTION, message).help(help))
    }
    fn counted(&self, clock: usize, standard: usize) -> Result<(), Message> {
        let (declared, standards) = (&self.tree.clocks[clock], &self.tree.standards.standards);
        if declared.standards.contains(&standard) {
            return Ok(());
        }
        let message =
            format!("the clock {} does not count under {}", quoted(&declared.name), quoted(&standards[standard].name));
        let known: Vec<String> = declared.standards.iter().map(|index| quoted(&standards[*index].name)).collect();
        Err(Message::new(codes::NAME, message).note(format!("it counts under {}", known.join(", "))))
    }
    /// The words of a policy, up to the last `at`.
    fn policy(&mut self, clock: usize) -> Result<usize, Message> {
        let words = &self.words[self.at..];
        let end = words.iter().rposition(|word| !word.quoted && word.text == "at").unwrap_or(words.len());
        let asked = words[..end].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let policies = &self.tree.clocks[clock].policies;
        self.at += end;
        policies.iter().position(|policy| policy_words(policy) == asked).ok_or_else(|| {
            let known: Vec<String> = policies.iter().map(policy_words).collect();
            unknown_name("policy of this clock", &asked, known.iter().map(String::as_str))
        })
    }
}

/// A policy as the language names it.
fn policy_words(policy: &Policy) -> String {
    match policy {
        Policy::Reset => "reset".to_owned(),
        Policy::Pause(PauseUnit::CivilDay) => "pause by civil day".to_owned(),
        Policy::Pause(PauseUnit::UntilRestored) => "pause until restored".to_owned(),
        Policy::Pause(PauseUnit::Seconds(seconds)) => format!("pause for {}", duration(*seconds)),
        Policy::Tolerate { .. } => "tolerate".to_owned(),
        Policy::Refer { .. } => "refer".to_owned(),
        Policy::Discretionary => "leave to the deciders".to_owned(),
    }
}

/// "12 hours", in the largest unit below a day that leaves no rest.
fn duration(seconds: i64) -> String {
    let (unit, length) = match seconds {
        s if s % 3_600 == 0 => ("hour", 3_600),
        s if s % 60 == 0 => ("minute", 60),
        _ => ("second", 1),
    };
    let number = seconds / length;
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
