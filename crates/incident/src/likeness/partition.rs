//! Reports that may be about one incident, divided into incidents: average link, with what must and must not go together.
//!
//! ```text
//! odds of every pair ─▶ the two parts with the greatest mean odds are joined, while it is enough ─▶ single reports moved
//! ```
//!
//! Holds
//! - The mean decides, not the best pair: a chain of likenesses joins nothing by itself.
//! - Parts of which one pair must not go together are never joined; what must go together is never parted.
//! - The same pairs in the same order give the same parts.
//!
//! Not here: which reports are looked at together (`linker`).

/// Odds that say: these two must not go together.
pub const NEVER: i32 = i32::MIN;
/// Most rounds in which single reports are moved.
const ROUNDS: usize = 5;
/// How much better another part must be before a report moves there, in millibits.
const MARGIN: i64 = 72;

/// Reports 0..n by part: parts in order of their first report, reports in order within each.
pub type Partition = Vec<Vec<usize>>;

/// What is summed between two parts.
#[derive(Clone, Copy, Default)]
struct Between {
    odds: i64,
    never: bool,
}

/// Divides as many reports as `waits` has. `odds` is symmetric, of millibits or [`NEVER`]; `must` go together whatever the odds.
///
/// Reports that wait are looked at when the others are divided: they join what there is, and have no part in what that is.
pub fn partition(waits: &[bool], odds: impl Fn(usize, usize) -> i32, must: &[(usize, usize)], join: i32) -> Partition {
    let atoms = atoms(waits.len(), must);
    let k = atoms.len();
    let mut pairs = vec![Between::default(); k * k];
    for (a, members) in atoms.iter().enumerate() {
        for (b, others) in atoms.iter().enumerate().take(a) {
            let mut between = Between::default();
            for &x in members {
                for &y in others {
                    match odds(x, y) {
                        NEVER => between.never = true,
                        millibits => between.odds += i64::from(millibits),
                    }
                }
            }
            (pairs[a * k + b], pairs[b * k + a]) = (between, between);
        }
    }
    let sizes: Vec<i64> = atoms.iter().map(|members| members.len() as i64).collect();
    let join = i64::from(join);
    let mut part_of: Vec<usize> = (0..k).collect();
    // Those that wait are looked at in a second turn, when the others lie where they lie.
    let (late, early): (Vec<usize>, Vec<usize>) =
        (0..k).partition(|atom| atoms[*atom].iter().all(|report| waits[*report]));
    for (turn, who) in [(&early, &early), (&late, &(0..k).collect())] {
        if !turn.is_empty() {
            let mut joining = Joining::of(who, &pairs, &sizes, part_of);
            joining.join(join);
            part_of = joining.part_of;
            moved(turn, who, &pairs, &sizes, join, &mut part_of);
        }
    }
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); k];
    for (atom, part) in part_of.into_iter().enumerate() {
        parts[part].extend(&atoms[atom]);
    }
    parts.retain(|part| !part.is_empty());
    parts.iter_mut().for_each(|part| part.sort_unstable());
    parts.sort_unstable();
    parts
}

/// What must go together, as one; in order of the first of each.
pub(super) fn atoms(n: usize, must: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut first: Vec<usize> = (0..n).collect();
    for &(a, b) in must {
        let (a, b) = (first[a], first[b]);
        let (least, greatest) = (a.min(b), a.max(b));
        first.iter_mut().filter(|first| **first == greatest).for_each(|first| *first = least);
    }
    let mut atoms: Vec<Vec<usize>> = vec![Vec::new(); n];
    for (report, first) in first.into_iter().enumerate() {
        atoms[first].push(report);
    }
    atoms.retain(|atom| !atom.is_empty());
    atoms
}

/// Whether the mean of `a` over `pairs_a` pairs is greater than that of `b`.
fn greater(a: i64, pairs_a: i64, b: i64, pairs_b: i64) -> bool {
    i128::from(a) * i128::from(pairs_b) > i128::from(b) * i128::from(pairs_a)
}

/// Parts that are being joined, each named by its first atom.
struct Joining {
    k: usize,
    pairs: Vec<Between>,
    sizes: Vec<i64>,
    /// The parts that are looked at, in order.
    alive: Vec<usize>,
    part_of: Vec<usize>,
}

impl Joining {
    /// The parts of the atoms in `who`, as they are so far.
    fn of(who: &[usize], pairs: &[Between], sizes: &[i64], part_of: Vec<usize>) -> Joining {
        let k = sizes.len();
        let mut joining =
            Joining { k, pairs: pairs.to_vec(), sizes: sizes.to_vec(), alive: who.to_vec(), part_of: (0..k).collect() };
        // A part may be named after an atom that has moved: here each is named after the first that is in it.
        let mut first: Vec<Option<usize>> = vec![None; k];
        for (atom, part) in part_of.into_iter().enumerate() {
            let first = *first[part].get_or_insert(atom);
            if first != atom {
                joining.absorb(first, atom);
            }
        }
        joining
    }

    fn between(&self, a: usize, b: usize) -> Between {
        self.pairs[a * self.k + b]
    }

    /// Whether part `b` is a better partner for `a` than `other` for `c`.
    fn better(&self, (a, b): (usize, usize), (c, other): (usize, usize)) -> bool {
        let (of, against) = (self.sizes[a] * self.sizes[b], self.sizes[c] * self.sizes[other]);
        greater(self.between(a, b).odds, of, self.between(c, other).odds, against)
    }

    /// The best partner of `a` among the parts after it.
    fn best_of(&self, a: usize) -> Option<usize> {
        let may = self.alive.iter().copied().filter(|b| *b > a && !self.between(a, *b).never);
        may.reduce(|best, b| if self.better((a, b), (a, best)) { b } else { best })
    }

    /// Joins the two parts with the greatest mean odds, while they are greater than `join`.
    fn join(&mut self, join: i64) {
        let mut best: Vec<Option<usize>> = vec![None; self.k];
        for at in 0..self.alive.len() {
            best[self.alive[at]] = self.best_of(self.alive[at]);
        }
        loop {
            let pairs = self.alive.iter().filter_map(|a| Some((*a, best[*a]?)));
            let Some((a, b)) = pairs.reduce(|first, next| if self.better(next, first) { next } else { first }) else {
                break;
            };
            if self.between(a, b).odds <= join * self.sizes[a] * self.sizes[b] {
                break;
            }
            self.absorb(a, b);
            for at in 0..self.alive.len() {
                let c = self.alive[at];
                if c == a || best[c] == Some(a) || best[c] == Some(b) {
                    best[c] = self.best_of(c);
                } else if c < a && !self.between(c, a).never {
                    // The grown part may now be a better partner than before; of equals, the earlier.
                    let better = best[c].is_none_or(|other| {
                        self.better((c, a), (c, other)) || (a < other && !self.better((c, other), (c, a)))
                    });
                    if better {
                        best[c] = Some(a);
                    }
                }
            }
        }
    }

    /// Part `b` goes into `a`.
    fn absorb(&mut self, a: usize, b: usize) {
        self.alive.retain(|part| *part != b);
        self.part_of.iter_mut().filter(|part| **part == b).for_each(|part| *part = a);
        self.sizes[a] += self.sizes[b];
        for c in (0..self.k).filter(|c| *c != a && *c != b) {
            let moved = self.between(b, c);
            let sum = &mut self.pairs[a * self.k + c];
            (sum.odds, sum.never) = (sum.odds + moved.odds, sum.never || moved.never);
            self.pairs[c * self.k + a] = self.pairs[a * self.k + c];
        }
    }
}

/// Moves single atoms to where their mean odds are greatest: the first joins knew less than the last.
///
/// It is the turn of the atoms in `turn`; they look at those in `who`.
fn moved(turn: &[usize], who: &[usize], pairs: &[Between], sizes: &[i64], join: i64, part_of: &mut [usize]) {
    let k = sizes.len();
    let mut sums = vec![Between::default(); k];
    let mut of_part = vec![0_i64; k];
    for _ in 0..ROUNDS {
        let mut changed = false;
        for &atom in turn {
            sums.fill(Between::default());
            of_part.fill(0);
            for other in who.iter().copied().filter(|other| *other != atom) {
                let (between, sum) = (pairs[atom * k + other], &mut sums[part_of[other]]);
                (sum.odds, sum.never) = (sum.odds + between.odds, sum.never || between.never);
                of_part[part_of[other]] += sizes[other];
            }
            let own = part_of[atom];
            let others = of_part[own];
            // Where it stands now, as a mean over `count` pairs for each of its reports; alone it is worth the odds of a join.
            let (mut best, mut count, mut part) =
                if others == 0 { (join * sizes[atom], 1, own) } else { (sums[own].odds, others, own) };
            best += MARGIN * count * sizes[atom];
            if others > 0
                && greater(join * sizes[atom], 1, best, count)
                && let Some(empty) = (0..k).find(|part| !part_of.contains(part))
            {
                (best, count, part) = (join * sizes[atom], 1, empty);
            }
            for to in (0..k).filter(|to| *to != own && of_part[*to] > 0 && !sums[*to].never) {
                if greater(sums[to].odds, of_part[to], best, count) {
                    (best, count, part) = (sums[to].odds, of_part[to], to);
                }
            }
            if part != own {
                part_of[atom] = part;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
}
