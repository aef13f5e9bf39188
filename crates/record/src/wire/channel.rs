//! The keys of the kinds that go through the channel: tables of `spec/statements.md`, as in `body`.
//!
//! Not here: kinds and versions (`body`), how items are spelled (`cbor`).

use super::WireError;
use super::body::unknown;
use super::cbor::{Item, MapReader, MapWriter, Reader, Writer};
use super::tables::{anything, check_written, fields, require, words};
use crate::limits;
use crate::statement::*;

/// A choice whose keys stand in a map of its own.
macro_rules! choices {
    ($type:ident, $what:literal {
        $($number:literal $variant:ident $({ $($key:literal $rule:ident $field:ident)* })?)*
    }) => {
        impl Item for $type {
            fn write(&self, writer: &mut Writer) {
                fn write<'m, 'w>(it: &$type, map: &'m mut MapWriter<'w>) -> &'m mut MapWriter<'w> {
                    match it {
                        $($type::$variant $({ $($field),* })? => map.which($number)$($(.$rule($key, $field))*)?,)*
                    }
                }
                writer.map(|map| write(self, map));
            }
            fn read(reader: &mut Reader<'_>) -> Result<$type, WireError> {
                fn read(map: &mut MapReader<'_, '_>) -> Result<$type, WireError> {
                    match map.which()? {
                        $($number => Ok($type::$variant $({ $($field: map.$rule($key)?),* })?),)*
                        number => unknown(map, $what, number),
                    }
                }
                reader.map(read)
            }
        }
    };
}

// ---- notices and what comes back ----

fields! { Notice where lasts {
    0 one what
    1 some to
    2 one place
    3 one during
    4 maybe heights
    5 maybe marking
    6 maybe seen_at_night
    7 maybe contact
    8 maybe expires
    9 maybe objections_until
    10 maybe replaces
    11 one may_be_told
    12 one drill
    13 one words
} }

fn lasts(notice: &Notice, at: usize) -> Result<(), WireError> {
    require(!notice.during.is_empty(), WireError::OutOfRange { at, what: "window" })
}

words! { Notified, "what a notice is about" {
    0 ProtectedSite
    1 HumanitarianMovement
    2 PlannedActivity
    3 RepairWindow
    4 LocalSilence
} }

fields! { Heights where upwards {
    0 one from_m
    1 one to_m
} }

fn upwards(heights: &Heights, at: usize) -> Result<(), WireError> {
    require(heights.from_m <= heights.to_m, WireError::LeastAboveMost { at })
}

fields! { Receipt {
    0 one of
    1 some to
    2 one step
    3 one words
} }

choices! { Step, "step of a receipt" {
    0 Delivered { 1 one system }
    1 Seen { 1 one officer }
    2 ReadBack { 1 one officer 2 one place 3 list marks }
    3 Passed { 1 one unit }
    4 Held { 1 one unit }
    5 Understood { 1 one officer }
    6 NoObjection
    7 Objects
    8 Halted { 1 one time }
    9 Continues
    10 Closed
} }

fields! { Mark where on_the_compass {
    0 one from
    1 one distance_mm
    2 one bearing_deg
} }

fn on_the_compass(mark: &Mark, at: usize) -> Result<(), WireError> {
    require(mark.bearing_deg < 360, WireError::OutOfRange { at, what: "bearing" })?;
    require(mark.distance_mm <= limits::RADIUS_MM, WireError::OutOfRange { at, what: "distance" })
}

// ---- warnings, halts, and who answers ----

fields! { Alert {
    0 one kind
    1 some to
    2 maybe on
    3 maybe place
    4 list endangered
    5 maybe since
    6 one drill
    7 one words
} }

words! { AlertKind, "kind of alert" {
    0 Warning
    1 Halt
} }

fields! { Escalation where on_a_rung {
    0 one of
    1 one silent
    2 one rung
    3 some to
    4 one due
} }

fn on_a_rung(escalation: &Escalation, at: usize) -> Result<(), WireError> {
    require(escalation.rung >= 1, WireError::OutOfRange { at, what: "rung" })
}

fields! { Ladder where within_rungs {
    0 one party
    1 some rungs
} }

fn within_rungs(ladder: &Ladder, at: usize) -> Result<(), WireError> {
    let rungs = ladder.rungs.len();
    let too_many = WireError::TooManyItems { at, what: "rungs", items: rungs, most: limits::LADDER_RUNGS };
    require(rungs <= limits::LADDER_RUNGS, too_many)
}

fields! { Rung where in_time {
    0 one after_s
    1 one by
    2 list whom
} }

fn in_time(rung: &Rung, at: usize) -> Result<(), WireError> {
    require((1..=limits::RUNG_S).contains(&rung.after_s), WireError::OutOfRange { at, what: "time of a rung" })
}

words! { RungKind, "kind of rung" {
    0 NextOfficer
    1 OtherChannel
    2 OtherSide
    3 Guarantors
} }

fields! { Duty {
    0 one officer
    1 one party
    2 list to
    3 one rank
    4 list reach
    5 list languages
    6 one during
} }

fields! { Handover {
    0 one watch
    1 one from
    2 one to
    3 one at
    4 list open
    5 one words
} }

fields! { Call where not_backwards {
    0 maybe same_as
    1 list to
    2 list about
    3 one caller
    4 one called
    5 one began
    6 maybe ended
    7 list spoke
    8 list numbers
    9 maybe language
    10 maybe interpreter
    11 one words
} }

fn not_backwards(call: &Call, at: usize) -> Result<(), WireError> {
    require(call.ended.is_none_or(|ended| call.began <= ended), WireError::EndsBeforeBegin { at })
}

// ---- convoys ----

fields! { Amount where least_first {
    0 one least
    1 maybe most
} }

fn least_first(amount: &Amount, at: usize) -> Result<(), WireError> {
    require(amount.most.is_none_or(|most| amount.least <= most), WireError::LeastAboveMost { at })
}

fields! { Convoy {
    0 one name
    1 list to
    2 maybe trucks
    3 list loads
    4 some route
    5 list seals
    6 list permits_from
    7 one during
    8 one drill
    9 one words
} }

fields! { ConvoyEvent {
    0 one convoy
    1 list to
    2 one leg
    3 maybe trucks
    4 maybe time
    5 maybe place
    6 one words
} }

choices! { Leg, "leg of a convoy" {
    0 Asked { 1 one issuer 2 maybe answer_by }
    1 Granted { 1 one issuer 2 maybe conditions }
    2 Refused { 1 one issuer }
    3 Departed
    4 Passed { 1 one checkpoint }
    5 SealChecked { 1 one seal 2 one whole }
    6 Held { 1 one cause 2 maybe by }
    7 WentOn
    8 TurnedBack
    9 Arrived { 1 maybe delivered 2 maybe accepted }
} }

// ---- the monitors' own way, and inquiries ----

fields! { Access {
    0 maybe of
    1 one step
    2 one watcher
    3 one party
    4 one zone
    5 one during
    6 maybe cause
    7 one words
} }

words! { AccessStep, "step of access" {
    0 Requested
    1 Granted
    2 Conditional
    3 Delayed
    4 Denied
} }

fields! { Inquiry {
    0 one file
    1 list to
    2 one stage
    3 maybe due
    4 one words
} }

choices! { Stage, "stage of an inquiry" {
    0 Alleged { 1 one on }
    1 Insufficient { 1 some missing }
    2 OutOfScope
    3 Duplicate { 1 one of }
    4 Opened { 1 one body }
    5 Asked { 1 one party }
    6 Answered { 1 one party }
    7 Refused { 1 one party }
    8 Found { 1 one finding }
    9 CommentsOpen
    10 Comment { 1 one party }
    11 Ruled { 1 one class }
    12 Adopted { 1 one body }
    13 Published
    14 Withheld { 1 maybe until }
    15 FollowUp { 1 one party 2 one asked }
    16 Replied { 1 one party }
    17 Done { 1 one party }
    18 Closed
    19 Reopened
} }

fields! { AreaQuestion {
    0 one purpose
    1 one place
    2 one during
} }
