//! What cannot be acted on is refused where it is handed in: a notice whose outline crosses itself, a halt to nobody.
//!
//! Holds
//! - Whoever hands it in is told all that is wrong, and may hand in what is right: nothing of it is on the record.
//! - What came late is no fault here: a notice that was carried by hand enters when its window is over, with its own time.
//!
//! Not here: the checks (`channel::admissible`), who may write (`record::ledger`).

use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use channel::admissible::Fault;
use record::live::{Declared, Knowledge};
use record::statement::{Acceptance, Body, Content, Stance, Statement};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::KnownAt;
use record::wire;

use super::problem::Problem;
use crate::sequencer::Fresh;

/// The registers as the log has them now.
pub struct Gate {
    declared: Declared,
    entered: Mutex<Entered>,
}

struct Entered {
    statements: Vec<Statement>,
    registers: Registers,
}

impl Gate {
    /// By what the log holds, and names that stand for themselves.
    pub fn new(declared: Declared, statements: &[Statement]) -> Gate {
        let statements: Vec<Statement> =
            statements.iter().filter(|statement| is_register(&statement.body.content)).cloned().collect();
        let registers = registers(&statements, &declared);
        Gate { declared, entered: Mutex::new(Entered { statements, registers }) }
    }

    /// Takes in what came onto the disk.
    pub fn tell(&self, group: &[Fresh]) {
        let own = group.iter().filter(|fresh| is_register(&fresh.body.content)).map(|fresh| Statement {
            id: wire::body_id(&fresh.bytes),
            body: fresh.body.clone(),
            accepted: Acceptance { known: KnownAt(fresh.accepted_at), history: false, received: None, batch: None },
        });
        let own: Vec<Statement> = own.collect();
        if own.is_empty() {
            return;
        }
        let mut entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner);
        entered.statements.extend(own);
        entered.registers = registers(&entered.statements, &self.declared);
    }

    /// That a body can be acted on.
    pub(super) fn admit(&self, body: &Body) -> Result<(), Problem> {
        let entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner);
        let Err(faults) = channel::admissible::actionable(body, &entered.registers) else { return Ok(()) };
        let said: Vec<String> = faults.iter().map(Fault::to_string).collect();
        Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, faults[0].code(), said.join("; ")))
    }
}

fn registers(statements: &[Statement], declared: &Declared) -> Registers {
    Knowledge::at(statements, KnownAt::ALL, declared).registers
}

fn is_register(content: &Content) -> bool {
    match content {
        Content::Registration(_) | Content::BatchUndone(_) => true,
        Content::Reply(reply) => reply.stance == Stance::Withdraws,
        _ => false,
    }
}
