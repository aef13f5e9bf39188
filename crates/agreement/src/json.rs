//! JSON: the tree for other programs, always the same bytes for the same tree.
//!
//! ```text
//! {"language":4,"name":"The valley cessation","source":"text of 1 March 2030","provenance":"signed",…
//! ```
//!
//! Holds
//! - Fixed order of keys, no spaces, no optional keys: what is absent is `null`, `[]` or `""`. Two texts that differ in
//!   layout, comments and order of blocks of different kinds give the same bytes.
//! - Numbers are whole; instants are RFC 3339 in UTC.
//!
//! Not here: reading JSON; the keys are listed in `spec/language.md`.

use record::vocabulary::Name;
use record::vocabulary::geometry::strip::{Ends, Strip};
use record::vocabulary::moment::{Accepts, Perspective};
use record::vocabulary::place::{Area, Point};
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::standards::Alternative;
use record::vocabulary::time::{Instant, Zone};
use sha2::{Digest, Sha256};

use crate::tree::{
    self, Article, ArticleKind, Authentic, Band, Beyond, Burden, Change, Cited, Class, Clock, Comparison, Condition,
    CoverageRule, Deciders, Due, Effect, Epoch, Exception, Found, GapEffect, Ground, Holders, Inclusion, Judgement,
    Length, Measured, Moment, Obligation, Pattern, PauseUnit, Period, Phase, PhaseCondition, Policy, Prohibition,
    Provenance, Provided, ReferFrom, Regime, Rule, Running, Scope, SeverityTest, Shown, Standing, Step, StepTime,
    TakesEffect, Then, Threshold, Total, Towards, Tree, Trigger, Unobserved, Weapons, ZoneDeclared, ZoneSource,
};

/// The version of the tree's JSON form: the least that has all that the text says. An adopted text keeps its bytes, and so
/// its hash, in every later version of this program.
pub fn version(tree: &Tree) -> i64 {
    let second = |article: &Article| {
        article.provided.is_some()
            || article.suspended_while.is_some()
            || match &article.kind {
                ArticleKind::Obligation(_) => true,
                ArticleKind::Prohibition(provision) => {
                    let in_order = |e: &Exception| matches!(e.condition, Condition::InOrder(_));
                    provision.cure.is_some()
                        || provision.measured.is_some()
                        || provision.exceptions.iter().any(in_order)
                }
                ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => false,
            }
    };
    let strip = |zone: &ZoneDeclared| matches!(zone.geometry, ZoneSource::Strip(_));
    let civil = |moment: &Moment| matches!(moment, Moment::EndOfDay { .. });
    let period = |period: &Period| match period {
        Period::Fixed { from, until } => civil(from) || until.as_ref().is_some_and(civil),
        Period::During(_) => false,
    };
    let third = |article: &Article| {
        article.standing != Standing::Agreed
            || match &article.kind {
                ArticleKind::Prohibition(terms) => period(&terms.period),
                ArticleKind::Obligation(terms) => {
                    period(&terms.period) || matches!(&terms.due, Due::By(by) if civil(by))
                }
                ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => false,
            }
    };
    let starts = tree.regimes.iter().map(|regime| &regime.from).chain(tree.clocks.iter().map(|clock| &clock.start));
    match () {
        () if fourth(tree) => 4,
        () if starts.into_iter().any(civil) || tree.authentic.is_some() => 3,
        () if !tree.changes.is_empty() || !tree.patterns.is_empty() || tree.articles.iter().any(third) => 3,
        () if tree.articles.iter().any(second) || tree.zones.iter().any(strip) => 2,
        () => 1,
    }
}

/// What only version 4 can say.
fn fourth(tree: &Tree) -> bool {
    let releases = |change: &Change| change.releases.is_some();
    !tree.inclusions.is_empty()
        || tree.changes.iter().any(releases)
        || tree.clocks.iter().any(is_per_pair)
        || tree.articles.iter().any(asks_about_states)
}

fn is_per_pair(clock: &Clock) -> bool {
    matches!(clock.scope, Scope::Pairs(_))
}

/// Whether an article asks about states that are claimed (V11).
fn asks_about_states(article: &Article) -> bool {
    matches!(&article.kind, ArticleKind::Prohibition(terms) if terms.ground.is_some() || terms.answers_for.is_some())
}

fn signed_form(article: &Article) -> i64 {
    if asks_about_states(article) { STATES_FORM } else { SIGNED_FORM }
}

/// The name under which `change` is signed: its own, and the first digits of the SHA-256 of its terms (L2).
pub(crate) fn signing_name(tree: &Tree, change: &Change) -> Name {
    let by = Standing::ByAmendment(change.name.clone());
    let texts: Vec<Json> =
        tree.articles.iter().filter(|one| one.standing == by).map(|one| article(one, signed_form(one))).collect();
    let terms =
        Object(vec![("agreement", text(&tree.name)), ("change", self::change(change)), ("articles", List(texts))]);
    let mut bytes = String::new();
    terms.write(&mut bytes);
    let digest = Sha256::digest(bytes.as_bytes());
    let digits: String = digest.iter().take(SIGNED_BYTES).map(|byte| format!("{byte:02x}")).collect();
    format!("{} #{digits}", change.name)
}

/// Whether a name can be the signing name of an amendment or exit.
///
/// ```
/// assert!(agreement::is_signing_name("Eight hours #5c0f1d2e3a4b5c6d"));
/// assert!(!agreement::is_signing_name("Eight hours"));
/// ```
pub fn is_signing_name(name: &str) -> bool {
    let digits = name.rsplit_once(" #").map(|(_, digits)| digits);
    let hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    digits.is_some_and(|digits| digits.len() == 2 * SIGNED_BYTES && digits.chars().all(hex))
}

/// The form of the articles whose digest is signed, where they say nothing newer.
const SIGNED_FORM: i64 = 3;
/// The first form that says on whose ground, and for whom somebody answers.
const STATES_FORM: i64 = 4;
/// How many bytes of the digest stand in a signing name.
const SIGNED_BYTES: usize = 8;

/// The tree as JSON, without a line end.
///
/// ```
/// let text = std::fs::read_to_string("../../spec/language.md").unwrap();
/// let example = text.split("```accord\n").nth(1).unwrap().split("```").next().unwrap();
/// let agreement = agreement::check(agreement::parse(example)).agreement.unwrap();
/// assert!(agreement::to_json(&agreement).starts_with(r#"{"language":4,"name":"The valley cessation","#));
/// ```
pub fn to_json(tree: &Tree) -> String {
    let mut out = String::new();
    self::tree(tree).write(&mut out);
    out
}

/// A JSON value.
enum Json {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

use Json::{Bool, Int, List, Null, Object};

impl Json {
    fn write(&self, out: &mut String) {
        match self {
            Null => out.push_str("null"),
            Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Int(value) => out.push_str(&value.to_string()),
            Json::Text(value) => quoted(value, out),
            List(values) => {
                for (i, value) in values.iter().enumerate() {
                    out.push(if i == 0 { '[' } else { ',' });
                    value.write(out);
                }
                out.push_str(if values.is_empty() { "[]" } else { "]" });
            }
            Object(entries) => {
                for (i, (key, value)) in entries.iter().enumerate() {
                    out.push(if i == 0 { '{' } else { ',' });
                    quoted(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push_str(if entries.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

/// `text` in quotation marks. Only what must be escaped is.
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn text(value: &str) -> Json {
    Json::Text(value.to_owned())
}
fn int(value: impl TryInto<i64>) -> Json {
    Int(value.try_into().unwrap_or(i64::MAX))
}
fn list<T>(values: &[T], each: impl Fn(&T) -> Json) -> Json {
    List(values.iter().map(each).collect())
}
fn names(values: &[Name]) -> Json {
    list(values, |name| text(name))
}
fn maybe<T>(value: &Option<T>, each: impl Fn(&T) -> Json) -> Json {
    value.as_ref().map_or(Null, each)
}

fn tree(tree: &Tree) -> Json {
    let version = version(tree);
    let mut entries = vec![
        ("language", Int(version)),
        ("name", text(&tree.name)),
        ("source", text(&tree.source)),
        ("provenance", provenance(tree.provenance)),
        ("time_zone", text(tree.zone.name())),
        ("parties", names(&tree.parties)),
        ("others", names(&tree.others)),
        ("bodies", names(&tree.bodies)),
        ("epochs", list(&tree.epochs, epoch)),
        ("acts", list(&tree.acts, class)),
        ("weapons", list(&tree.weapons, class)),
        (
            "registers",
            list(&tree.registers, |file| Object(vec![("register", text(&file.register)), ("path", text(&file.path))])),
        ),
        ("zones", list(&tree.zones, zone)),
        (
            "standards",
            list(&tree.standards.standards, |standard| {
                Object(vec![
                    ("name", text(&standard.name)),
                    ("alternatives", list(&standard.alternatives, alternative)),
                ])
            }),
        ),
        ("headline", int(tree.standards.headline)),
        ("single_channel_as_one", Bool(tree.standards.single_channel_as_one)),
        ("perspectives", list(&tree.perspectives, perspective)),
        ("coverage", coverage(&tree.coverage)),
        ("classes", names(&tree.severity.classes)),
        (
            "severity",
            list(&tree.severity.rows, |row| {
                Object(vec![("class", int(row.class)), ("when", list(&row.when, severity_test))])
            }),
        ),
        ("judgements", list(&tree.judgements, judgement)),
        ("regimes", list(&tree.regimes, regime)),
        ("articles", list(&tree.articles, |one| article(one, version))),
        ("clocks", list(&tree.clocks, |one| clock(one, version))),
        ("phases", list(&tree.phases, phase)),
    ];
    if version > 2 {
        entries.push(("authentic", maybe(&tree.authentic, authentic)));
        entries.push(("changes", list(&tree.changes, change)));
        entries.push(("patterns", list(&tree.patterns, pattern)));
    }
    if version > 3 {
        entries.push(("inclusions", list(&tree.inclusions, inclusion)));
    }
    Object(entries)
}

/// RFC 3339 in UTC.
fn instant(at: Instant) -> Json {
    let utc = Zone::named("UTC").expect("the zone data holds UTC");
    let civil = utc.civil(at);
    let (hour, minute, second) = (civil.hour(), civil.minute(), civil.second());
    Json::Text(format!("{}T{hour:02}:{minute:02}:{second:02}Z", civil.date()))
}

fn moment(moment: &Moment) -> Json {
    match moment {
        Moment::At(at) => Object(vec![("at", instant(*at))]),
        Moment::EndOfDay { epoch, days } => Object(vec![("end_of_day", text(epoch)), ("days", Int(*days))]),
        Moment::After { epoch, seconds } => Object(vec![("epoch", text(epoch)), ("seconds", Int(*seconds))]),
    }
}

fn provenance(provenance: Provenance) -> Json {
    text(match provenance {
        Provenance::Signed => "signed",
        Provenance::Official => "official",
        Provenance::Press => "press",
        Provenance::Reconstruction => "reconstruction",
    })
}

/// The keys of a clause, and then its citation.
fn clause(mut entries: Vec<(&'static str, Json)>, cited: &Cited) -> Json {
    entries.push(("paragraph", text(&cited.paragraph)));
    entries.push(("provenance", provenance(cited.provenance)));
    Object(entries)
}

fn epoch(epoch: &Epoch) -> Json {
    clause(vec![("name", text(&epoch.name)), ("at", instant(epoch.at))], &epoch.cited)
}

fn class(class: &Class) -> Json {
    Object(vec![("name", text(&class.name)), ("includes", names(&class.includes))])
}

fn point(point: &Point) -> Json {
    Object(vec![("lat_e7", int(point.lat_e7)), ("lon_e7", int(point.lon_e7))])
}

fn zone(zone: &ZoneDeclared) -> Json {
    let form = |name: &str, mut more: Vec<(&'static str, Json)>| {
        more.insert(0, ("form", text(name)));
        Object(more)
    };
    let is = match &zone.geometry {
        ZoneSource::Stated(ZoneGeometry::NamedArea(name)) => form("named area", vec![("name", text(name))]),
        ZoneSource::Stated(ZoneGeometry::Area(Area::Disc { centre, radius_mm })) => {
            form("disc", vec![("centre", point(centre)), ("radius_mm", int(*radius_mm))])
        }
        ZoneSource::Stated(ZoneGeometry::Area(Area::Polygons(polygons))) => {
            let polygons = list(polygons, |polygon| {
                Object(vec![
                    ("outer", list(&polygon.outer, point)),
                    ("holes", list(&polygon.holes, |hole| list(hole, point))),
                ])
            });
            form("polygons", vec![("polygons", polygons)])
        }
        ZoneSource::Stated(ZoneGeometry::Sealed(commitment)) => form("sealed", vec![("commitment", text(commitment))]),
        ZoneSource::Stated(ZoneGeometry::Unpublished) => form("unpublished", vec![]),
        ZoneSource::Strip(strip) => form("strip", self::strip(strip)),
        ZoneSource::File { path, feature } => form("feature", vec![("feature", text(feature)), ("path", text(path))]),
        ZoneSource::NoneYet => form("not agreed yet", vec![]),
    };
    clause(vec![("name", text(&zone.name)), ("is", is), ("signed_by", names(&zone.cosigners))], &zone.cited)
}

fn strip(strip: &Strip) -> Vec<(&'static str, Json)> {
    vec![
        ("line", list(&strip.line, point)),
        ("from_mm", int(strip.from_mm)),
        ("to_mm", int(strip.to_mm)),
        ("side", text(strip.side.map_or("both", |side| side.as_str()))),
        (
            "ends",
            text(match strip.ends {
                Ends::Flat => "flat",
                Ends::Round => "round",
            }),
        ),
        ("except", list(&strip.except, point)),
    ]
}

fn alternative(alternative: &Alternative) -> Json {
    match alternative {
        Alternative::Origins { count, at_least } => Object(vec![
            ("form", text("origins")),
            ("count", int(*count)),
            ("grade", maybe(at_least, |grade| Json::Text(grade.to_string()))),
        ]),
        Alternative::Acknowledged => Object(vec![("form", text("acknowledged"))]),
        Alternative::Finding { words, bodies, all } => Object(vec![
            ("form", text("finding")),
            ("words", list(words, |word| text(word.as_str()))),
            ("bodies", names(bodies)),
            ("rule", text(if *all { "all" } else { "any" })),
        ]),
    }
}

fn perspective(perspective: &Perspective) -> Json {
    let (accepts, sources) = match &perspective.accepts {
        Accepts::All => ("all", &[][..]),
        Accepts::Only(names) => ("only", names.as_slice()),
        Accepts::Except(names) => ("all but", names.as_slice()),
    };
    Object(vec![
        ("name", text(&perspective.name)),
        ("accepts", text(accepts)),
        ("sources", names(sources)),
        ("grader", text(&perspective.grader)),
    ])
}

fn coverage(rule: &CoverageRule) -> Json {
    match rule {
        CoverageRule::NoMinimum => Null,
        CoverageRule::Needs { seconds, by } => Object(vec![("seconds", Int(*seconds)), ("by", names(by))]),
    }
}

fn severity_test(test: &SeverityTest) -> Json {
    match test {
        SeverityTest::Act(name) => Object(vec![("act", text(name))]),
        SeverityTest::Weapon(name) => Object(vec![("weapon", text(name))]),
        SeverityTest::Killed(count) => Object(vec![("killed", int(*count))]),
        SeverityTest::Injured(count) => Object(vec![("injured", int(*count))]),
    }
}

fn deciders(deciders: &Deciders) -> Json {
    let (rule, chair) = match &deciders.rule {
        Rule::All => ("all", Null),
        Rule::Any => ("any", Null),
        Rule::Chair(chair) => ("chair", text(chair)),
    };
    Object(vec![("names", names(&deciders.names)), ("rule", text(rule)), ("chair", chair)])
}

fn judgement(judgement: &Judgement) -> Json {
    clause(vec![("name", text(&judgement.name)), ("deciders", deciders(&judgement.deciders))], &judgement.cited)
}

fn regime(regime: &Regime) -> Json {
    let renewal = maybe(&regime.renewal, |renewal| {
        Object(vec![("deciders", deciders(&renewal.deciders)), ("retroactive", Bool(renewal.retroactive))])
    });
    let entries = vec![
        ("name", text(&regime.name)),
        ("from", moment(&regime.from)),
        ("seconds", maybe(&regime.seconds, |seconds| Int(*seconds))),
        ("renewal", renewal),
        ("on_silence", text(if regime.continues_on_silence { "continues" } else { "lapses" })),
        ("provisions_in_gap", text(if regime.provisions_stay { "stay" } else { "suspended" })),
        (
            "clocks_in_gap",
            text(match regime.clocks_in_gap {
                GapEffect::Paused => "paused",
                GapEffect::Reset => "reset",
                GapEffect::Unaffected => "unaffected",
            }),
        ),
    ];
    clause(entries, &regime.cited)
}

fn article(article: &Article, version: i64) -> Json {
    let mut entries = vec![("id", text(&article.id)), ("title", text(&article.title))];
    if version > 2 {
        entries.push(("standing", standing(&article.standing)));
        let wording =
            |(language, words): &(Name, String)| Object(vec![("language", text(language)), ("words", text(words))]);
        entries.push(("wordings", list(&article.wordings, wording)));
    }
    match &article.kind {
        ArticleKind::Prohibition(prohibited) => {
            entries.push(("kind", text("prohibition")));
            entries.extend(prohibition(prohibited, version));
        }
        ArticleKind::Obligation(required) => {
            entries.push(("kind", text("obligation")));
            entries.extend(obligation(required));
        }
        ArticleKind::Declaratory { metric } => {
            entries.push(("kind", text("declaratory")));
            entries.push(("metric", maybe(metric, |metric| text(metric))));
        }
        ArticleKind::NotYetExpressed { needs } => {
            entries.push(("kind", text("not yet expressed")));
            entries.push(("needs", text(needs)));
        }
    }
    let provided =
        |provided: &Provided| Object(vec![("article", text(&provided.article)), ("judged", text(&provided.judgement))]);
    if version > 1 {
        entries.push(("provided", maybe(&article.provided, provided)));
        entries.push(("suspended_while", maybe(&article.suspended_while, |judgement| text(judgement))));
    }
    clause(entries, &article.cited)
}

fn authentic(authentic: &Authentic) -> Json {
    Object(vec![
        ("languages", names(&authentic.languages)),
        ("prevails", maybe(&authentic.prevails, |language| text(language))),
    ])
}

fn standing(standing: &Standing) -> Json {
    match standing {
        Standing::Agreed => Null,
        Standing::ByAmendment(name) => Object(vec![("by_amendment", text(name))]),
        Standing::ReadBy(name) => Object(vec![("read_by", text(name))]),
        Standing::DeclaredBy(name) => Object(vec![("declared_by", text(name))]),
    }
}

fn change(change: &Change) -> Json {
    let effect = match &change.effect {
        TakesEffect::From { at, reaches_back } => {
            Object(vec![("from", moment(at)), ("signed_later_reaches_back", Bool(*reaches_back))])
        }
        TakesEffect::AfterSignature(seconds) => Object(vec![("seconds_after_signature", Int(*seconds))]),
    };
    let running = maybe(&change.running, |running| {
        text(match running {
            Running::Stay => "stay",
            Running::Change => "change",
        })
    });
    let ends = match &change.ends {
        tree::Ends::Agreement => text("the agreement"),
        tree::Ends::Articles(articles) => names(articles),
    };
    let mut entries = vec![
        ("name", text(&change.name)),
        ("title", text(&change.title)),
        ("kind", text(if change.is_exit { "exit" } else { "amendment" })),
        ("signed_by", deciders(&change.signers)),
        ("in_force", effect),
        ("running_deadlines", running),
        ("replaces", names(&change.replaces)),
        ("adds", names(&change.adds)),
        ("ends", ends),
    ];
    // No digest of a change that releases nobody has this key.
    let released = change.releases.as_ref().map(|release| {
        Object(vec![("names", names(&release.names)), ("still_protected", Bool(release.still_protected))])
    });
    entries.extend(released.map(|released| ("releases", released)));
    clause(entries, &change.cited)
}

fn inclusion(inclusion: &Inclusion) -> Json {
    let entries = vec![
        ("name", text(&inclusion.name)),
        ("title", text(&inclusion.title)),
        ("path", text(&inclusion.path)),
        ("digest", text(&inclusion.digest)),
        ("agreement", text(&inclusion.agreement)),
        ("brings", names(&inclusion.brings)),
        ("period", period(&inclusion.period)),
    ];
    clause(entries, &inclusion.cited)
}

fn pattern(pattern: &Pattern) -> Json {
    let entries = vec![
        ("name", text(&pattern.name)),
        ("at_least", int(pattern.at_least)),
        ("watches", names(&pattern.watches)),
        ("window_seconds", Int(pattern.seconds)),
        ("by", names(&pattern.by)),
        ("qualifying", int(pattern.qualifying)),
        ("judged", text(&pattern.judgement)),
    ];
    clause(entries, &pattern.cited)
}

fn weapons(weapons: &Weapons) -> Json {
    let (rule, listed) = match weapons {
        Weapons::Any { such_as } => ("any", such_as),
        Weapons::Only(names) => ("only", names),
    };
    Object(vec![("rule", text(rule)), ("names", names(listed))])
}

fn period(period: &Period) -> Json {
    match period {
        Period::During(regime) => Object(vec![("during", text(regime))]),
        Period::Fixed { from, until } => Object(vec![("from", moment(from)), ("until", maybe(until, moment))]),
    }
}

fn obligation(obligation: &Obligation) -> Vec<(&'static str, Json)> {
    let towards = match &obligation.towards {
        Towards::Anyone => text("anyone"),
        Towards::WhoeverTriggers => text("whoever triggers it"),
        Towards::Named(list) => names(list),
    };
    let due = match &obligation.due {
        Due::By(by) => Object(vec![("by", moment(by))]),
        Due::Within { seconds, trigger: of } => Object(vec![("within_seconds", Int(*seconds)), ("of", trigger(of))]),
        Due::EachOther { seconds } => Object(vec![("within_seconds", Int(*seconds)), ("of", text("each other"))]),
        Due::Promptly { trigger: after } => Object(vec![("promptly_after", trigger(after))]),
    };
    let shown = match &obligation.shown {
        Shown::ByTheObliged => Null,
        Shown::ByTheAccuser { through } => names(through),
    };
    let band = |band: &Band| {
        Object(vec![
            ("below_seconds", maybe(&band.below, |seconds| Int(*seconds))),
            ("label", text(&band.label)),
            ("kept", Bool(band.kept)),
        ])
    };
    vec![
        ("acts", names(&obligation.acts)),
        ("every", Bool(obligation.every)),
        ("obliged", names(&obligation.obliged)),
        ("any_one", Bool(obligation.any_one)),
        ("towards", towards),
        ("weapons", weapons(&obligation.weapons)),
        ("zone", maybe(&obligation.zone, |zone| text(zone))),
        ("measured", maybe(&obligation.measured, measured)),
        ("total", maybe(&obligation.total, total)),
        ("period", period(&obligation.period)),
        ("due", due),
        ("breach_shown_through", shown),
        ("bands", list(&obligation.bands, band)),
    ]
}

fn measured(measured: &Measured) -> Json {
    let comparison = match measured.comparison {
        Comparison::AtLeast => "at least",
        Comparison::MoreThan => "more than",
        Comparison::AtMost => "at most",
        Comparison::LessThan => "less than",
    };
    let bound = |bound: &Threshold| Object(vec![("number", number(bound.number)), ("unit", text(&bound.unit))]);
    Object(vec![
        ("name", text(&measured.name)),
        ("comparison", text(comparison)),
        ("thresholds", list(&measured.thresholds, bound)),
    ])
}

fn total(total: &Total) -> Json {
    Object(vec![("name", text(&total.name)), ("at_least", number(total.at_least)), ("unit", text(&total.unit))])
}

/// Numbers of a text are at most [`crate::limits::COUNT`].
fn number(number: u64) -> Json {
    Int(i64::try_from(number).unwrap_or(i64::MAX))
}

fn trigger(trigger: &Trigger) -> Json {
    let found = |found: &Found| {
        let words = list(&found.words, |word| text(word.as_str()));
        Object(vec![
            ("words", words),
            ("bodies", names(&found.bodies)),
            ("rule", text(if found.all { "all" } else { "any" })),
        ])
    };
    Object(vec![
        ("acts", names(&trigger.acts)),
        ("by", names(&trigger.by)),
        ("zone", maybe(&trigger.zone, |zone| text(zone))),
        ("found", maybe(&trigger.found, found)),
    ])
}

fn prohibition(prohibition: &Prohibition, version: i64) -> Vec<(&'static str, Json)> {
    let binds = list(&prohibition.binds, |binding| {
        Object(vec![
            ("actors", names(&binding.actors)),
            ("each_other", Bool(binding.towards.each_other)),
            ("towards", names(&binding.towards.named)),
            ("anyone", Bool(binding.towards.anyone)),
        ])
    });
    let mut entries = vec![
        ("acts", names(&prohibition.acts)),
        ("binds", binds),
        ("weapons", weapons(&prohibition.weapons)),
        ("zone", maybe(&prohibition.zone, |zone| text(zone))),
        ("period", period(&prohibition.period)),
        ("exceptions", list(&prohibition.exceptions, exception)),
    ];
    if version > 1 {
        entries.push(("measured", maybe(&prohibition.measured, measured)));
        entries.push(("cured_within_seconds", maybe(&prohibition.cure, |seconds| Int(*seconds))));
    }
    if version >= STATES_FORM {
        entries.push(("ground", maybe(&prohibition.ground, ground)));
        entries.push(("answers_for_supported_shown_by", maybe(&prohibition.answers_for, |acts| names(acts))));
    }
    entries
}

fn ground(ground: &Ground) -> Json {
    let held_by = match &ground.held_by {
        Holders::TheAccused => text("the accused"),
        Holders::OthersThanTheAccused => text("others than the accused"),
        Holders::Named(list) => names(list),
    };
    Object(vec![("held_by", held_by), ("shown_by", names(&ground.shown_by))])
}

fn exception(exception: &Exception) -> Json {
    let condition = match &exception.condition {
        Condition::TargetIs(groups) => Object(vec![("target_is", names(groups))]),
        Condition::Judged(judgement) => Object(vec![("judged", text(judgement))]),
        Condition::InOrder(steps) => Object(vec![("in_order", list(steps, step))]),
    };
    let burden = match exception.burden {
        Burden::Accused => "accused",
        Burden::Accuser => "accuser",
    };
    Object(vec![
        ("name", text(&exception.name)),
        ("condition", condition),
        ("burden", text(burden)),
        ("standard", int(exception.standard)),
        ("agreed_zone", maybe(&exception.zone, |zone| text(zone))),
    ])
}

fn step(step: &Step) -> Json {
    let (before, within, ahead) = match step.when {
        StepTime::Before { within, ahead } => (true, within, ahead),
        StepTime::After { within } => (false, within, 0),
    };
    Object(vec![
        ("act", text(&step.act)),
        ("before", Bool(before)),
        ("within_seconds", Int(within)),
        ("ahead_seconds", Int(ahead)),
    ])
}

fn clock(clock: &Clock, version: i64) -> Json {
    let length = match clock.length {
        Length::Elapsed(seconds) => Object(vec![("seconds", Int(seconds))]),
        Length::Calendar { days, first_day_counts } => {
            Object(vec![("days", Int(days)), ("first_day_counts", Bool(first_day_counts))])
        }
    };
    let (zones, pairs) = match &clock.scope {
        Scope::Anywhere => (Null, Null),
        Scope::Each(zones) => (names(zones), Null),
        Scope::Pairs(actors) => (Null, names(actors)),
    };
    let effect = |effect: Effect| {
        text(match effect {
            Effect::DoNotBreak => "do not break",
            Effect::LeaveOpen => "leave it open",
            Effect::Break => "break",
        })
    };
    let unobserved = match clock.unobserved {
        Unobserved::Count => "count",
        Unobserved::DoNotCount => "do not count",
        Unobserved::LeaveOpen => "leave it open",
    };
    let mut entries = vec![
        ("name", text(&clock.name)),
        ("length", length),
        ("from", moment(&clock.start)),
        ("regime", maybe(&clock.regime, |regime| text(regime))),
        ("zones", zones),
        ("watches", names(&clock.watches)),
        ("qualifying", int(clock.qualifying)),
        ("contested", effect(clock.contested)),
        ("unattributed", effect(clock.unattributed)),
        ("unobserved", text(unobserved)),
        ("policies", list(&clock.policies, policy)),
        ("headline", maybe(&clock.headline, |index| int(*index))),
        ("standards", list(&clock.standards, |index| int(*index))),
    ];
    if version > 3 {
        entries.push(("pairs", pairs));
    }
    clause(entries, &clock.cited)
}

fn pause(unit: PauseUnit) -> Json {
    match unit {
        PauseUnit::CivilDay => text("civil day"),
        PauseUnit::Seconds(seconds) => Int(seconds),
        PauseUnit::UntilRestored => text("until restored"),
    }
}

fn policy(policy: &Policy) -> Json {
    let form = |name: &str, mut more: Vec<(&'static str, Json)>| {
        more.insert(0, ("form", text(name)));
        Object(more)
    };
    match policy {
        Policy::Reset => form("reset", vec![]),
        Policy::Pause(unit) => form("pause", vec![("pause", pause(*unit))]),
        Policy::Tolerate { at_most, window, beyond } => form(
            "tolerate",
            vec![
                ("at_most", list(at_most, |count| maybe(count, |count| int(*count)))),
                ("window_seconds", maybe(window, |seconds| Int(*seconds))),
                (
                    "beyond",
                    match beyond {
                        Beyond::Reset => form("reset", vec![]),
                        Beyond::Pause(unit) => form("pause", vec![("pause", pause(*unit))]),
                    },
                ),
            ],
        ),
        Policy::Refer { deciders: who, term, from, then, late_count } => {
            let from = match from {
                ReferFrom::Breach => "the breach",
                ReferFrom::Known => "its being known",
            };
            let then = match then {
                Then::Reset => form("reset", vec![]),
                Then::Pause(unit) => form("pause", vec![("pause", pause(*unit))]),
                Then::Excuse => form("excuse", vec![]),
            };
            form(
                "refer",
                vec![
                    ("deciders", deciders(who)),
                    ("term_seconds", Int(*term)),
                    ("from", text(from)),
                    ("then", then),
                    ("late_rulings_count", Bool(*late_count)),
                ],
            )
        }
        Policy::Discretionary => form("leave to the deciders", vec![]),
    }
}

fn phase(phase: &Phase) -> Json {
    let conditions = list(&phase.conditions, |condition| match condition {
        PhaseCondition::Complete { clock, policy } => Object(vec![("clock", text(clock)), ("policy", int(*policy))]),
        PhaseCondition::Kept { article, throughout } => {
            let asked = if *throughout { "throughout the run" } else { "at completion" };
            Object(vec![("article", text(article)), ("kept", text(asked))])
        }
        PhaseCondition::Judged(judgement) => Object(vec![("judged", text(judgement))]),
    });
    let entries = vec![
        ("name", text(&phase.name)),
        ("eligible_when", conditions),
        ("once", Bool(phase.once)),
        ("standard", int(phase.standard)),
        ("opened_by", deciders(&phase.deciders)),
    ];
    clause(entries, &phase.cited)
}
