//! Limits of estimation, each with its unit in the name.

/// Fewest lists from which anything is estimated: two cannot tell dependence from coverage.
pub const LISTS_LEAST: usize = 3;
/// Most lists of one stratum.
pub const LISTS_MOST: usize = 8;
/// Longest name of a list.
pub const LIST_NAME_BYTES: usize = 200;
/// Most people on all lists of one stratum together, each counted once.
pub const PEOPLE: u64 = 10_000_000;
/// Most lists for which every hierarchical model without the highest term is fitted; with more lists, sets of pairs
/// are.
pub const HIERARCHICAL_LISTS: usize = 4;
/// Most models with a set of pairs that are fitted before the best of them is extended.
pub const PAIR_MODELS: usize = 2_048;
/// How far above the least BIC a model still counts as near, in units of BIC. Above 10, Kass and Raftery (JASA 1995)
/// call the evidence against a model very strong.
pub const NEAR_BIC: f64 = 10.0;
/// Most near models whose intervals are computed; where more are near, the caution `ManyNearModels` says so.
pub const NEAR_MODELS: usize = 400;
/// Most lists for which all decomposable graphs are weighed: 3 have 8, 4 have 61, 5 have 822, 6 would have 18,154.
pub const GRAPH_LISTS: usize = 5;
/// Greatest number of missing people that is looked at, for each person observed.
pub const MISSING_RATIO: u64 = 50;
/// Least of the greatest number of missing people that is looked at, where few people are observed.
pub const MISSING_LEAST: u64 = 1_000;
/// Steps in which the number of people is searched: the number divided by this, where that is more than one person and
/// no more than half the root of the missing people, which is finer than any posterior.
pub const PEOPLE_STEPS: u64 = 20_000;
/// An estimate above this many times the observed number is cautioned as running far.
pub const FAR_RATIO: f64 = 20.0;
/// Most registers set side by side.
pub const REGISTERS: usize = 8;
/// Most strata of a tally: every day of ten years in thirty districts is 109,500.
pub const STRATA: usize = 200_000;
/// Most incidents that all registers together count.
pub const COUNTED: u64 = 1_000_000_000;
