//! Names across spellings and scripts: the form in which two of them are compared.
//!
//! ```text
//! "Deir ez-Zor", "Dayr az-Zawr", "دير الزور" ─▶ letters of one script ─▶ one letter for those that stand for one sound ─▶ pairs
//! ```
//!
//! Holds
//! - A form is for comparing, never for showing: every report keeps the names that its source gave.
//! - Names that are alike are never merged by this alone; likeness is one field among several.
//!
//! Not here: aliases (a register says them).

/// Sounds that writers spell in several ways, as one spelling; tried in this order.
const SOUNDS: &[(&str, &str)] = &[
    ("shch", "sh"),
    ("tch", "sh"),
    ("kh", "h"),
    ("gh", "g"),
    ("ch", "sh"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("dj", "j"),
    ("ou", "u"),
    ("oo", "u"),
    ("aw", "u"),
    ("ee", "i"),
    ("ay", "ei"),
    ("ai", "ei"),
    ("iy", "y"),
    ("q", "k"),
    ("c", "k"),
    ("v", "f"),
    ("x", "ks"),
];
/// Articles before a name, also those that took the sound of what follows.
const ARTICLES: &[&str] =
    &["al", "el", "ar", "as", "ash", "at", "an", "ad", "az", "er", "es", "esh", "ed", "ez", "et", "en", "the"];

/// Words that say nothing of what a text is about.
const EMPTY_WORDS: &[&str] = &[
    "about",
    "after",
    "again",
    "against",
    "also",
    "among",
    "and",
    "around",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "caused",
    "during",
    "for",
    "from",
    "had",
    "has",
    "have",
    "her",
    "his",
    "into",
    "its",
    "many",
    "more",
    "near",
    "new",
    "not",
    "one",
    "only",
    "other",
    "our",
    "out",
    "over",
    "result",
    "said",
    "says",
    "several",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "today",
    "under",
    "until",
    "was",
    "were",
    "when",
    "where",
    "which",
    "while",
    "who",
    "with",
    "yesterday",
];
/// From which likeness on two names may well be one, in percent.
pub const MUCH_ALIKE: u32 = 75;
/// How many letters of a word are compared: what follows them is grammar more often than meaning.
const STEM_LETTERS: usize = 6;

/// The words of a text that say something, as letters of one script, cut to their beginnings; numbers whole.
pub fn stems(text: &str) -> Vec<String> {
    let latin = any_ascii::any_ascii(text).to_lowercase();
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric());
    let says = |word: &&str| word.len() > 2 && !EMPTY_WORDS.contains(word);
    words.filter(says).map(|word| word.chars().take(STEM_LETTERS).collect()).collect()
}

/// The name as letters of one script, small, without articles, one letter for each sound.
///
/// ```
/// use incident::likeness::names::form;
/// assert_eq!(form("Al-Qasr"), form("el Kasr"));
/// ```
pub fn form(name: &str) -> String {
    let latin = any_ascii::any_ascii(name).to_lowercase();
    let mut form = String::with_capacity(latin.len());
    for word in latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !ARTICLES.contains(&word) {
            form.push_str(word);
        }
    }
    if form.is_empty() {
        form = latin.chars().filter(char::is_ascii_alphanumeric).collect();
    }
    for (written, as_one) in SOUNDS {
        if form.contains(written) {
            form = form.replace(written, as_one);
        }
    }
    let mut before = None;
    form.retain(|letter| before.replace(letter) != Some(letter));
    form
}

/// The pairs of neighbouring letters of a name's [`form`], and how it begins and ends: sorted.
pub fn grams(name: &str) -> Vec<u32> {
    let letters: Vec<u32> = format!("^{}$", form(name)).chars().map(u32::from).collect();
    let mut grams: Vec<u32> = letters.windows(2).map(|pair| pair[0] << 16 | pair[1]).collect();
    grams.sort_unstable();
    grams
}

/// What two sorted lists have in common.
pub fn common<'l>(a: &'l [u32], b: &'l [u32]) -> impl Iterator<Item = u32> + 'l {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.cmp(y) {
                std::cmp::Ordering::Equal => {
                    (i, j) = (i + 1, j + 1);
                    return Some(*x);
                }
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
            }
        }
        None
    })
}

/// The share that two sorted lists have in common, in percent (Dice): pairs of letters of names.
pub fn likeness(a: &[u32], b: &[u32]) -> u32 {
    (200 * common(a, b).count() / (a.len() + b.len()).max(1)) as u32
}
