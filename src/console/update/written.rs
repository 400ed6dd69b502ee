//! After a write: the one place that brings up to date what depends on the
//! database, whoever wrote.

use super::super::effect::Effect;
use super::super::frame::{Console, DialogPart};
use super::super::job::Job;
use super::marks;
use crate::domain::{StatisticsDelta, UserId};

/// What was written, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// A cell of this user, by this console.
    Cell(UserId),
    /// Any cells, or what decides about them, by this console; `rows` says whether rows of
    /// users, companies, rules or policies were written too.
    Cells { rows: bool },
    /// The rule of a role, by this console.
    Rule,
    /// Anything, by the worker: for the store of the loop that is a change of the file, so
    /// everything is read again.
    ByWorker,
}

/// Brings up to date what depends on a write. `delta` is the difference that it makes to
/// the statistics, where that is known.
pub(crate) fn follow(
    console: &mut Console,
    written: Written,
    delta: Option<StatisticsDelta>,
    effects: &mut Vec<Effect>,
) {
    match written {
        Written::Cell(user) => {
            console.state.rows.forget(user);
            if console.state.marks.users.contains(&user) {
                marks::changed(&mut console.state, effects);
            }
        }
        Written::Cells { .. } | Written::ByWorker => {
            console.state.rows.clear();
            marks::changed(&mut console.state, effects);
        }
        Written::Rule => {}
    }
    if written != Written::ByWorker || delta.is_some() {
        count(console, delta, effects);
    }
    match written {
        Written::Cell(_) | Written::Cells { rows: false } => {}
        Written::Cells { rows: true } => effects.extend([Effect::ReadRules, Effect::Refresh]),
        // What another program wrote in the meantime comes first.
        Written::Rule => effects.extend([Effect::Poll, Effect::ReadRules]),
        Written::ByWorker => effects.push(Effect::Refresh),
    }
}

/// The statistics follow a write by its difference; what each role requires has
/// to be counted again while the rules are open.
fn count(console: &mut Console, delta: Option<StatisticsDelta>, effects: &mut Vec<Effect>) {
    if console.state.statistics.edited(delta) {
        effects.push(Effect::Start(Job::Count));
    }
    console.have_each(DialogPart::on_write, effects);
}
