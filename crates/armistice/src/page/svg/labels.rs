//! Where labels stand on the map: beside what they name, on nothing else, with a line to it where they had to move away.
//!
//! ```text
//! things with their middles ─▶ those at one spot together ─▶ the first free place around each, nearest first
//! ```
//!
//! Holds
//! - No label lies on another, on a degree or on the scale bar: one that finds no room is left out and counted.
//! - Positions are percentages: what has room at one width has room at every greater one.
//!
//! Not here: what is named (`map`).

/// Width of a letter and height of a line, in pixels.
const LETTER: (f64, f64) = (7.0, 14.0);
/// How far from its thing a label may stand, in pixels, the nearest first.
const RADII: [f64; 8] = [13.0, 24.0, 36.0, 50.0, 66.0, 84.0, 104.0, 130.0];
/// From this distance on a line leads to the label.
const LED: f64 = 20.0;
/// Directions tried at each distance.
const DIRECTIONS: u32 = 16;
/// Things nearer to each other than this, in percent of the width, stand under one label.
const TOGETHER: f64 = 1.7;

/// Something to be named.
pub(super) struct Thing {
    /// What may be written, the best first; a later one is shorter.
    pub(super) texts: Vec<String>,
    /// Its middle, in percent across and down.
    pub(super) middle: (f64, f64),
    /// Its height, in percent of the frame.
    pub(super) height: f64,
    /// Whether it is looked for, and others have to make way.
    pub(super) first: bool,
}

/// A label that has found room.
pub(super) struct Placed {
    pub(super) text: String,
    /// In percent across and down.
    pub(super) at: (f64, f64),
    /// Where the line to its thing begins and ends.
    pub(super) line: Option<((f64, f64), (f64, f64))>,
    pub(super) first: bool,
}

/// A box in pixels: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

fn touch(a: &Area, b: &Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Numbers at one spot: the first stands for all, "22 +4". For each number the one under whose label it stands.
pub(super) fn together(numbers: &[(String, (f64, f64))], aspect: f64) -> Vec<usize> {
    let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot((a.1 - b.1) / aspect) < TOGETHER;
    let mut leads: Vec<usize> = Vec::new();
    for (index, (key, middle)) in numbers.iter().enumerate() {
        let lead = (0..index)
            .find(|other| leads[*other] == *other && numbers[*other].0 != *key && near(numbers[*other].1, *middle));
        leads.push(lead.unwrap_or(index));
    }
    leads
}

/// The labels for a frame so many pixels wide, and how many found no room; `taken` is what is drawn there already.
pub(super) fn place(things: &[Thing], width: f64, aspect: f64, taken: &[Area]) -> (Vec<Placed>, usize) {
    let height = width / aspect;
    let pixel = |(x, y): (f64, f64)| (x / 100.0 * width, y / 100.0 * height);
    let percent = |(x, y): (f64, f64)| (x / width * 100.0, y / height * 100.0);
    let mut boxes: Vec<Area> = taken.to_vec();
    let spots: Vec<Area> =
        things.iter().map(|thing| pixel(thing.middle)).map(|(x, y)| (x - 4.0, y - 4.0, x + 4.0, y + 4.0)).collect();
    let mut placed = Vec::new();
    let mut without = 0;
    let mut order: Vec<usize> = (0..things.len()).collect();
    order.sort_by_key(|index| !things[*index].first);
    for index in order {
        let thing = &things[index];
        let (x, y) = pixel(thing.middle);
        let large = thing.height / 100.0 * height > 3.0 * LETTER.1;
        let around = RADII.iter().flat_map(|radius| {
            (0..DIRECTIONS).map(move |step| {
                let turn = std::f64::consts::TAU * f64::from(step) / f64::from(DIRECTIONS);
                (*radius, turn.sin() * radius, -turn.cos() * radius)
            })
        });
        let inside = large.then_some((0.0, 0.0, 0.0));
        let candidates: Vec<(f64, f64, f64)> = inside.into_iter().chain(around).collect();
        let found = thing.texts.iter().find_map(|text| {
            let half = text.chars().count() as f64 * LETTER.0 / 2.0 + 2.0;
            candidates.iter().find_map(|(radius, across, down)| {
                // Sideways a label begins where its line ends.
                let side = if across.abs() > 1.0 {
                    across.signum() * (half - 6.0).max(0.0) * (across.abs() / radius)
                } else {
                    0.0
                };
                let (cx, cy) = (x + across + side, y + down);
                let own = (cx - half, cy - LETTER.1 / 2.0, cx + half, cy + LETTER.1 / 2.0);
                let seen = own.0 > 2.0 && own.1 > 2.0 && own.2 < width - 2.0 && own.3 < height - 2.0;
                let free = seen
                    && !boxes.iter().any(|other| touch(&own, other))
                    && !spots
                        .iter()
                        .enumerate()
                        .any(|(other, spot)| (other != index || *radius > 0.0) && touch(&own, spot));
                free.then_some((text, own, (cx, cy), *radius))
            })
        });
        match found {
            Some((text, own, at, radius)) => {
                boxes.push(own);
                let end = (x.clamp(own.0, own.2), y.clamp(own.1, own.3));
                let line = (radius > LED).then(|| (percent((x, y)), percent(end)));
                placed.push(Placed { text: text.clone(), at: percent(at), line, first: thing.first });
            }
            None => without += 1,
        }
    }
    (placed, without)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(text: &str, x: f64, y: f64) -> Thing {
        Thing { texts: vec![text.into()], middle: (x, y), height: 0.5, first: true }
    }

    #[test]
    fn no_label_lies_on_another() {
        let things: Vec<Thing> =
            (0..20).map(|n| thing(&n.to_string(), 50.0 + f64::from(n % 5), 50.0 + f64::from(n / 5))).collect();
        let (placed, without) = place(&things, 600.0, 1.0, &[]);
        assert_eq!(placed.len() + without, 20);
        let area = |label: &Placed| {
            let half = label.text.len() as f64 * LETTER.0 / 2.0 + 2.0;
            let (x, y) = (label.at.0 * 6.0, label.at.1 * 6.0);
            (x - half + 0.01, y - 6.99, x + half - 0.01, y + 6.99)
        };
        for (index, label) in placed.iter().enumerate() {
            assert!(placed[..index].iter().all(|other| !touch(&area(label), &area(other))));
        }
        assert!(without < 5, "{without} without a label");
    }

    #[test]
    fn what_is_at_one_spot_stands_together() {
        let numbers = [("2".to_owned(), (10.0, 10.0)), ("9".to_owned(), (10.5, 10.0)), ("5".to_owned(), (60.0, 10.0))];
        assert_eq!(together(&numbers, 1.0), [0, 0, 2]);
    }
}
