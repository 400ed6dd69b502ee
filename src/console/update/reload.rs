//! The lists were read again: updates what is shown.

use super::super::effect::Effect;
use super::super::frame::{Console, DialogPart};
use super::super::job::Job;
use super::super::message::{Cause, Lists};
use super::super::state::{Notice, Rules, State, Tone};
use super::{external_change, filter, loading, marks};
use crate::domain::People;
use crate::filter::Axis;

/// Handles lists that were read again.
pub(crate) fn reloaded(
    console: &mut Console,
    lists: Lists,
    cause: Cause,
    effects: &mut Vec<Effect>,
) {
    let needs_home_companies = lists.needs_home_companies;
    show_lists(&mut console.state, lists, cause == Cause::Requested, effects);
    console.notify_each(DialogPart::on_reload, effects);
    if needs_home_companies {
        effects.push(Effect::Start(Job::ReadHomes));
    }
    let state = &mut console.state;
    match cause {
        Cause::Requested => state.notice = Some(Notice::new(Tone::Done, "reloaded")),
        Cause::Own => {
            // If users have no creation time, a person is identified by name, which may have
            // been edited.
            state.users.forget_person();
            state.marks.people = People::new();
            if let Some(copied) = &mut state.copied {
                copied.person = None;
            }
        }
        Cause::External => {
            if state.notice.is_none() {
                let text = "the database was changed by another program; view refreshed";
                state.notice = Some(Notice::new(Tone::Info, text));
            }
            external_change::recalculate(console, effects);
        }
    }
    loading::count(&mut console.state, effects);
}

/// Shows the new lists, and requests what matches the filters.
fn show_lists(state: &mut State, lists: Lists, is_requested: bool, effects: &mut Vec<Effect>) {
    state.companies.replace(lists.companies);
    state.rules = Rules::new(lists.rules);
    state.policies = lists.policies;
    state.rows.clear();
    if !state.company_filter.is_open() {
        if is_requested {
            state.companies.pending.expect_again();
        }
        filter::select(state, Axis::Companies, effects);
    }
    if is_requested && !(state.user_filter.is_open() && lists.complete) {
        state.users.pending.expect_again();
    }
    if !state.user_filter.is_open() {
        // What is shown remains until the worker has filtered again.
        filter::select(state, Axis::Users, effects);
    } else if lists.complete {
        state.users.replace(lists.users, true);
    } else {
        // The old list remains until the worker has the new one.
        if state.users.len() == 0 {
            state.users.replace(lists.users, false);
        }
        effects.push(Effect::Start(Job::ListUsers { request: 0 }));
    }
    marks::list_changed(state);
    marks::drop_gone_companies(state);
    marks::changed(state, effects);
}
