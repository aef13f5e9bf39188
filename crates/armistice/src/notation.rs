//! Statements in the readable form: one a line, keyword by keyword (`spec/notation.md`).
//!
//! ```text
//! text ─▶ lines ─▶ tokens ─▶ rules of `draft::table` ─▶ draft ─▶ `draft::body` ─▶ entries
//! ```
//!
//! Holds
//! - A statement that cannot be read never hides the next; every problem has the stretch of text it is about.
//! - Values are only cut out here; what they mean is decided once, for both forms, in `draft`.
//!
//! Not here: the fields and keywords (`draft::table`).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::draft::limits::{FILE_BYTES, PLACED_PROBLEMS, STATEMENT_BYTES, STATEMENTS};
use crate::draft::table::{COMMON_RULES, Form, KINDS, Kind, Phrase, Rule};
use crate::draft::{
    self, Context, Draft, Entry, Problem, RUNG_KINDS, Read, Shown, Spelling, Spot, codes, nearest, one_of, quoted,
};

/// All statements of `text`, or everything that is wrong with them.
///
/// ```
/// use armistice::draft::Context;
/// use armistice::notation;
/// use record::vocabulary::time::Zone;
/// let context = Context::new(Zone::named("Europe/Athens").unwrap());
/// let text = r#"
/// r1  known 2030-03-05 12:00  report from radio < ministry  by South  act attack  on North
///     at Mill, East  time 2030-03-05 10:00  killed 3 civilians
/// a1  known 2030-03-05 18:00  reply to r1 by South  denies basis "radar log"
/// "#;
/// assert_eq!(notation::parse(text, &context).unwrap().len(), 2);
/// ```
pub fn parse(text: &str, context: &Context) -> Result<Vec<Entry>, Vec<Problem>> {
    read(text, context).complete()
}

/// The statements of `text` that can be read, and everything that is wrong with the others.
pub fn read(text: &str, context: &Context) -> Read {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > FILE_BYTES {
        let problem = Problem::new(codes::TOO_LONG, "", format!("the text has {} bytes", text.len()));
        return Read::refused(problem.expected(format!("at most {FILE_BYTES}")).help("split it into several texts"));
    }
    let Some(blocks) = blocks(text) else {
        let problem = Problem::new(codes::TOO_LONG, "", format!("the text has more than {STATEMENTS} statements"));
        return Read::refused(problem.help("split it into several texts"));
    };
    let (mut context, mut read) = (context.clone(), Read::default());
    for block in blocks {
        let (label, outcome) = entry(&block, &context);
        match outcome {
            Ok(entry) => {
                context.after(label.as_deref(), Some(&entry));
                read.entries.push(Entry { line: block.first(), ..entry });
            }
            Err(problems) => {
                context.after(label.as_deref(), None);
                read.problems.extend(problems);
            }
        }
    }
    read
}

/// The lines of one statement, as far as they are within the limit.
struct Block<'t> {
    /// Numbers from 1 and lines.
    lines: Vec<(usize, &'t str)>,
    bytes: usize,
}

impl Block<'_> {
    fn first(&self) -> usize {
        self.lines.first().map_or(1, |(number, _)| *number)
    }
}

/// The statements of a text; `None` where there are too many. A line indented deeper than the first continues it.
fn blocks(text: &str) -> Option<Vec<Block<'_>>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut margin = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with("--") {
            continue;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let begun = blocks.len();
        match blocks.last_mut() {
            Some(block) if indent > margin => {
                block.bytes += line.len();
                if block.bytes <= STATEMENT_BYTES {
                    block.lines.push((number, line));
                }
            }
            _ if begun == STATEMENTS => return None,
            _ => {
                margin = indent;
                blocks.push(Block { lines: vec![(number, line)], bytes: line.len() });
            }
        }
    }
    Some(blocks)
}

/// The label of a statement, as far as it has one, and its entry or its problems.
fn entry(block: &Block<'_>, context: &Context) -> (Option<String>, Result<Entry, Vec<Problem>>) {
    if block.bytes > STATEMENT_BYTES {
        let problem = Problem::new(codes::TOO_LONG, "", format!("the statement has {} bytes", block.bytes));
        let problem = problem.expected(format!("at most {STATEMENT_BYTES}")).on_line(block.first());
        return (None, Err(vec![problem]));
    }
    let mut reader = Reader::new(&block.lines);
    for index in 0..block.lines.len() {
        reader.cut(index);
    }
    reader.statement();
    let label = reader.fields.get("label").and_then(Value::as_str).map(str::to_owned);
    let draft = Draft { fields: std::mem::take(&mut reader.fields), spelling: Spelling::Readable };
    // A statement without a kind has said so.
    let outcome = reader.kind.map(|_| draft::body(&draft, context));
    match outcome {
        Some(Ok(entry)) if reader.problems.is_empty() => (label, Ok(entry)),
        Some(Err(problems)) => {
            let unread = !reader.problems.is_empty();
            for problem in problems {
                // What could not be cut is not missing.
                if !unread || reader.span(&problem.field).is_some() {
                    reader.place(problem);
                }
            }
            (label, Err(reader.problems))
        }
        _ => (label, Err(reader.problems)),
    }
}

/// A word, a quoted text or one of `, < & ( )`, with its place.
#[derive(Clone, Debug)]
struct Token {
    what: What,
    text: String,
    /// Index into the lines of the statement.
    line: usize,
    /// First character, from 0.
    column: usize,
    width: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Word,
    Quoted,
    Mark,
}

/// One value could not be cut; its problem is noted.
struct Unread;
type Cut<T> = Result<T, Unread>;

/// Reads the tokens of one statement.
struct Reader<'t> {
    lines: &'t [(usize, &'t str)],
    tokens: Vec<Token>,
    at: usize,
    kind: Option<&'static Kind>,
    fields: Map<String, Value>,
    /// Which tokens a field came from.
    spans: BTreeMap<String, (usize, usize)>,
    problems: Vec<Problem>,
}

const MARKS: [char; 5] = [',', '<', '&', '(', ')'];
const CURLY_QUOTES: [char; 5] = ['“', '”', '„', '«', '»'];

// ---- Cutting lines into tokens ----------------------------------------------------------------------------------

impl<'t> Reader<'t> {
    fn new(lines: &'t [(usize, &'t str)]) -> Reader<'t> {
        let (fields, spans) = (Map::new(), BTreeMap::new());
        Reader { lines, tokens: Vec::new(), at: 0, kind: None, fields, spans, problems: Vec::new() }
    }

    /// Adds the tokens of one line.
    fn cut(&mut self, line: usize) {
        let characters: Vec<char> = self.lines[line].1.chars().collect();
        let mut at = 0;
        while let Some(&c) = characters.get(at) {
            let begin = at;
            at += 1;
            if c == '\t' {
                let problem = Problem::new(codes::TAB, "", "a tab stands in the text");
                self.note_at(problem.help("indent and separate with spaces"), line, begin, 1);
            } else if c.is_whitespace() {
            } else if c == '-' && characters.get(at) == Some(&'-') {
                return;
            } else if c == '"' {
                let (text, end) = self.quotation(line, &characters, begin);
                at = end;
                self.tokens.push(Token { what: What::Quoted, text, line, column: begin, width: end - begin });
            } else if CURLY_QUOTES.contains(&c) {
                let problem = Problem::new(codes::OPEN_QUOTE, "", format!("`{c}` does not begin or end a quotation"));
                self.note_at(problem.help("write straight double quotes: `\"…\"`"), line, begin, 1);
            } else if MARKS.contains(&c) {
                self.tokens.push(Token { what: What::Mark, text: c.into(), line, column: begin, width: 1 });
            } else {
                let ends = |c: &char| c.is_whitespace() || *c == '"' || MARKS.contains(c) || CURLY_QUOTES.contains(c);
                at = characters[begin..].iter().position(ends).map_or(characters.len(), |length| begin + length);
                let text = characters[begin..at].iter().collect();
                self.tokens.push(Token { what: What::Word, text, line, column: begin, width: at - begin });
            }
        }
    }

    /// The text between the quote at `begin` and the next, and the place after it.
    fn quotation(&mut self, line: usize, characters: &[char], begin: usize) -> (String, usize) {
        let (mut text, mut at) = (String::new(), begin + 1);
        while let Some(&c) = characters.get(at) {
            at += 1;
            match c {
                '"' => return (text, at),
                '\t' => {
                    let problem = Problem::new(codes::TAB, "", "a tab stands in a quotation");
                    self.note_at(problem.help("write `\\t` for it"), line, at - 1, 1);
                }
                '\\' => match escape(&characters[at..]) {
                    Some((escaped, length)) => {
                        text.push(escaped);
                        at += length;
                    }
                    None => {
                        let problem = Problem::new(codes::ESCAPE, "", "this backslash stands for nothing");
                        let forms = "one of `\\\"`, `\\\\`, `\\n`, `\\t`, `\\r` or `\\u{41}`";
                        self.note_at(problem.expected(forms), line, at - 1, 2);
                    }
                },
                c => text.push(c),
            }
        }
        let problem = Problem::new(codes::OPEN_QUOTE, "", "this quotation does not end on its line");
        let problem = problem.help("close it with `\"`; write `\\n` for a line break");
        self.note_at(problem, line, begin, characters.len() - begin);
        (text, characters.len())
    }

    fn note_at(&mut self, mut problem: Problem, line: usize, column: usize, width: usize) {
        // Each problem holds its line: garbage must not make thousands of copies.
        if self.problems.len() == PLACED_PROBLEMS {
            return;
        }
        let (number, text) = self.lines[line];
        let shown = Shown { column: column + 1, width, text: text.to_owned() };
        problem.at = Some(Box::new(Spot { line: number, shown: Some(shown) }));
        self.problems.push(problem);
    }
    /// A problem with these tokens; where they span lines, with those of the first.
    fn note(&mut self, problem: Problem, (from, until): (usize, usize)) {
        let Some(last) = self.tokens.last() else { return };
        let Some(first) = self.tokens.get(from) else {
            // After the end of the statement.
            return self.note_at(problem, last.line, last.column + last.width, 1);
        };
        let (line, column) = (first.line, first.column);
        let same = self.tokens[from..until.max(from + 1).min(self.tokens.len())].iter().take_while(|t| t.line == line);
        let end = same.last().map_or(column + 1, |token| token.column + token.width);
        self.note_at(problem, line, column, end - column);
    }
    /// The tokens of the field that `path` leads into.
    fn span(&self, path: &str) -> Option<(usize, usize)> {
        let mut path = path;
        loop {
            if let Some(span) = self.spans.get(path) {
                return Some(*span);
            }
            path = &path[..path.rfind(['.', '['])?];
        }
    }
    /// A problem that the draft found, where its field stands; else at the kind.
    fn place(&mut self, problem: Problem) {
        let span = self.span(&problem.field).or_else(|| self.spans.get("kind").copied()).unwrap_or((0, 1));
        self.note(problem, span);
    }
}

/// The character that an escape stands for, and how many characters follow the backslash.
fn escape(rest: &[char]) -> Option<(char, usize)> {
    Some(match rest.first()? {
        c @ ('"' | '\\') => (*c, 1),
        'n' => ('\n', 1),
        't' => ('\t', 1),
        'r' => ('\r', 1),
        'u' if rest.get(1) == Some(&'{') => {
            let end = rest.iter().take(10).position(|c| *c == '}')?;
            let digits: String = rest[2..end].iter().collect();
            (char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?, end + 1)
        }
        _ => return None,
    })
}

// ---- Labels, kinds, keywords ------------------------------------------------------------------------------------

impl Reader<'_> {
    /// The whole statement: label, common fields, kind, fields.
    fn statement(&mut self) {
        if self.tokens.is_empty() {
            return;
        }
        if self.word(0).is_some() && self.phrase().is_none() && self.rule().is_none() {
            self.fields.insert("label".to_owned(), self.tokens[0].text.clone().into());
            self.spans.insert("label".to_owned(), (0, 1));
            self.at = 1;
        }
        while self.at < self.tokens.len() {
            if self.kind.is_none()
                && let Some((kind, phrase)) = self.phrase()
            {
                self.begin_kind(kind, phrase);
            } else if let Some(rule) = self.rule() {
                self.follow(rule);
            } else if self.kind.is_some() {
                self.no_keyword();
            } else {
                return self.no_kind();
            }
        }
        if self.kind.is_none() {
            self.no_kind();
        }
    }

    /// The kind whose phrase stands here; the longest one.
    fn phrase(&self) -> Option<(&'static Kind, Phrase)> {
        let all = KINDS.iter().flat_map(|kind| kind.phrases.iter().map(move |phrase| (kind, *phrase)));
        all.filter(|(_, (words, _))| self.stands(self.at, words)).max_by_key(|(_, (words, _))| words.len())
    }
    /// The rule whose keyword stands here; the longest one.
    fn rule(&self) -> Option<&'static Rule> {
        let own = self.kind.map_or(&[][..], |kind| kind.rules);
        let all = own.iter().chain(COMMON_RULES);
        all.filter(|rule| self.stands(self.at, rule.keyword)).max_by_key(|rule| rule.keyword.len())
    }
    /// Whether these words stand at `at`, unquoted.
    fn stands(&self, at: usize, phrase: &str) -> bool {
        phrase.split(' ').zip(at..).all(|(word, at)| self.word(at) == Some(word))
    }
    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).filter(|token| token.what == What::Word).map(|token| token.text.as_str())
    }

    fn begin_kind(&mut self, kind: &'static Kind, (phrase, says): Phrase) {
        let begin = self.at;
        self.at += phrase.split(' ').count();
        self.kind = Some(kind);
        self.fields.insert("kind".to_owned(), kind.word.into());
        self.spans.insert("kind".to_owned(), (begin, self.at));
        self.write_all(phrase, begin, says);
        self.write_all(phrase, begin, kind.head);
    }
    fn follow(&mut self, rule: &'static Rule) {
        let begin = self.at;
        self.at += rule.keyword.split(' ').count();
        self.write_all(rule.keyword, begin, rule.slots);
    }
    /// Cuts the values of a keyword; goes on at the next keyword where one cannot be cut.
    fn write_all(&mut self, keyword: &str, begin: usize, slots: &[(&'static str, Form)]) {
        for (key, form) in slots {
            if self.write(keyword, begin, key, *form).is_err() {
                while self.at < self.tokens.len() && self.rule().is_none() {
                    self.at += 1;
                }
                return;
            }
        }
    }
    fn write(&mut self, keyword: &str, begin: usize, key: &str, form: Form) -> Cut<()> {
        let from = self.at;
        match form {
            Form::MaybeText if self.tokens.get(self.at).is_none_or(|token| token.what != What::Quoted) => return Ok(()),
            // The first of the two slots of a place cuts both.
            Form::Place if key == "area" => return Ok(()),
            Form::Place => return self.place_value(keyword, begin),
            _ => {}
        }
        let value = self.value(keyword, begin, form)?;
        let span = if self.at > from { (from, self.at) } else { (begin, self.at) };
        if matches!(form, Form::Count(_) | Form::Measure | Form::OneMoreText | Form::Mark | Form::Rung) {
            return self.append(keyword, begin, key, value, span);
        }
        self.set(keyword, begin, key, value, span)
    }
    fn set(&mut self, keyword: &str, begin: usize, key: &str, value: Value, span: (usize, usize)) -> Cut<()> {
        if self.fields.contains_key(key) {
            self.repeated(keyword, (begin, span.1));
        } else {
            self.fields.insert(key.to_owned(), value);
            self.spans.insert(key.to_owned(), span);
        }
        Ok(())
    }
    fn append(&mut self, keyword: &str, begin: usize, key: &str, value: Value, span: (usize, usize)) -> Cut<()> {
        let list = self.fields.entry(key).or_insert_with(|| Value::Array(Vec::new()));
        match list.as_array_mut() {
            // `no counts` was said, or is contradicted.
            Some(items) if !(items.is_empty() && self.spans.contains_key(key)) => {
                items.push(value);
                self.spans.insert(format!("{key}[{}]", items.len() - 1), span);
                self.spans.entry(key.to_owned()).or_insert(span);
            }
            _ => self.repeated(keyword, (begin, span.1)),
        }
        Ok(())
    }
    fn repeated(&mut self, keyword: &str, span: (usize, usize)) {
        let problem = Problem::new(codes::REPEATED, "", format!("`{keyword}` states again what is already stated"));
        self.note(problem.help("state each field once; what somebody else says is another statement"), span);
    }

    /// Something stands where a keyword belongs.
    fn no_keyword(&mut self) {
        let (here, kind) = (self.at, self.kind.map_or("a statement", |kind| kind.noun));
        let token = self.tokens[here].clone();
        while self.at < self.tokens.len() && (self.at == here || self.rule().is_none()) {
            self.at += 1;
        }
        let problem = Problem::new(codes::NO_KEYWORD, "", format!("{} is no keyword of {kind}", quoted(&token.text)));
        let keywords = self.kind.into_iter().flat_map(Kind::rules_all).map(|rule| rule.keyword);
        let before = here.checked_sub(1).and_then(|before| self.word(before));
        // A short word is near to many: it is rather part of a name.
        let near = nearest(&token.text, keywords).filter(|_| token.text.chars().count() > 3 || before.is_none());
        let is_direction = matches!(token.text.as_str(), "N" | "S" | "E" | "W");
        let problem = match (near, before) {
            (_, Some(degrees)) if is_direction && degrees.parse::<f64>().is_ok() => {
                problem.help("write `point` before a position: `at Mill point 39.10 N 22.50 E`")
            }
            (Some(near), _) if token.what == What::Word => problem.help(format!("did you mean `{near}`?")),
            (_, Some(before)) if token.what == What::Word => {
                problem.help(format!("a name of several words stands in quotes: `\"{before} {}\"`", token.text))
            }
            _ => problem.help("each value follows its keyword; several names stand between commas"),
        };
        self.note(problem, (here, here + 1));
    }
    /// No kind of statement stands where one must.
    fn no_kind(&mut self) {
        let phrases = || KINDS.iter().flat_map(|kind| kind.phrases.iter().map(|(phrase, _)| *phrase));
        let label = self.fields.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
        let word = self.word(self.at).map(str::to_owned);
        let problem = match &word {
            Some(word) => Problem::new(codes::KIND, "kind", format!("{} begins no kind of statement", quoted(word))),
            None => Problem::new(codes::KIND, "kind", "the statement does not say what kind it is"),
        };
        let near_word = word.and_then(|word| nearest(&word, phrases()));
        let problem = match near_word.or_else(|| nearest(&label, phrases())) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("a statement is one of: {}", phrases().collect::<Vec<_>>().join(", "))),
        };
        self.note(problem, (self.at, self.at + 1));
    }
}

// ---- Values -----------------------------------------------------------------------------------------------------

impl Reader<'_> {
    fn value(&mut self, keyword: &str, begin: usize, form: Form) -> Cut<Value> {
        Ok(match form {
            Form::Is(word) => word.into(),
            Form::Flag(yes) => yes.into(),
            Form::Nothing => Value::Array(Vec::new()),
            Form::Text | Form::MaybeText | Form::OneMoreText => self.text(keyword, "a name or text")?.into(),
            Form::Number => self.number(keyword)?.into(),
            Form::Names | Form::Place => self.names(keyword)?.into(),
            Form::Pair => {
                let first = self.text(keyword, "two names joined by `and`")?;
                self.expect(keyword, "and", "two names joined by `and`")?;
                json!([first, self.text(keyword, "two names joined by `and`")?])
            }
            Form::Instant => self.instant(keyword)?.into(),
            Form::Time => self.time(keyword)?,
            Form::Duration => self.duration(keyword)?.into(),
            Form::Chain => self.chain(keyword)?,
            Form::Area => self.area(keyword)?,
            Form::AreaFromKeyword => {
                self.at = begin;
                self.area(keyword)?
            }
            Form::OnIncident if self.take("event") => json!({"event": self.text("event", "an event key")?}),
            Form::OnIncident => self.text(keyword, "a label, a body id, or `event` and an event key")?.into(),
            Form::OnBehalf => {
                let form = "`on behalf of NAME recorded by NAME by telephone`";
                let speaker = self.text(keyword, form)?;
                self.expect(keyword, "recorded by", form)?;
                let recorder = self.text("recorded by", form)?;
                self.expect(keyword, "by", form)?;
                json!({"speaker": speaker, "recorder": recorder, "medium": self.text("by", form)?})
            }
            Form::Received => {
                let at = self.instant(keyword)?;
                self.expect(keyword, "by", "`received 2030-03-05 12:00 by NAME`")?;
                json!({"at": at, "by": self.text("by", "a name")?})
            }
            Form::Count(category) => self.count(keyword, category)?,
            Form::Measure => {
                let name = self.text(keyword, "what is measured, a number and its unit")?;
                let (least, most, _) = self.range(keyword)?;
                json!({"name": name, "least": least, "most": most, "unit": self.text(keyword, "a unit")?})
            }
            Form::Amount => {
                let (least, most, _) = self.range(keyword)?;
                json!({"least": least, "most": most})
            }
            Form::Heights => {
                let form = "heights in metres, such as `0 to 300 m`";
                let from_m = self.number(keyword)?;
                self.expect(keyword, "to", form)?;
                let to_m = self.number(keyword)?;
                self.expect(keyword, "m", form)?;
                json!({"from_m": from_m, "to_m": to_m})
            }
            Form::Mark => {
                let form = "a known place, a distance and a bearing, such as `Mill 9 km bearing 120`";
                let from = self.text(keyword, form)?;
                let distance = format!("{} {}", self.text(keyword, form)?, self.text(keyword, form)?);
                self.expect(keyword, "bearing", form)?;
                json!({"from": from, "distance": distance, "bearing": self.number("bearing")?})
            }
            Form::Rung => self.rung(keyword)?,
        })
    }

    /// Whether these words stand here; steps over them.
    fn take(&mut self, phrase: &str) -> bool {
        let stands = self.stands(self.at, phrase);
        self.at += if stands { phrase.split(' ').count() } else { 0 };
        stands
    }
    fn mark(&mut self, mark: &str) -> bool {
        let stands = self.tokens.get(self.at).is_some_and(|token| token.what == What::Mark && token.text == mark);
        self.at += usize::from(stands);
        stands
    }
    fn expect(&mut self, keyword: &str, phrase: &str, expected: &str) -> Cut<()> {
        if self.take(phrase) { Ok(()) } else { self.unread(keyword, expected) }
    }
    /// The value here is not what `keyword` takes.
    fn unread<T>(&mut self, keyword: &str, expected: &str) -> Cut<T> {
        let problem = match self.tokens.get(self.at) {
            None => Problem::new(codes::NO_VALUE, "", format!("`{keyword}` lacks its value")).expected(expected),
            Some(token) => {
                let message = format!("{} is not what `{keyword}` takes", quoted(&token.text));
                let problem = Problem::new(codes::NO_VALUE, "", message).expected(expected);
                let is_keyword = token.what == What::Word && self.rule().is_some();
                let help = format!("it is a keyword; where it is meant as a name, write `\"{}\"`", token.text);
                if is_keyword { problem.help(help) } else { problem }
            }
        };
        self.note(problem, (self.at, self.at + 1));
        Err(Unread)
    }

    /// A word that is no keyword, or a quotation.
    fn text(&mut self, keyword: &str, expected: &str) -> Cut<String> {
        if !self.text_stands() {
            return self.unread(keyword, expected);
        }
        self.at += 1;
        Ok(self.tokens[self.at - 1].text.clone())
    }
    fn text_stands(&self) -> bool {
        self.tokens.get(self.at).is_some_and(|token| match token.what {
            What::Quoted => true,
            What::Word => self.rule().is_none(),
            What::Mark => false,
        })
    }
    fn names(&mut self, keyword: &str) -> Cut<Vec<String>> {
        let mut names = vec![self.text(keyword, "names between commas")?];
        while self.mark(",") {
            names.push(self.text(keyword, "another name after the comma")?);
        }
        Ok(names)
    }
    fn number(&mut self, keyword: &str) -> Cut<u64> {
        match self.word(self.at).and_then(digits) {
            Some(number) => {
                self.at += 1;
                Ok(number)
            }
            None => self.unread(keyword, "a whole number"),
        }
    }

    /// A date, the clock time after it, the offset after that: as far as they stand here.
    fn instant(&mut self, keyword: &str) -> Cut<String> {
        let mut text = self.text(keyword, "a date and a clock time, such as `2030-03-05 12:00`")?;
        let clock = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(':');
        let offset = |word: &str| word == "Z" || (word.starts_with(['+', '-']) && word.contains(':'));
        for shape in [&clock as &dyn Fn(&str) -> bool, &offset] {
            if let Some(word) = self.word(self.at).filter(|word| shape(word)) {
                text = format!("{text} {word}");
                self.at += 1;
            }
        }
        Ok(text)
    }
    fn duration(&mut self, keyword: &str) -> Cut<String> {
        let form = "a duration, such as `72 hours`";
        Ok(format!("{} {}", self.text(keyword, form)?, self.text(keyword, form)?))
    }
    /// After how long, what kind of step, and perhaps whom.
    fn rung(&mut self, keyword: &str) -> Cut<Value> {
        let after = self.duration(keyword)?;
        let kinds = RUNG_KINDS.map(|(words, _)| words);
        let Some(by) = kinds.into_iter().find(|words| self.take(words)) else {
            return self.unread(keyword, &one_of(kinds));
        };
        let mut rung = json!({"after": after, "by": by});
        if self.text_stands() {
            rung["whom"] = self.names(keyword)?.into();
        }
        Ok(rung)
    }
    /// A time with, perhaps, its words or its precision.
    fn time(&mut self, keyword: &str) -> Cut<Value> {
        let mut time = if self.take("from") {
            let from = self.end_of_time(keyword)?;
            self.expect(keyword, "until", "`time from TIME until TIME`")?;
            json!({"from": from, "until": self.end_of_time(keyword)?})
        } else {
            self.simple_time(keyword)?
        };
        if self.take("as") {
            let precision = self.word(self.at).filter(|word| ["exact", "day", "days"].contains(word));
            let key = if precision.is_some() { "precision" } else { "words" };
            let words = self.text("as", "words in quotes, or `exact`, `day` or `days`")?;
            if time.is_string() {
                time = json!({"at": time});
            }
            time[key] = words.into();
        }
        Ok(time)
    }
    fn end_of_time(&mut self, keyword: &str) -> Cut<Value> {
        if !self.mark("(") {
            return self.simple_time(keyword);
        }
        let time = self.simple_time(keyword)?;
        if self.mark(")") { Ok(time) } else { self.unread(keyword, "`)` after the time") }
    }
    fn simple_time(&mut self, keyword: &str) -> Cut<Value> {
        if self.take("between") {
            let first = self.instant(keyword)?;
            self.expect(keyword, "and", "`between TIME and TIME`")?;
            return Ok(json!({"between": [first, self.instant(keyword)?]}));
        }
        if self.take("about") {
            let about = self.instant(keyword)?;
            self.expect(keyword, "within", "how far off it may be: `about 2030-03-05 17:00 within 30 minutes`")?;
            return Ok(json!({"about": about, "within": self.duration("within")?}));
        }
        let first = self.instant(keyword)?;
        Ok(if self.take("to") { json!({"days": [first, self.instant("to")?]}) } else { first.into() })
    }

    /// `radio < ministry < unnamed "a commander"`; the last link may have several sources.
    fn chain(&mut self, keyword: &str) -> Cut<Value> {
        let mut links = Vec::new();
        loop {
            let (begin, mut sources) = (self.at, vec![self.source(keyword)?]);
            while self.mark("&") {
                sources.push(self.source("&")?);
            }
            let end = self.at;
            let last = !self.mark("<");
            if !last && (sources.len() > 1 || sources[0].is_object()) {
                let problem = Problem::new(codes::NO_VALUE, "from", "only the last link of a chain is an origin");
                let help = "several sources, or one without a name, stand at the end of the chain; others are reports of their own";
                self.note(problem.help(help), (begin, end));
                return Err(Unread);
            }
            let source = if sources.len() == 1 { sources.remove(0) } else { Value::Array(sources) };
            links.push(source);
            if last {
                return Ok(Value::Array(links));
            }
        }
    }
    fn source(&mut self, keyword: &str) -> Cut<Value> {
        if self.take("unnamed") {
            return Ok(json!({"unnamed": self.text("unnamed", "the report's words for it, such as `\"activists\"`")?}));
        }
        Ok(self.text(keyword, "a source")?.into())
    }

    /// Names and an area, either or both.
    fn place_value(&mut self, keyword: &str, begin: usize) -> Cut<()> {
        let (mut names, from) = (Vec::new(), self.at);
        loop {
            if self.area_begins() {
                let until = self.at;
                let area = self.area(keyword)?;
                if !names.is_empty() {
                    self.set(keyword, begin, "at", names.into(), (from, until))?;
                }
                let span = (until, self.at);
                return self.set(keyword, begin, "area", area, span);
            }
            names.push(self.text(keyword, "a place, or an area such as `within 2 km of 39.10 N 22.50 E`")?);
            // An area may follow the names with or without a comma.
            if !self.mark(",") && !self.area_begins() {
                let span = (from, self.at);
                return self.set(keyword, begin, "at", names.into(), span);
            }
        }
    }
    fn area_begins(&self) -> bool {
        let number = |at| self.word(at).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        match self.word(self.at) {
            Some("polygon" | "point" | "within") => number(self.at + 1),
            _ => false,
        }
    }
    fn area(&mut self, keyword: &str) -> Cut<Value> {
        if self.take("point") {
            return Ok(json!({"centre": self.point("point")?, "radius": "0 m"}));
        }
        if self.take("within") {
            let form = "a distance and a point: `within 2 km of 39.10 N 22.50 E`";
            let radius = format!("{} {}", self.text("within", form)?, self.text("within", form)?);
            if !self.take("of") {
                return self.unread("within", form);
            }
            return Ok(json!({"centre": self.point("of")?, "radius": radius}));
        }
        if !self.stands(self.at, "polygon") {
            return self.unread(keyword, "`point`, `within` or `polygon` and its points");
        }
        let mut polygons = Vec::new();
        while self.take(if polygons.is_empty() { "polygon" } else { "and polygon" }) {
            let (outer, mut holes) = (self.points("polygon")?, Vec::new());
            while self.take("hole") {
                holes.push(self.points("hole")?);
            }
            polygons.push(if holes.is_empty() {
                json!({"outer": outer})
            } else {
                json!({"outer": outer, "holes": holes})
            });
        }
        Ok(json!({"polygons": polygons}))
    }
    fn points(&mut self, keyword: &str) -> Cut<Vec<String>> {
        let mut points = vec![self.point(keyword)?];
        while self.mark(",") {
            points.push(self.point(keyword)?);
        }
        Ok(points)
    }
    /// Up to four words: `39.10 N 22.50 E`.
    fn point(&mut self, keyword: &str) -> Cut<String> {
        let mut words = vec![self.text(keyword, "a point, such as `39.10 N 22.50 E`")?];
        while words.len() < 4
            && self.rule().is_none()
            && let Some(word) = self.word(self.at)
        {
            words.push(word.to_owned());
            self.at += 1;
        }
        Ok(words.join(" "))
    }

    fn count(&mut self, keyword: &str, category: &str) -> Cut<Value> {
        let (least, most, qualifier) = self.range(keyword)?;
        let mut count = json!({"category": category, "least": least, "most": most, "words": qualifier});
        loop {
            let (key, value) = match self.word(self.at) {
                Some("combatant" | "combatants") => ("population", "combatant"),
                Some("civilian" | "civilians") => ("population", "civilian"),
                Some(word @ ("cumulative" | "ambiguous")) => ("scope", word),
                Some("as") => {
                    self.at += 1;
                    count["words"] = self.text("as", "the words of the count in quotes")?.into();
                    continue;
                }
                _ => return Ok(count),
            };
            if count.get(key).is_some() {
                let here = (self.at, self.at + 1);
                let problem = Problem::new(codes::COUNT, "counts", "the count says two things at once");
                self.note(problem.help(format!("repeat `{keyword}` for each of them")), here);
                return Err(Unread);
            }
            count[key] = value.into();
            self.at += 1;
        }
    }
    /// Least, most and the words that bound them.
    fn range(&mut self, keyword: &str) -> Cut<(u64, Option<u64>, &'static str)> {
        let form = "a number, a range such as `62-80`, or `at least 60`";
        let qualifiers = ["at least", "at most", "more than", "fewer than", "less than", "nearly", "about"].into_iter();
        let qualifier = qualifiers.into_iter().find(|qualifier| self.take(qualifier)).unwrap_or("");
        let Some(word) = self.word(self.at).map(str::to_owned) else { return self.unread(keyword, form) };
        let bounds = match word.split_once(['-', '–']) {
            Some((least, most)) if qualifier.is_empty() => {
                digits(least).zip(digits(most)).map(|(least, most)| (least, Some(most)))
            }
            Some(_) => None,
            None => digits(&word).and_then(|number| bounds(qualifier, number)),
        };
        match bounds {
            Some((least, most)) => {
                self.at += 1;
                Ok((least, most, qualifier))
            }
            None => self.unread(keyword, form),
        }
    }
}

/// What a number with these words allows; `None` where it allows nothing.
fn bounds(qualifier: &str, number: u64) -> Option<(u64, Option<u64>)> {
    Some(match qualifier {
        "at least" => (number, None),
        "at most" => (0, Some(number)),
        "more than" => (number.checked_add(1)?, None),
        "fewer than" | "less than" => (0, Some(number.checked_sub(1)?)),
        "nearly" => (number.div_ceil(2), Some(number.checked_sub(1)?)),
        "about" => (number.div_ceil(2), Some(number.checked_add(number / 2)?)),
        _ => (number, Some(number)),
    })
}

/// A whole number of ASCII digits.
fn digits(text: &str) -> Option<u64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
