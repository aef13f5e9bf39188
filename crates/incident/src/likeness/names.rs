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

/// The share of pairs that two names have in common, in percent (Dice).
pub fn likeness(a: &[u32], b: &[u32]) -> u32 {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => (common, i, j) = (common + 1, i + 1, j + 1),
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    (200 * common / (a.len() + b.len()).max(1)) as u32
}
