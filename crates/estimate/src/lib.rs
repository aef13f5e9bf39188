//! Estimates of how many people are on no list: multiple systems estimation, always as a spread of models.
//!
//! Several groups record the deaths of one stratum: a place, a time, a kind of death. People whom several of them
//! record say something of people whom none does, but only together with what is taken as given of how the lists
//! depend on each other; and that is never known. For Kosovo from March to June 1999, models that fit the same four
//! lists about equally well give from 9,824 to 19,233 deaths. So every model that fits about as well as the best is
//! shown, and none is chosen.
//!
//! ```text
//! who is on which lists ─▶ `Lists` ─┬─▶ `loglinear`: hierarchical models, each by `fit`, in order of BIC ─┐
//!                                   │     └─▶ `profile` of those near the best                            │
//!                                   ├─▶ `posterior`: decomposable graphs, averaged ───────────────────────┼─▶ `spread`
//!                                   ├─▶ `lower_bounds` ───────────────────────────────────────────────────┤
//!                                   └─▶ `two_lists` ──────────────────────────────────────────────────────┘
//! inside: `model` (which depend on which) ─▶ `existence` (is there a finite fit) ─▶ `poisson` (the fit)
//! ```
//!
//! What a spread says, and to whom: [`Spread::extent`] goes from the least to the greatest end of the 95 % intervals
//! of all models within ten BIC of the best and of the average over graphs. Where such a model gives no number,
//! because lists that never meet leave its terms undetermined or its fit gets better without end, the extent is open.
//! Where fewer than three lists share people it is not estimable, and says why. Lower bounds and pairs of lists stand
//! beside: they answer other questions.
//!
//! What every method takes as given, and what no number here can show: that the same person is found to be the same on
//! every list; that everybody on a list belongs to the stratum; that nobody is certain to be on no list. People whom
//! no list could reach are in no estimate, and longer lists do not mend that.
//!
//! Holds
//! - There is no best number: no type has a field for one.
//! - An estimate is of a stratum, never of one incident, and never says who did what.
//! - What is not determined is said to be: by model, by term, and for the whole.
//! - The same lists give the same digits on every machine: sums, products, quotients and roots are exact everywhere,
//!   and logarithms and exponentials are made from them here. The order of the lists changes at most the last digits.
//! - Whatever table it gets, it answers: tables are checked by [`Lists::new`], every size has a limit in [`limits`].
//! - It depends on nothing.
//!
//! Beside it stands [`Tally`]: the range of distinct incidents where registers give no more than counts.
//!
//! Sources
//! - Fienberg, The multiple recapture census for closed populations and incomplete contingency tables, Biometrika 59,
//!   1972.
//! - Baillargeon and Rivest, Rcapture: loglinear models for capture-recapture in R, J. Stat. Softw. 19(5), 2007.
//! - Madigan and York, Bayesian methods for estimation of the size of a closed population, Biometrika 84, 1997.
//! - Chan, Silverman and Vincent, Multiple systems estimation for sparse capture data, J. Am. Stat. Assoc. 116, 2021.
//! - Ball, Betts, Scheuren, Dudukovich and Asher, Killings and refugee flow in Kosovo, March-June 1999, AAAS, 2002.
//!
//! Not here: finding the same person on several lists (linking), figures of single incidents, what a report prints,
//! files, the time of day.

mod spread;
mod tally;
mod lists;
mod model;
mod loglinear;
mod profile;
mod graphs;
mod posterior;
mod bounds;
mod poisson;
mod existence;
mod matrix;
mod numbers;
pub mod limits;

pub use bounds::{LowerBound, TwoLists, Visibility, lower_bounds, two_lists};
pub use graphs::{Graph, decomposable};
pub use lists::{Lists, Wrong};
pub use loglinear::{Averaged, Estimate, Fit, Loglinear, NoFit, Why, fit, loglinear};
pub use model::{Family, Model, WrongModel};
pub use posterior::{Posterior, posterior};
pub use profile::{Greatest, Interval, Profile, profile};
pub use spread::{Caution, Extent, Line, Method, Part, Reason, Spread, spread};
pub use tally::{Distinct, Tally, TallyFault};
