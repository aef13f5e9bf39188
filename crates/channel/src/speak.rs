//! Who speaks for whom (N2): names are resolved, and the register says which of them speak for a party.
//!
//! Holds
//! - A party that the agreement declares speaks for itself and for nobody else, whoever entered a line that says so: else
//!   one side could answer, close or take back for the other.
//!
//! Not here: on which subject somebody speaks: in the channel that is not asked.

use record::statement::Statement;
use record::vocabulary::registers::Registers;
use record::vocabulary::time::Instant;

/// For whom `name` speaks at `at`: for itself, and for each party that the register gives it. In order, each once.
pub(crate) fn voices<'a>(registers: &'a Registers, name: &'a str, at: Instant) -> Vec<&'a str> {
    let name = registers.resolve(name);
    let mut voices = vec![name];
    if !is_side(registers, name) {
        let own = registers.speakers.iter().filter(|entry| registers.resolve(&entry.name) == name);
        voices.extend(own.filter(|entry| entry.during.contains(at)).map(|entry| registers.resolve(&entry.party)));
    }
    voices.sort_unstable();
    voices.dedup();
    voices
}

/// Whether this is a party that the agreement declares.
pub(crate) fn is_side(registers: &Registers, name: &str) -> bool {
    registers.parties.iter().any(|party| registers.resolve(party) == name)
}

/// Whether the two are one name or speak for one party.
pub(crate) fn same(one: &[&str], other: &[&str]) -> bool {
    one.iter().any(|voice| other.contains(voice))
}

/// Whether these voices are those of a declared party other than `but`.
pub(crate) fn of_another_side(registers: &Registers, voices: &[&str], but: &str) -> bool {
    !voices.contains(&but) && voices.iter().any(|voice| is_side(registers, voice))
}

/// Whether the speakers of two statements are the same here: one name, or two that speak for one party, each as of when its
/// statement became known.
pub fn same_speaker(registers: &Registers, one: &Statement, other: &Statement) -> bool {
    let of = |statement: &Statement| {
        let voices = voices(registers, statement.body.speaker(), statement.known().0);
        voices.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, other) = (of(one), of(other));
    one.iter().any(|voice| other.contains(voice))
}
