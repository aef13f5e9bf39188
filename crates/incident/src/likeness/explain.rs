//! Why two reports are linked, or not: field by field, in weights that anybody can add up.
//!
//! Holds
//! - The weights of the fields, the prior and what the hypotheses share add up to the odds that linking used, to the millibit.
//!
//! Not here: the words in which it is shown.

use super::compare::{FIELDS, Field, compare};
use super::entry::{Entry, Lexicon};
use super::weights::{Weights, odds_of};

/// What one field adds to the odds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldWeight {
    /// The field.
    pub field: Field,
    /// How the two compare in it.
    pub level: u8,
    /// log2 probabilities of the level under each hypothesis, in millibits.
    pub under: [i32; 3],
}

/// Two reports judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Each field, in the order of [`Field::ALL`].
    pub fields: [FieldWeight; FIELDS],
    /// log2 probabilities of the hypotheses before anything is compared.
    pub priors: [i32; 3],
    /// log2 of the odds that they are about one incident, in millibits.
    pub odds: i32,
}

impl Judged {
    /// The odds as they would be if one field said nothing, in millibits.
    pub fn without(&self, field: Field) -> i32 {
        let mut under = self.priors;
        for other in self.fields.iter().filter(|other| other.field != field) {
            under.iter_mut().zip(other.under).for_each(|(sum, bits)| *sum += bits);
        }
        odds_of(under)
    }

    /// Fields without which the odds would no longer be better than even, or no longer worse.
    pub fn decisive(&self) -> Vec<Field> {
        let fields = self.fields.iter().map(|field| field.field);
        fields.filter(|field| (self.without(*field) > 0) != (self.odds > 0)).collect()
    }
}

/// Judges two reports by `weights`.
pub fn judge(a: &Entry, b: &Entry, lexicon: &Lexicon, weights: &Weights) -> Judged {
    let pattern = compare(a, b, lexicon, weights);
    let one_source = a.source == b.source;
    let fields = std::array::from_fn(|at| {
        let level = pattern[at];
        let under = [0, 1, 2].map(|hypothesis: usize| weights.levels[hypothesis][at][usize::from(level)]);
        FieldWeight { field: Field::ALL[at], level, under }
    });
    Judged { fields, priors: weights.priors[usize::from(one_source)], odds: weights.odds(&pattern, one_source) }
}
