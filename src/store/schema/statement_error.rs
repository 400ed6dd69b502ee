//! Explains why a statement on a table of the HR system failed: a constraint of the table, a
//! trigger, or a foreign key.

use rusqlite::Connection;

use super::triggers::{Consequences, Trigger, named};
use crate::domain::SchemaName;
use crate::store::StoreError;
use crate::store::sqlite::faults::{
    ConstraintKind, EngineFault, constraint, message, table_of_constraint,
};

/// The error of a statement that writes to `table`, with the trigger that raised it, or those
/// that may have.
pub(crate) fn of_table(connection: &Connection, table: &str, error: rusqlite::Error) -> StoreError {
    let (Some(fault), Ok(all)) = (EngineFault::of(&error), Consequences::read(connection)) else {
        return error.into();
    };
    let message = message(&error);
    let started = all.started_by(&[table]);
    match fault {
        EngineFault::Constraint(ConstraintKind::Trigger) => {
            let raises = |it: &&Trigger| it.mentions("raise");
            // The message is usually a literal in the trigger's definition.
            let text = in_sql(&message);
            let has_text = |it: &Trigger| it.body().contains(&text);
            let mut suspects: Vec<&Trigger> = started.iter().copied().filter(raises).collect();
            if !suspects.iter().any(|it| has_text(it)) {
                // A trigger may be fired in ways that definitions do not show.
                let others = all.triggers.iter().filter(raises).filter(|it| has_text(it));
                suspects
                    .extend(others.filter(|it| !started.iter().any(|of| std::ptr::eq(*of, *it))));
            }
            let suspects = narrowed(suspects, has_text);
            StoreError::Refused(format!("{} stopped it: {message}", named(&suspects)))
        }
        EngineFault::Constraint(kind) => of_constraint(table, &started, kind, error),
        // A trigger that names something that does not exist makes every statement fail.
        EngineFault::Statement if !started.is_empty() => {
            let missing = message.rsplit(": ").next().unwrap_or_default().to_ascii_lowercase();
            let missing = missing.strip_prefix("main.").unwrap_or(&missing).to_owned();
            let suspects = narrowed(started, |it| it.mentions(&missing));
            StoreError::Refused(format!("{} cannot run: {message}", named(&suspects)))
        }
        _ => error.into(),
    }
}

/// Whether the violated constraint belongs to another table than the one written to, because a
/// trigger writes to that.
pub(crate) fn names_another_table(table: &str, error: &rusqlite::Error) -> bool {
    table_of_constraint(&message(error)).is_some_and(|other| !other.eq_ignore_ascii_case(table))
}

/// The error of committing a change: deferred foreign keys are checked only then.
pub(crate) fn at_commit(error: rusqlite::Error) -> StoreError {
    if constraint(&error) != Some(ConstraintKind::ForeignKey) {
        return error.into();
    }
    let why = "a deferred foreign key is broken at the end of the change: a trigger wrote a row \
               that refers to nothing, or something refers to a row that is gone";
    StoreError::Refused(why.into())
}

/// The error if a trigger or a constraint has rolled back the whole transaction.
pub(crate) fn rolled_back(connection: &Connection) -> StoreError {
    let triggers = Trigger::all(connection).unwrap_or_default();
    let suspects: Vec<&Trigger> =
        triggers.iter().filter(|it| it.sql.contains("rollback")).collect();
    let by = if suspects.is_empty() { "a constraint".to_owned() } else { named(&suspects) };
    StoreError::Refused(format!("{by} rolled it back"))
}

fn of_constraint(
    table: &str,
    started: &[&Trigger],
    kind: ConstraintKind,
    error: rusqlite::Error,
) -> StoreError {
    let message = message(&error);
    if let Some(other) = table_of_constraint(&message) {
        if other.eq_ignore_ascii_case(table) {
            return error.into();
        }
        let other = other.to_ascii_lowercase();
        let suspects = narrowed(started.to_vec(), |it| it.mentions(&other));
        return StoreError::Refused(format!("{} fails: {message}", named(&suspects)));
    }
    let table = SchemaName::from(table);
    let what = if kind == ConstraintKind::ForeignKey {
        format!("a foreign key of {table}, or of a table that refers to it, does not allow it")
    } else {
        format!("{message} (in {table})")
    };
    if started.is_empty() {
        return StoreError::Refused(what);
    }
    StoreError::Refused(format!("{what}; or {} fails", named(started)))
}

/// The suspects that are meant; all of them if none is.
fn narrowed(suspects: Vec<&Trigger>, is_meant: impl Fn(&Trigger) -> bool) -> Vec<&Trigger> {
    let meant: Vec<&Trigger> = suspects.iter().copied().filter(|it| is_meant(it)).collect();
    if meant.is_empty() { suspects } else { meant }
}

/// A message as it is written in a definition, in lower case.
fn in_sql(message: &str) -> String {
    message.to_ascii_lowercase().replace('\'', "''")
}
