//! Reach: what the terms of a whole text do not reach, and what they leave to the word of one side.
//!
//! Holds
//! - Each is a note or a warning with the way out; a text that means it so is left alone.
//! - It is the same for every party; exchanging their names exchanges them in the message and changes nothing else.
//!
//! Not here: words without a measure, terms without a clause (`drafting`), one party that settles alone (`sides`).

use record::vocabulary::time::Date;

use super::clauses::called;
use super::names::listed;
use super::{Checker, values_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Label, Severity, Span};
use crate::parse::syntax::*;
use crate::tree::{CoverageRule, Effect, fixed_offset};

/// Days by which an epoch may lie before the date of its source without a word.
const DAYS_BEFORE_SOURCE: i32 = 60;
/// Months, as the source of a text writes them.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Checker<'_> {
    /// Notes what no term reaches.
    pub(super) fn note_reach(&mut self) {
        self.turned_sign();
        self.own_source();
        self.any_grade();
        self.contested_runs_on();
        self.idle_exceptions();
        self.idle_pairs();
        self.unwatched();
        self.early_epochs();
    }

    /// Notes a zone whose name has the sign turned round.
    fn turned_sign(&mut self) {
        let Some(name) = self.syntax.time_zone.said() else { return };
        let Some(utc) = fixed_offset(&name.value) else { return };
        let span = self.last_words(name);
        let message = format!("time zone `{}` is {utc}", name.value);
        let diagnostic =
            self.advise(codes::TURNED_SIGN, Severity::Note, message, span, "the sign in this name is turned round");
        diagnostic.notes.push("its clocks are never put forward or back".to_owned());
        diagnostic.help.push(
            "write the offset behind each epoch too: a wrong zone is then refused; if it is meant so, nothing is to be done"
                .to_owned(),
        );
    }

    /// Notes that the party that accuses is one of the sources that the headline asks for.
    fn own_source(&mut self) {
        let syntax = self.syntax;
        let parties = syntax.parties.said().map(|said| values_of(&said.value)).unwrap_or_default();
        let Some(headline) = syntax.standards.headline.said().filter(|_| forbids(syntax)) else { return };
        let Some(line) = syntax.standards.lines.iter().find(|line| line.name.value == headline.value) else { return };
        let Some(first) = syntax.perspective_lines.first() else { return };
        let Some((accepts, Some(grader))) = &first.rest else { return };
        let but = match accepts {
            AcceptsText::All => Vec::new(),
            AcceptsText::Except(names) => values_of(names),
            AcceptsText::Only(_) => return,
        };
        let heard = parties.iter().any(|party| !but.contains(party));
        // A grade that no party gives stands between a party and its own proof.
        let counted = |way: &AlternativeText| match way {
            AlternativeText::Origins { count, at_least } if *count > 1 => {
                (at_least.is_none() || parties.contains(&grader.value)).then_some(*count)
            }
            _ => None,
        };
        let Some(count) = line.alternatives.iter().flatten().find_map(counted).filter(|_| heard) else { return };
        let others = but.iter().filter(|name| !parties.contains(name));
        let all: Vec<&str> = parties.iter().chain(others).map(String::as_str).collect();
        let paste =
            format!("  {} accepts all sources but {}, graded by {}", first.name.value, all.join(", "), grader.value);
        let message = format!("an accusing party counts as one of its own sources under `{}`", line.name.value);
        let label = format!("asks for {count} origins, and a party can be one of them");
        self.out.push(
            Diagnostic::error(codes::OWN_SOURCE, message, line.name.span, label)
                .weighing(Severity::Note)
                .also(first.name.span, "hears the parties too")
                .lines("if the parties are to be heard apart from their own proof, write", [paste])
                .help("if it is meant so, nothing is to be done"),
        );
    }

    /// Notes standards of several origins without a grade.
    fn any_grade(&mut self) {
        let open = |way: &AlternativeText| matches!(way, AlternativeText::Origins { count: 2.., at_least: None });
        let lines = self.syntax.standards.lines.iter();
        let open: Vec<&StandardLine> = lines.filter(|line| line.alternatives.iter().flatten().any(open)).collect();
        let Some((first, others)) = open.split_first() else { return };
        let message = format!("standard `{}` is met by sources of any grade", first.name.value);
        let (span, places) = (first.name.span, others.iter().map(|line| line.name.span).collect::<Vec<_>>());
        let diagnostic =
            self.advise(codes::ANY_GRADE, Severity::Note, message, span, "asks for origins and for no grade");
        diagnostic.labels.extend(places.into_iter().map(|span| also(span, "this too")));
        diagnostic.notes.push("sources that nobody has graded count then, for a breach and against it".to_owned());
        diagnostic.help.push(
            "write `of grade` and the grade that was agreed behind `origins`; if it is meant so, nothing is to be done"
                .to_owned(),
        );
    }

    /// Notes clocks that run on where both accounts have enough proof.
    fn contested_runs_on(&mut self) {
        let syntax = self.syntax;
        for clock in &syntax.clocks {
            let Some(said) = clock.contested.said().filter(|said| said.value == Effect::DoNotBreak) else { continue };
            let message = format!("{} runs on where both accounts have enough proof", called("clock", &clock.head));
            let diagnostic =
                self.advise(codes::RUNS_ON, Severity::Note, message, said.span, "this favours the accused");
            diagnostic
                .notes
                .push("contested is proof on both sides; an allegation that is only denied breaks no clock".to_owned());
            diagnostic.help.push("write `contested breaches break` or `contested breaches leave it open`; if it is meant so, nothing is to be done".to_owned());
        }
    }

    /// Notes exceptions for targets towards whom nobody is bound.
    fn idle_exceptions(&mut self) {
        let syntax = self.syntax;
        // A register can put a member of the group into whoever is protected.
        if syntax.registers.iter().any(|line| ["actors", "designations"].contains(&line.register.value.as_str())) {
            return;
        }
        for article in syntax.articles.iter().filter(|article| !article.binds.is_empty()) {
            let covers = |line: &BindLine, group: &Named| {
                let among = |names: &[Named]| names.iter().any(|name| name.value == group.value);
                line.anyone || among(&line.named) || (line.each_other && among(&line.actors))
            };
            for exception in &article.exceptions {
                let Some(ExceptionText { condition: ConditionText::TargetIs(groups), .. }) = &exception.rest else {
                    continue;
                };
                if groups.iter().any(|group| article.binds.iter().any(|line| covers(line, group))) {
                    continue;
                }
                let names: Vec<&str> = groups.iter().map(|name| name.value.as_str()).collect();
                let what = called("article", &article.head);
                let message = format!("exception `{}` excuses what {what} does not forbid", exception.name.value);
                let label = format!("nobody is bound towards {}", listed(&names));
                self.out.push(
                    Diagnostic::error(codes::IDLE_EXCEPTION, message, exception.span, label)
                        .weighing(Severity::Note)
                        .also(article.binds[0].span, "protects others")
                        .help("write `towards anyone` where attacks on it are forbidden too, or delete the exception; if it is meant so, nothing is to be done"),
                );
            }
        }
    }

    /// Notes clocks for a pair that no watched article binds, neither way.
    fn idle_pairs(&mut self) {
        let syntax = self.syntax;
        // A register can put a member of one of the two into whoever is bound or protected.
        if syntax.registers.iter().any(|line| ["actors", "designations"].contains(&line.register.value.as_str())) {
            return;
        }
        for clock in &syntax.clocks {
            let (Some(Said { value: ScopeText::Pairs(actors), span }), Some(watches)) =
                (clock.scope.said(), clock.watches.said())
            else {
                continue;
            };
            let watched = |article: &&ArticleBlock| {
                let read = matches!(article.standing, Some(StandingText::ReadBy(_)));
                !read && watches.value.iter().any(|name| name.value == article.head.name.value)
            };
            let lines: Vec<&BindLine> =
                syntax.articles.iter().filter(watched).flat_map(|article| &article.binds).collect();
            let among = |names: &[Named], one: &Named| names.iter().any(|name| name.value == one.value);
            let binds = |one: &Named, other: &Named| {
                let towards = |line: &&&BindLine| {
                    line.anyone || among(&line.named, other) || (line.each_other && among(&line.actors, other))
                };
                lines.iter().filter(|line| among(&line.actors, one)).any(|line| towards(&line))
            };
            let pairs =
                actors.iter().enumerate().flat_map(|(at, one)| actors[at + 1..].iter().map(move |two| (one, two)));
            let idle: Vec<String> = pairs
                .filter(|(one, two)| !binds(one, two) && !binds(two, one))
                .map(|(one, two)| format!("`{}` and `{}`", one.value, two.value))
                .collect();
            let Some((first, others)) = idle.split_first() else { continue };
            let message = format!("nothing can break {} between {first}", called("clock", &clock.head));
            let (span, at) = (*span, watches.span);
            let diagnostic =
                self.advise(codes::IDLE_PAIR, Severity::Note, message, span, "counts for each pair of these");
            diagnostic.labels.push(also(at, "binds neither of them towards the other"));
            let shown = others.iter().take(super::drafting::PLACES);
            diagnostic.notes.extend(shown.map(|pair| format!("nor between {pair}")));
            let more = others.len().saturating_sub(super::drafting::PLACES);
            diagnostic.notes.extend((more > 0).then(|| format!("nor between {more} more pairs")));
            diagnostic.help.push(
                "watch an article that binds one of them towards the other, or write clocks for those who face each other; if it is meant so, nothing is to be done"
                    .to_owned(),
            );
        }
    }

    /// Notes articles that forbid, where there are clocks and none watches them.
    fn unwatched(&mut self) {
        let syntax = self.syntax;
        let watched = |name: &str| {
            let watches =
                |clock: &ClockBlock| clock.watches.said().is_some_and(|w| w.value.iter().any(|a| a.value == name));
            let asks = |said: &Said<PhaseConditionText>| matches!(&said.value, PhaseConditionText::Kept { article, .. } if article.value == name);
            syntax.clocks.iter().any(watches) || syntax.phases.iter().any(|phase| phase.conditions.iter().any(asks))
        };
        let idle: Vec<&Head> = syntax
            .articles
            .iter()
            .filter(|article| !matches!(article.standing, Some(StandingText::DeclaredBy(_))))
            .filter(|article| article.forbids.is_there() && !watched(&article.head.name.value))
            .map(|article| &article.head)
            .collect();
        let Some((first, others)) = idle.split_first().filter(|_| !syntax.clocks.is_empty()) else { return };
        let message = format!("no clock watches {}, which forbids", called("article", first));
        let places: Vec<Span> = others.iter().take(super::drafting::PLACES).map(|head| head.span).collect();
        let more = others.len() - places.len();
        let diagnostic =
            self.advise(codes::UNWATCHED, Severity::Note, message, first.span, "a breach of it breaks no clock");
        diagnostic.labels.extend(places.into_iter().map(|span| also(span, "this too")));
        diagnostic.notes.extend((more > 0).then(|| format!("{more} more articles are watched by none")));
        diagnostic
            .help
            .push("name it behind `watches` in a clock; if it is meant so, nothing is to be done".to_owned());
    }

    /// Notes epochs long before the date that the source names.
    fn early_epochs(&mut self) {
        let syntax = self.syntax;
        let Some(source) = syntax.source.said() else { return };
        let Some(date) = first_date(&source.value.words) else { return };
        for line in &syntax.epochs {
            let Some((civil, _)) = &line.rest else { continue };
            let days = date.since(civil.date).map_or(0, |span| span.get_days());
            if days <= DAYS_BEFORE_SOURCE {
                continue;
            }
            let message = format!("epoch `{}` lies {days} days before the date of the source", line.name.value);
            self.out.push(
                Diagnostic::error(codes::EARLY_EPOCH, message, civil.span, "before the text was made")
                    .weighing(Severity::Note)
                    .also(source.span, format!("names {date}"))
                    .help("correct the year; if it is meant so, nothing is to be done"),
            );
        }
    }

    /// Warns of watchers whom nothing else in a text without registers mentions.
    pub(super) fn watchers(&mut self) {
        let syntax = self.syntax;
        let Some(Said { value: CoverageRule::Needs { by, .. }, span }) = syntax.coverage_rule.said() else { return };
        if syntax.registers.iter().any(|line| ["actors", "sources"].contains(&line.register.value.as_str())) {
            return;
        }
        let mut mentioned: Vec<String> = Vec::new();
        for line in &syntax.perspective_lines {
            mentioned.push(line.name.value.clone());
            if let Some((accepts, grader)) = &line.rest {
                mentioned.extend(grader.as_ref().map(|name| name.value.clone()));
                if let AcceptsText::Only(names) | AcceptsText::Except(names) = accepts {
                    mentioned.extend(values_of(names));
                }
            }
        }
        for kind in [super::names::DECIDER, super::names::ACTOR] {
            mentioned.extend(self.known.of_kind(kind).iter().cloned());
        }
        for name in by.iter().filter(|name| !mentioned.contains(name)) {
            let message = format!("nobody else in this text is called `{name}`, whose watching is to count");
            let at = self
                .quote(*span)
                .rfind(name.as_str())
                .map_or(*span, |at| Span::new(span.start + at, span.start + at + name.len()));
            let diagnostic = Diagnostic::error(codes::UNKNOWN_GRADER, message, at, "mentioned only here")
                .weighing(Severity::Warning)
                .note("days that nobody of this name watched stay unobserved");
            let or_else =
                "if the name is right, nothing is to be done; a register of sources names it where there is one";
            let diagnostic = self.suggest(diagnostic, name, &mentioned, or_else);
            self.out.push(diagnostic);
        }
    }
}

fn forbids(syntax: &Syntax) -> bool {
    syntax.articles.iter().any(|article| article.forbids.is_there())
}

fn also(span: Span, text: &str) -> Label {
    Label { span, text: text.to_owned(), primary: false }
}

/// The earliest day that words name: `20 April 2026` or `2026-04-20`.
fn first_date(words: &str) -> Option<Date> {
    let parts: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let plain = parts.iter().filter_map(|part| part.parse::<Date>().ok());
    let spelled = parts.windows(3).filter_map(|three| {
        let month = MONTHS.iter().position(|month| *month == three[1])?;
        let year: i16 = three[2].parse().ok().filter(|year| *year >= 1900)?;
        Date::new(year, i8::try_from(month + 1).ok()?, three[0].parse().ok()?).ok()
    });
    plain.chain(spelled).min()
}
