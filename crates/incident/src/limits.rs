//! Limits of linking, each with its unit in the name.

/// Most reports that are divided into incidents together: where more depend on each other, only the likeliest links are kept.
pub const COMPONENT_REPORTS: usize = 2_000;
/// Most reports of one source among those that are divided together, before it waits for the others.
pub const SOURCE_REPORTS: usize = 12;
/// Most reports, those that must go together taken as one, of which all divisions are looked at.
pub const EXACT_ATOMS: usize = 12;
/// Most reports of which other divisions are looked at; of more only the one of linking is listed.
pub const SEARCH_ATOMS: usize = 200;
/// How many divisions are listed.
pub const ALTERNATIVES: usize = 12;
/// Most divisions from which further steps are taken.
pub const SEARCH_STEPS: usize = 64;
/// Fewest reports that weights are learnt from; of fewer the program's own weights say more.
pub const LEARN_FROM_REPORTS: usize = 1_000;
/// Most reports that weights are learnt from.
pub const LEARN_REPORTS: usize = 12_000;
/// Most pairs of them.
pub const LEARN_PAIRS: usize = 100_000;
