//! The lists were read again, whoever wrote: what is shown follows.

use super::super::dialogs::{self, statistics, why};
use super::super::effect::{Cause, Effect, Lists};
use super::super::job::Job;
use super::super::state::{Notice, State, Tone};
use super::{count, external_change, filter, marks, rules};
use crate::domain::People;
use crate::filter::Axis;

/// Takes in lists that were read again.
pub(crate) fn reloaded(state: &mut State, lists: Lists, cause: Cause, effects: &mut Vec<Effect>) {
    let asked_for = cause == Cause::Requested;
    state.companies.replace(lists.companies);
    rules::replace(state, lists.rules);
    state.policies = lists.policies;
    dialogs::policy::keep_in_list(state);
    state.rows.clear();
    if !state.company_sieve.is_open() {
        if asked_for {
            state.companies.pending.expect_again();
        }
        filter::select(state, Axis::Companies, effects);
    }
    if asked_for && !(state.user_sieve.is_open() && lists.complete) {
        state.users.pending.expect_again();
    }
    if !state.user_sieve.is_open() {
        // What is shown serves until the worker has filtered again.
        filter::select(state, Axis::Users, effects);
    } else if lists.complete {
        state.users.replace(lists.users, true);
    } else {
        // The list that is there serves until the worker has the new one.
        if state.users.len() == 0 {
            state.users.replace(lists.users, false);
        }
        effects.push(Effect::Start(Job::ListUsers { request: 0 }));
    }
    marks::list_changed(state);
    marks::drop_gone_companies(state);
    marks::changed(state, effects);
    why::refresh(state, effects);
    statistics::refresh(state, effects);
    if lists.needs_home_companies {
        effects.push(Effect::Start(Job::ReadHomes));
    }
    match cause {
        Cause::Requested => state.notice = Some(Notice::new(Tone::Done, "reloaded")),
        Cause::Own => {
            // A user without a time of creation is known by the name.
            state.users.forget_person();
            state.marks.people = People::new();
            if let Some(taken) = &mut state.taken {
                taken.person = None;
            }
        }
        Cause::External => {
            if state.notice.is_none() {
                let text = "the database was changed by another program; view refreshed";
                state.notice = Some(Notice::new(Tone::Info, text));
            }
            external_change::recalculate(state, effects);
        }
    }
    count(state, effects);
}
