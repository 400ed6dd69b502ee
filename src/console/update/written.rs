//! After a write: the one place that brings up to date what depends on the
//! database, whoever wrote.

use super::super::effect::Effect;
use super::super::frame::{Console, DialogPart};
use super::super::job::Job;
use super::marks;
use crate::domain::{StatisticsDelta, UserId};

/// One cell was written in place.
pub(crate) fn cell(
    console: &mut Console,
    user: UserId,
    delta: Option<StatisticsDelta>,
    effects: &mut Vec<Effect>,
) {
    console.state.rows.forget(user);
    if console.state.marks.users.contains(&user) {
        marks::changed(&mut console.state, effects);
    }
    count(console, delta, effects);
}

/// A change was undone or redone in place; `rows` says whether it touched rows
/// of users, companies or rules.
pub(crate) fn reverted(
    console: &mut Console,
    rows: bool,
    delta: Option<StatisticsDelta>,
    effects: &mut Vec<Effect>,
) {
    console.state.rows.clear();
    marks::changed(&mut console.state, effects);
    count(console, delta, effects);
    if rows {
        effects.extend([Effect::ReadRules, Effect::Refresh]);
    }
}

/// A rule was written in place.
pub(crate) fn rule(
    console: &mut Console,
    delta: Option<StatisticsDelta>,
    effects: &mut Vec<Effect>,
) {
    count(console, delta, effects);
    // What another program wrote in the meantime comes first.
    effects.extend([Effect::Poll, Effect::ReadRules]);
}

/// The access policy of a role was written in place: whatever shows access is read again.
pub(crate) fn policy(console: &mut Console, effects: &mut Vec<Effect>) {
    reverted(console, true, None, effects);
}

/// The worker wrote: for the store of the loop that is a change of the file, so
/// everything is read again.
pub(crate) fn by_worker(
    console: &mut Console,
    delta: Option<StatisticsDelta>,
    effects: &mut Vec<Effect>,
) {
    console.state.rows.clear();
    marks::changed(&mut console.state, effects);
    if delta.is_some() {
        count(console, delta, effects);
    }
    effects.push(Effect::Refresh);
}

/// The statistics follow a write by its difference; what each role requires has
/// to be counted again while the rules are open.
fn count(console: &mut Console, delta: Option<StatisticsDelta>, effects: &mut Vec<Effect>) {
    if console.state.statistics.edited(delta) {
        effects.push(Effect::Start(Job::Count));
    }
    console.have_each(DialogPart::on_write, effects);
}
