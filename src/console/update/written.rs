//! After a write: the one place that brings up to date what depends on the
//! database, whoever wrote.

use super::super::dialogs::rules;
use super::super::effect::Effect;
use super::super::job::Job;
use super::super::state::State;
use super::marks;
use crate::domain::{StatisticsDelta, UserId};

/// One cell was written in place.
pub(crate) fn cell(
    state: &mut State,
    user: UserId,
    delta: Option<StatisticsDelta>,
    effects: &mut Vec<Effect>,
) {
    state.rows.forget(user);
    if state.marks.users.contains(&user) {
        marks::changed(state, effects);
    }
    count(state, delta, effects);
}

/// A change was undone or redone in place; `rows` says whether it touched rows
/// of users, companies or rules.
pub(crate) fn reverted(
    state: &mut State,
    rows: bool,
    delta: Option<StatisticsDelta>,
    effects: &mut Vec<Effect>,
) {
    state.rows.clear();
    marks::changed(state, effects);
    count(state, delta, effects);
    if rows {
        effects.extend([Effect::ReadRules, Effect::Refresh]);
    }
}

/// A rule was written in place.
pub(crate) fn rule(state: &mut State, delta: Option<StatisticsDelta>, effects: &mut Vec<Effect>) {
    count(state, delta, effects);
    // What another program wrote in the meantime comes first.
    effects.extend([Effect::Poll, Effect::ReadRules]);
}

/// The access policy of a role was written in place: whatever shows access is read again.
pub(crate) fn policy(state: &mut State, effects: &mut Vec<Effect>) {
    reverted(state, true, None, effects);
}

/// The worker wrote: for the store of the loop that is a change of the file, so
/// everything is read again.
pub(crate) fn by_worker(
    state: &mut State,
    delta: Option<StatisticsDelta>,
    effects: &mut Vec<Effect>,
) {
    state.rows.clear();
    marks::changed(state, effects);
    if delta.is_some() {
        count(state, delta, effects);
    }
    effects.push(Effect::Refresh);
}

/// The statistics follow a write by its difference; what each role requires has
/// to be counted again while the rules are open.
fn count(state: &mut State, delta: Option<StatisticsDelta>, effects: &mut Vec<Effect>) {
    if state.statistics.edited(delta) {
        effects.push(Effect::Start(Job::Count));
    }
    if rules::is_open(state) {
        rules::count_roles(state, effects);
    }
}
