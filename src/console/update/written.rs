//! Updates everything that depends on the database after a write, whoever wrote. This is the
//! only function that does.

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
    /// Any cells, or what decides about them, by this console; `rows` is set if rows of users,
    /// companies, rules or policies were written too.
    Cells { rows: bool },
    /// The rule of a role, by this console.
    Rule,
    /// Anything, by the worker. To the loop's store this is an external change, so everything
    /// is read again.
    ByWorker,
}

/// Updates what depends on a write. `delta` is the difference it makes to the statistics, if
/// known.
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
        // Changes of other programs since then are read first.
        Written::Rule => effects.extend([Effect::Poll, Effect::ReadRules]),
        Written::ByWorker => effects.push(Effect::Refresh),
    }
}

/// Applies the difference to the statistics. While the rules are open, the figures of each
/// role have to be counted again.
fn count(console: &mut Console, delta: Option<StatisticsDelta>, effects: &mut Vec<Effect>) {
    if console.state.statistics.edited(delta) {
        effects.push(Effect::Start(Job::Count));
    }
    console.notify_each(DialogPart::on_write, effects);
}
