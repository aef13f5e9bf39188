//! Who relays whom: each source on a line of its own, an arc from the one who said it to the one who passed it on.
//!
//! Not here: which sources (`situation::report`).

use maud::{Markup, html};
use situation::report::{ChainGraph, ChainRole};

use crate::page::Page;
use crate::page::text::text;

/// Height of a line, in pixels; the style sets the same.
const LINE: f64 = 30.0;
/// How far an arc reaches out for each line it spans, in pixels.
const REACH: f64 = 11.0;
/// How far it reaches out at most.
const WIDEST: f64 = 70.0;

pub(crate) fn graph(page: &Page<'_>, drawn: &ChainGraph) -> Markup {
    let height = drawn.nodes.len() as f64 * LINE;
    let reach = |from: usize, to: usize| (from.abs_diff(to) as f64 * REACH + 4.0).min(WIDEST);
    let widest = drawn.edges.iter().map(|(from, to)| reach(*from, *to)).fold(0.0, f64::max);
    let width = widest + 26.0;
    // Nodes stand beside their names; arcs reach away from them, in either direction of reading.
    let node = if page.rtl() { 12.0 } else { width - 12.0 };
    let away = if page.rtl() { 1.0 } else { -1.0 };
    let y = |index: usize| index as f64 * LINE + LINE / 2.0;
    html! {
        p { (text(&drawn.summary)) }
        div.graph {
            svg width=(format!("{width:.0}")) height=(format!("{height:.0}")) aria-hidden="true" {
                @for (from, to) in &drawn.edges {
                    @let (a, b, out) = (y(*from), y(*to), node + away * reach(*from, *to) * 1.3);
                    path.edge d=(format!("M{node:.0} {a:.0}C{out:.0} {a:.0} {out:.0} {b:.0} {:.0} {b:.0}", node + away * 9.0)) {}
                    path.edge d=(format!("M{:.0} {:.0}L{:.0} {b:.0}L{:.0} {:.0}", node + away * 14.0, b - 4.0, node + away * 8.0, node + away * 14.0, b + 4.0)) {}
                }
                @for (index, shown) in drawn.nodes.iter().enumerate() {
                    @match shown.role {
                        ChainRole::Origin => circle.node cx=(format!("{node:.0}")) cy=(format!("{:.0}", y(index))) r="5" {},
                        ChainRole::UnnamedOrigin => circle.node.unnamed cx=(format!("{node:.0}")) cy=(format!("{:.0}", y(index))) r="5" stroke-dasharray="2 2" {},
                        ChainRole::Relayer => rect.node.relayer x=(format!("{:.0}", node - 5.0)) y=(format!("{:.0}", y(index) - 5.0)) width="10" height="10" {},
                    }
                }
            }
            div {
                ol {
                    @for shown in &drawn.nodes {
                        li { bdi { (text(&shown.label)) } " " span.role { "– " (page.word(match shown.role {
                            ChainRole::Origin => "page-origin",
                            ChainRole::UnnamedOrigin => "page-unnamed",
                            ChainRole::Relayer => "page-relayer",
                        })) } }
                    }
                }
            }
        }
    }
}
