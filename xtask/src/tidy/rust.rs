//! Enough of Rust to read names and strings: comments and strings told apart from code, paths, public items.
//!
//! Holds
//! - `code` keeps the lines of the file; comments, the insides of strings and unit tests are blanks.
//!
//! Not here: a parser. What a macro makes is not seen.

/// One file, read.
#[derive(Debug)]
pub struct Source {
    /// The code alone, line by line as in the file.
    pub code: String,
    /// The string literals outside unit tests.
    pub strings: Vec<Literal>,
}

/// A string literal.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Its text as written, escapes not resolved.
    pub text: String,
}

/// A path such as `std::fs::read`, or a single name; a group `a::{b, c}` is read as `a::b` and `a::c`,
/// all of a module as `a::*`.
#[derive(Debug, PartialEq, Eq)]
pub struct Path {
    /// The line of its last segment, from 1.
    pub line: usize,
    /// Its names, in order.
    pub segments: Vec<String>,
}

/// What kind of public item a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A struct, enum, trait, union or type alias.
    Type,
    /// A function, constant, static, module or field.
    Other,
}

/// A public item.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// The line of its name, from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
}

impl Source {
    /// Reads a file; broken code is read as far as it goes.
    pub fn read(text: &str) -> Source {
        let mut reader =
            Reader { chars: text.chars().collect(), at: 0, line: 1, code: String::new(), strings: Vec::new() };
        reader.run();
        let (code, tests) = without_tests(&reader.code);
        let strings = reader.strings.into_iter().filter(|literal| !tests.iter().any(|t| t.contains(&literal.line)));
        Source { code, strings: strings.collect() }
    }

    /// Every path and name in the code, groups opened.
    pub fn paths(&self) -> Vec<Path> {
        let tokens = tokens(&self.code);
        let (mut paths, mut at) = (Vec::new(), 0);
        while at < tokens.len() {
            match &tokens[at].1 {
                Token::Name(_) => at = read_path(&tokens, at, &[], &mut paths),
                _ => at += 1,
            }
        }
        paths
    }

    /// Public items and fields; `pub(crate)` and its like are not public.
    pub fn public_items(&self) -> Vec<Item> {
        let tokens = tokens(&self.code);
        let name = |at: usize| match tokens.get(at) {
            Some((line, Token::Name(name))) => Some((*line, name.as_str())),
            _ => None,
        };
        let mut items = Vec::new();
        for start in (0..tokens.len()).filter(|&at| name(at).is_some_and(|(_, name)| name == "pub")) {
            let mut at = start + 1;
            // `const` opens both `const fn` and `const LIMIT`.
            while let Some((_, "async" | "unsafe" | "extern" | "const")) = name(at) {
                if name(at + 1).is_none_or(|(_, next)| !matches!(next, "fn" | "async" | "unsafe" | "extern")) {
                    break;
                }
                at += 1;
            }
            let Some((line, word)) = name(at) else { continue };
            match (word, name(at + 1)) {
                ("struct" | "enum" | "trait" | "type" | "union", Some((line, name))) => {
                    items.push(Item { line, kind: Kind::Type, name: name.to_owned() });
                }
                ("fn" | "const" | "static" | "mod", Some((line, name))) => {
                    items.push(Item { line, kind: Kind::Other, name: name.to_owned() });
                }
                _ if matches!(tokens.get(at + 1), Some((_, Token::Other(':')))) => {
                    items.push(Item { line, kind: Kind::Other, name: word.to_owned() });
                }
                _ => {}
            }
        }
        items
    }

    /// The lines of floating-point literals such as `1.5`, `1e9` or `2f64`.
    pub fn float_literals(&self) -> Vec<usize> {
        let mut found = Vec::new();
        for (line, text) in super::lines(&self.code) {
            let chars: Vec<char> = text.chars().collect();
            let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
            let mut at = 0;
            while at < chars.len() {
                let begins = digit(at) && (at == 0 || !(is_name(chars[at - 1]) || chars[at - 1] == '.'));
                if !begins {
                    at += 1;
                    continue;
                }
                let start = at;
                while at < chars.len() && is_name(chars[at]) {
                    at += 1;
                }
                let word: String = chars[start..at].iter().collect();
                let decimal = !["0x", "0b", "0o"].iter().any(|prefix| word.starts_with(prefix));
                let point = chars.get(at) == Some(&'.') && digit(at + 1);
                let exponent = word.find(['e', 'E']).is_some_and(|e| word[..e].chars().all(|c| c.is_ascii_digit()));
                if decimal && (point || exponent || word.ends_with("f32") || word.ends_with("f64")) {
                    found.push(line);
                }
                if point {
                    at += 1;
                    while at < chars.len() && is_name(chars[at]) {
                        at += 1;
                    }
                }
            }
        }
        found.dedup();
        found
    }
}

/// A name split into lower-case words: at capitals, underscores and changes to a new word.
pub fn split_name(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        let follows_small = at > 0 && !chars[at - 1].is_uppercase();
        let before_small = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = c.is_uppercase() && at > 0 && (follows_small || before_small);
        if !c.is_alphanumeric() || begins {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().expect("one word at least").extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    strings: Vec<Literal>,
}

impl Reader {
    fn run(&mut self) {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.blank();
                    }
                }
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('r', Some('"' | '#')) if !self.in_name(2) => self.raw_string(),
                ('\'', next) => {
                    // A lifetime has no closing quote two characters on.
                    let literal = next == Some('\\') || self.peek(2) == Some('\'');
                    self.keep();
                    if literal {
                        if self.peek(0) == Some('\\') {
                            self.blank();
                        }
                        self.blank();
                        while self.peek(0).is_some_and(|c| c != '\'') {
                            self.blank();
                        }
                        self.keep();
                    }
                }
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// Whether what stands before here is a name and not just the prefix `b` or `c` of a literal.
    fn in_name(&self, most: usize) -> bool {
        let before: Vec<char> =
            self.chars[..self.at].iter().rev().copied().take_while(|c| is_name(*c)).take(most).collect();
        !(before.is_empty() || before == ['b'] || before == ['c'])
    }

    fn step(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn keep(&mut self) {
        if let Some(c) = self.step() {
            self.code.push(c);
        }
    }

    fn blank(&mut self) {
        if let Some(c) = self.step() {
            self.code.push(if c == '\n' { '\n' } else { ' ' });
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (Some(_), _) => {
                    self.blank();
                    continue;
                }
                (None, _) => return,
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let (line, start) = (self.line, self.at + 1);
        self.keep();
        while let Some(c) = self.peek(0) {
            if c == '"' {
                break;
            }
            if c == '\\' {
                self.blank();
            }
            self.blank();
        }
        self.strings.push(Literal { line, text: self.chars[start..self.at].iter().collect() });
        self.keep();
    }

    fn raw_string(&mut self) {
        let hashes = self.chars[self.at + 1..].iter().take_while(|c| **c == '#').count();
        if self.peek(1 + hashes) != Some('"') {
            return self.keep(); // a raw name such as `r#type`
        }
        for _ in 0..hashes + 2 {
            self.keep();
        }
        let (line, start) = (self.line, self.at);
        let closes = |at: usize, chars: &[char]| {
            chars[at] == '"' && chars.len() > at + hashes && chars[at + 1..=at + hashes].iter().all(|c| *c == '#')
        };
        while self.at < self.chars.len() && !closes(self.at, &self.chars) {
            self.blank();
        }
        self.strings.push(Literal { line, text: self.chars[start..self.at].iter().collect() });
        for _ in 0..hashes + 1 {
            self.keep();
        }
    }
}

/// Blanks what stands under `#[cfg(test)]`; the lines blanked.
fn without_tests(code: &str) -> (String, Vec<std::ops::RangeInclusive<usize>>) {
    const MARK: &str = "#[cfg(test)]";
    let (mut kept, mut rest, mut tests) = (String::new(), code, Vec::new());
    while let Some(start) = rest.find(MARK) {
        kept.push_str(&rest[..start]);
        let (mut depth, mut end) = (0usize, rest.len());
        for (at, c) in rest.char_indices().skip_while(|(at, _)| *at < start + MARK.len()) {
            match c {
                '{' => depth += 1,
                // A field, variant or arm is under the mark: what holds it ends here, and is not ours.
                '}' if depth == 0 => {
                    end = at;
                    break;
                }
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 && matches!(c, '}' | ';') {
                end = at + 1;
                break;
            }
        }
        let first = kept.matches('\n').count() + 1;
        kept.extend(rest[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        tests.push(first..=kept.matches('\n').count() + 1);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    (kept, tests)
}

#[derive(Debug)]
enum Token {
    Name(String),
    /// `::`
    Separator,
    Other(char),
}

fn tokens(code: &str) -> Vec<(usize, Token)> {
    let mut tokens = Vec::new();
    let (mut line, mut chars) = (1, code.chars().peekable());
    while let Some(c) = chars.next() {
        if c == '\n' {
            line += 1;
        } else if is_name(c) {
            let mut name = String::from(c);
            while let Some(next) = chars.next_if(|next| is_name(*next)) {
                name.push(next);
            }
            tokens.push((line, Token::Name(name)));
        } else if c == ':' && chars.next_if_eq(&':').is_some() {
            tokens.push((line, Token::Separator));
        } else if !c.is_whitespace() {
            tokens.push((line, Token::Other(c)));
        }
    }
    tokens
}

/// Reads one path that begins at the name `at`, under `prefix`; where reading goes on.
fn read_path(tokens: &[(usize, Token)], mut at: usize, prefix: &[String], paths: &mut Vec<Path>) -> usize {
    let mut segments = prefix.to_vec();
    let mut line = 0;
    while let Some((here, Token::Name(name))) = tokens.get(at) {
        (line, at) = (*here, at + 1);
        segments.push(name.clone());
        if !matches!(tokens.get(at), Some((_, Token::Separator))) {
            break;
        }
        match tokens.get(at + 1) {
            Some((_, Token::Name(_))) => at += 1,
            Some((_, Token::Other('*'))) => {
                segments.push("*".to_owned());
                at += 2;
                break;
            }
            Some((_, Token::Other('{'))) => {
                at += 2;
                while let Some((_, token)) = tokens.get(at) {
                    match token {
                        Token::Name(_) => at = read_path(tokens, at, &segments, paths),
                        Token::Other('}') => return at + 1,
                        _ => at += 1,
                    }
                }
                return at;
            }
            _ => break,
        }
    }
    paths.push(Path { line, segments });
    at
}
