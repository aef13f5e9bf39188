//! The map: the mission's zones and places, where incidents are said to have been, graticule and scale bar.
//!
//! ```text
//! longitude, latitude ─▶ equirectangular at the view's middle latitude ─▶ percent of the frame
//! ```
//!
//! Holds
//! - A disc is drawn with its radius, whatever it is; an area as its outline; nothing as a point that nobody stated.
//! - Every letter and number on the map stands in the list beneath it.
//!
//! Not here: which areas (`situation::report`), the file of boundaries (`basemap`).

use maud::{Markup, html};
use record::vocabulary::place::{Area, Point, Polygon};
use situation::report::{MapDrawing, Shape, ShapeKind};

use super::labels::{self, Thing};
use super::percent;
use crate::page::text::{plain, text};
use crate::page::{Page, folded, list, tone_class};

/// Width over height of the frame, at least and at most.
const ASPECT: (f64, f64) = (0.8, 2.0);
/// Degrees of latitude in a kilometre.
const DEGREES_PER_KM: f64 = 1.0 / 111.195;
/// The smallest view, in degrees of latitude: some two kilometres.
const SMALLEST: f64 = 0.02;
/// The narrowest frames that labels are laid out for, in pixels, each with the class of pages that show it.
const FRAMES: [(f64, &str); 3] = [(310.0, "on-narrow"), (410.0, "on-middle"), (820.0, "on-wide")];

/// What is seen: the middle, half the extent, and how longitudes shrink there.
struct View {
    lon: f64,
    lat: f64,
    half_width: f64,
    half_height: f64,
    shrink: f64,
}

impl View {
    fn of(shapes: &[Shape]) -> Option<View> {
        let mut corners: Option<(f64, f64, f64, f64)> = None;
        for shape in shapes {
            let Some((west, south, east, north)) = bounds(&shape.area) else { continue };
            let known = corners.get_or_insert((west, south, east, north));
            *known = (known.0.min(west), known.1.min(south), known.2.max(east), known.3.max(north));
        }
        let (west, south, east, north) = corners?;
        let (lon, lat) = ((west + east) / 2.0, (south + north) / 2.0);
        let shrink = lat.to_radians().cos().max(0.2);
        let mut half_height = ((north - south) / 2.0).max(SMALLEST / 2.0) * 1.12;
        let mut half_width = ((east - west) / 2.0 * shrink).max(SMALLEST / 2.0) * 1.12;
        half_width = half_width.max(half_height * ASPECT.0);
        half_height = half_height.max(half_width / ASPECT.1);
        Some(View { lon, lat, half_width, half_height, shrink })
    }
    /// Percent across and down.
    fn place(&self, lon: f64, lat: f64) -> (f64, f64) {
        let x = ((lon - self.lon) * self.shrink / self.half_width + 1.0) * 50.0;
        let y = (1.0 - (lat - self.lat) / self.half_height) * 50.0;
        (x, y)
    }
    fn point(&self, point: &Point) -> (f64, f64) {
        self.place(degrees(point.lon_e7), degrees(point.lat_e7))
    }
}

fn degrees(e7: i32) -> f64 {
    f64::from(e7) / 1e7
}

/// The radius of a disc in degrees of latitude.
fn radius(radius_mm: u64) -> f64 {
    radius_mm as f64 / 1e6 * DEGREES_PER_KM
}

fn bounds(area: &Area) -> Option<(f64, f64, f64, f64)> {
    match area {
        Area::Disc { centre, radius_mm } => {
            let (lon, lat, r) = (degrees(centre.lon_e7), degrees(centre.lat_e7), radius(*radius_mm));
            let wide = r / lat.to_radians().cos().max(0.2);
            Some((lon - wide, lat - r, lon + wide, lat + r))
        }
        Area::Polygons(polygons) => {
            let points = || polygons.iter().flat_map(|polygon| &polygon.outer);
            points().next()?;
            let least = |of: fn(&Point) -> i32| points().map(of).min().map_or(0.0, degrees);
            let most = |of: fn(&Point) -> i32| points().map(of).max().map_or(0.0, degrees);
            Some((least(|p| p.lon_e7), least(|p| p.lat_e7), most(|p| p.lon_e7), most(|p| p.lat_e7)))
        }
    }
}

pub(crate) fn map(page: &Page<'_>, drawing: &MapDrawing) -> Markup {
    let Some(view) = View::of(&drawing.shapes) else { return html! {} };
    let aspect = view.half_width / view.half_height;
    let keys = keys(&drawing.shapes);
    let numbered = numbered(&view, &drawing.shapes, &keys);
    let things = things(&view, &drawing.shapes, &keys, &numbered);
    let labels = FRAMES.map(|(width, class)| (class, labels_at(&view, &things, width, class)));
    html! {
        figure {
            figcaption { h3 { (text(&drawing.title)) } p { (text(&drawing.summary)) } }
            div.map style={ "aspect-ratio:" (format!("{aspect:.3}")) } {
                svg role="img" aria-label=(plain(&drawing.summary)) {
                    svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" {
                        (graticule(&view))
                        @if let Some(basemap) = page.basemap {
                            @for line in &basemap.lines {
                                @if let Some(points) = seen(&view, &line.points) {
                                    polyline class=(if line.disputed { "border disputed" } else { "border" }) points=(points) {}
                                }
                            }
                        }
                        @for shape in &drawing.shapes { (outline(&view, shape)) }
                    }
                    (degrees_shown(&view))
                    @for (_, (drawn, _)) in &labels { (drawn) }
                    (scale_bar(page, &view))
                }
            }
            p {
                @if let Some(basemap) = page.basemap {
                    (page.word("page-basemap"))
                    @if basemap.lines.iter().any(|line| line.disputed) {
                        " " svg width="26" height="8" style="display:inline-block" aria-hidden="true" { line.border.disputed x1="0" x2="26" y1="4" y2="4" {} }
                        " " (page.word("page-basemap-disputed"))
                    }
                } @else { (page.word("page-no-basemap")) }
            }
            @for (class, (_, without)) in &labels {
                @if *without > 0 { p class=(class) { (text(&page.words.say("page-no-room", &[("n", (*without).into())]))) } }
            }
            (key_list(page, &drawing.shapes, &keys, &numbered))
            @if !drawing.not_drawn.is_empty() {
                details { summary { (page.word("page-not-drawn")) " (" (drawing.not_drawn.len()) ")" (folded(page)) } (list(page, &drawing.not_drawn, "points")) }
            }
        }
    }
}

/// A short sign for each thing, the same for every area of it: letters for zones and places, numbers for incidents.
fn keys(shapes: &[Shape]) -> Vec<(String, usize)> {
    let mut keys: Vec<(String, usize)> = Vec::new();
    let (mut letters, mut numbers) = (0usize, 0usize);
    for (index, shape) in shapes.iter().enumerate() {
        let known = shapes[..index].iter().position(|other| other.label == shape.label && same_kind(other, shape));
        let key = match (known, shape.kind) {
            (Some(first), _) => keys[first].0.clone(),
            (None, ShapeKind::Incident(_)) => {
                numbers += 1;
                shape.anchor.as_deref().and_then(|a| a.rsplit('-').next()).map_or(numbers.to_string(), str::to_owned)
            }
            (None, _) => {
                letters += 1;
                letter(letters)
            }
        };
        keys.push((key, index));
    }
    keys
}

fn same_kind(a: &Shape, b: &Shape) -> bool {
    matches!(a.kind, ShapeKind::Incident(_)) == matches!(b.kind, ShapeKind::Incident(_))
}

/// A, B, … Z, AA, AB, …
fn letter(mut number: usize) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'A' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    letters.iter().rev().collect()
}

fn class_of(shape: &Shape) -> String {
    match shape.kind {
        ShapeKind::Zone => "shape zone".into(),
        ShapeKind::ZoneNotAgreed => "shape zone-open".into(),
        ShapeKind::Place => "shape place".into(),
        ShapeKind::Incident(tone) => format!("shape incident {}", tone_class(tone)),
    }
}

fn outline(view: &View, shape: &Shape) -> Markup {
    let class = class_of(shape);
    match &shape.area {
        Area::Disc { centre, radius_mm } => {
            let (x, y) = view.point(centre);
            let r = radius(*radius_mm);
            // A disc of no radius is somebody's exact position: as small as a mark can be seen.
            let (rx, ry) = ((r / view.half_width * 50.0).max(0.5), (r / view.half_height * 50.0).max(0.5));
            html! { ellipse class=(class) cx=(format!("{x:.3}")) cy=(format!("{y:.3}")) rx=(format!("{rx:.3}")) ry=(format!("{ry:.3}")) {} }
        }
        Area::Polygons(polygons) => {
            let ring = |points: &[Point]| {
                let placed: Vec<String> =
                    points.iter().map(|p| view.point(p)).map(|(x, y)| format!("{x:.3} {y:.3}")).collect();
                format!("M{}Z", placed.join("L"))
            };
            let all = |polygon: &Polygon| {
                std::iter::once(&polygon.outer).chain(&polygon.holes).map(|points| ring(points)).collect::<String>()
            };
            html! { path class=(class) fill-rule="evenodd" d=(polygons.iter().map(all).collect::<String>()) {} }
        }
    }
}

/// The middle of an area, for its label.
fn middle(view: &View, area: &Area) -> (f64, f64) {
    match bounds(area) {
        Some((west, south, east, north)) => view.place((west + east) / 2.0, (south + north) / 2.0),
        None => (50.0, 50.0),
    }
}

/// How high an area is, in percent of the frame.
fn height(view: &View, area: &Area) -> f64 {
    bounds(area).map_or(0.0, |(_, south, _, north)| (north - south) / view.half_height * 50.0)
}

/// Incidents in the order of their numbers, each with the middle of its smallest area and the one whose label it shares.
struct Numbered<'a> {
    key: &'a str,
    shape: &'a Shape,
    middle: (f64, f64),
    lead: usize,
}

fn numbered<'a>(view: &View, shapes: &'a [Shape], keys: &'a [(String, usize)]) -> Vec<Numbered<'a>> {
    let mut found: Vec<Numbered<'a>> = Vec::new();
    // The smallest area is the last that is drawn.
    for (shape, (key, _)) in shapes.iter().zip(keys).rev() {
        if matches!(shape.kind, ShapeKind::Incident(_)) && found.iter().all(|known| known.key != key) {
            found.push(Numbered { key, shape, middle: middle(view, &shape.area), lead: 0 });
        }
    }
    found.sort_by_key(|one| (one.key.parse::<usize>().unwrap_or(usize::MAX), one.key));
    let spots: Vec<(String, (f64, f64))> = found.iter().map(|one| (one.key.to_owned(), one.middle)).collect();
    for (one, lead) in found.iter_mut().zip(labels::together(&spots, view.half_width / view.half_height)) {
        one.lead = lead;
    }
    found
}

/// What is named on the map: incidents by number, zones and places by name, or by letter where there is no room for it.
fn things(view: &View, shapes: &[Shape], keys: &[(String, usize)], numbered: &[Numbered<'_>]) -> Vec<Thing> {
    let mut things: Vec<Thing> = Vec::new();
    for (index, one) in numbered.iter().enumerate().filter(|(index, one)| *index == one.lead) {
        let more = numbered.iter().filter(|other| other.lead == index).count() - 1;
        let text = if more > 0 { format!("{} +{more}", one.key) } else { one.key.to_owned() };
        let height = height(view, &one.shape.area);
        things.push(Thing { texts: vec![text], middle: one.middle, height, first: true });
    }
    let mut named: Vec<&str> = Vec::new();
    for (shape, (key, _)) in shapes.iter().zip(keys).filter(|(shape, _)| !matches!(shape.kind, ShapeKind::Incident(_)))
    {
        // A zone and the place it is drawn by have one name.
        if named.contains(&shape.label.as_str()) {
            continue;
        }
        named.push(&shape.label);
        let texts = vec![plain(&shape.label), key.clone()];
        things.push(Thing { texts, middle: middle(view, &shape.area), height: 0.0, first: false });
    }
    things.retain(|thing| (0.0..=100.0).contains(&thing.middle.0) && (0.0..=100.0).contains(&thing.middle.1));
    things
}

/// The labels as a frame of so many pixels has room for them.
fn labels_at(view: &View, things: &[Thing], width: f64, class: &str) -> (Markup, usize) {
    let aspect = view.half_width / view.half_height;
    let height = width / aspect;
    let mut taken = vec![
        (0.0, 0.0, width, 18.0),
        (width * 0.9, 0.0, width, 30.0),
        (0.0, height - 34.0, width * 0.34 + 40.0, height),
    ];
    for (lat, _) in lines(view.lat, view.half_height) {
        let y = view.place(view.lon, lat).1 / 100.0 * height;
        taken.push((0.0, y - 16.0, 44.0, y + 2.0));
    }
    let (placed, without) = labels::place(things, width, aspect, &taken);
    let drawn = html! {
        g class=(class) {
            @for ((ax, ay), (bx, by)) in placed.iter().filter_map(|label| label.line) {
                line.leader x1=(percent(ax)) y1=(percent(ay)) x2=(percent(bx)) y2=(percent(by)) {}
            }
            @for label in &placed {
                text class=(if label.first { "halo number" } else { "halo where" }) x=(percent(label.at.0)) y=(percent(label.at.1)) dy="4" text-anchor="middle" { (label.text) }
            }
        }
    };
    (drawn, without)
}

fn key_list(page: &Page<'_>, shapes: &[Shape], keys: &[(String, usize)], numbered: &[Numbered<'_>]) -> Markup {
    let mut listed: Vec<&str> = Vec::new();
    let mut items: Vec<(&str, &Shape)> = Vec::new();
    for (key, index) in keys {
        let shape = &shapes[*index];
        if !matches!(shape.kind, ShapeKind::Incident(_)) && !listed.contains(&key.as_str()) {
            listed.push(key);
            items.push((key, shape));
        }
    }
    let kind = |shape: &Shape| {
        page.word(match shape.kind {
            ShapeKind::Zone => "page-zone",
            ShapeKind::ZoneNotAgreed => "page-zone-not-agreed",
            ShapeKind::Place => "page-place",
            ShapeKind::Incident(_) => "page-incident",
        })
    };
    let swatch = |shape: &Shape| {
        html! { svg width="22" height="12" style="display:inline-block" aria-hidden="true" { rect class=(class_of(shape)) x="1" y="1" width="20" height="10" {} } }
    };
    html! {
        details open {
            summary { (page.word("page-legend")) " (" (items.len() + numbered.len()) ")" }
            ul.keys {
                @for (index, one) in numbered.iter().enumerate() {
                    li {
                        (swatch(one.shape)) " " b { (one.key) } " "
                        @if one.lead != index { "(" (text(&page.words.say("page-drawn-with", &[("n", numbered[one.lead].key.into())]))) ") " }
                        @if !one.shape.words.is_empty() { (text(&one.shape.words)) " – " }
                        @if let Some(anchor) = &one.shape.anchor { a href={ "#" (anchor) } { bdi { (text(&one.shape.label)) } } }
                        @else { bdi { (text(&one.shape.label)) } }
                    }
                }
                @for (key, shape) in items {
                    li { (swatch(shape)) " " b { (key) } " " bdi { (text(&shape.label)) } " – " (kind(shape)) }
                }
            }
        }
    }
}

/// A step of the graticule that gives three to seven lines.
fn step(extent: f64) -> f64 {
    [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0]
        .into_iter()
        .find(|step| extent / step <= 6.0)
        .unwrap_or(30.0)
}

/// Multiples of the step inside a range.
fn lines(middle: f64, half: f64) -> Vec<(f64, f64)> {
    let by = step(half * 2.0);
    let first = ((middle - half) / by).ceil();
    (0..16)
        .map(|n| (first + f64::from(n)) * by)
        .take_while(|line| *line < middle + half)
        .map(|line| (line, by))
        .collect()
}

fn graticule(view: &View) -> Markup {
    html! {
        @for (lon, _) in lines(view.lon, view.half_width / view.shrink) {
            @let x = view.place(lon, view.lat).0;
            line.grat x1=(format!("{x:.3}")) x2=(format!("{x:.3}")) y1="0" y2="100" {}
        }
        @for (lat, _) in lines(view.lat, view.half_height) {
            @let y = view.place(view.lon, lat).1;
            line.grat y1=(format!("{y:.3}")) y2=(format!("{y:.3}")) x1="0" x2="100" {}
        }
    }
}

fn degrees_shown(view: &View) -> Markup {
    let said = |value: f64, by: f64, positive: &str, negative: &str| {
        let digits = if by >= 1.0 {
            0
        } else if by >= 0.1 {
            1
        } else if by >= 0.01 {
            2
        } else {
            3
        };
        format!("{:.digits$}°{}", value.abs(), if value < 0.0 { negative } else { positive })
    };
    html! {
        @for (index, (lon, by)) in lines(view.lon, view.half_width / view.shrink).into_iter().enumerate() {
            @let x = view.place(lon, view.lat).0;
            @if (6.0..86.0).contains(&x) {
                text.halo class=[(index % 2 == 1).then_some("wide")] x=(percent(x)) y="13" direction="ltr" text-anchor="middle" { (said(lon, by, "E", "W")) }
            }
        }
        @for (lat, by) in lines(view.lat, view.half_height) {
            @let y = view.place(view.lon, lat).1;
            @if (10.0..88.0).contains(&y) {
                text.halo x="4" y=(percent(y)) dy="-3" direction="ltr" text-anchor="start" { (said(lat, by, "N", "S")) }
            }
        }
    }
}

/// A round number of kilometres, a quarter of the width at most.
fn scale_bar(page: &Page<'_>, view: &View) -> Markup {
    let kilometres = view.half_width * 2.0 / DEGREES_PER_KM;
    let round =
        [500, 200, 100, 50, 20, 10, 5, 2, 1].into_iter().find(|km| f64::from(*km) <= kilometres / 4.0).unwrap_or(1);
    let width = f64::from(round) / kilometres * 100.0;
    html! {
        svg x="3%" y="100%" overflow="visible" {
            text.halo x="0" y="-14" direction="ltr" text-anchor="start" { (plain(&page.words.say("page-scale", &[("km", i64::from(round).into())]))) }
        }
        svg x="0" y="100%" width="100%" height="1" overflow="visible" {
            line x1="3%" x2=(percent(3.0 + width)) y1="-8" y2="-8" stroke="#1c2127" stroke-width="3" {}
        }
        svg x="97%" y="8" overflow="visible" {
            path d="M0 20V4M-4 9L0 2L4 9" fill="none" stroke="#1c2127" stroke-width="1.5" { title { (page.word("page-north")) } }
        }
    }
}

/// A line's points, where any part of it may be seen.
fn seen(view: &View, points: &[(f64, f64)]) -> Option<String> {
    let placed: Vec<(f64, f64)> = points.iter().map(|(lon, lat)| view.place(*lon, *lat)).collect();
    let beyond =
        |of: fn(&(f64, f64)) -> f64, low: bool| placed.iter().all(|p| if low { of(p) < 0.0 } else { of(p) > 100.0 });
    let outside = beyond(|p| p.0, true) || beyond(|p| p.0, false) || beyond(|p| p.1, true) || beyond(|p| p.1, false);
    if outside || placed.is_empty() {
        return None;
    }
    Some(placed.iter().map(|(x, y)| format!("{x:.3},{y:.3}")).collect::<Vec<_>>().join(" "))
}
