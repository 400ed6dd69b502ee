//! The lists were read again, whoever wrote: what is shown follows.

use super::super::effect::Effect;
use super::super::frame::{Console, DialogPart};
use super::super::job::Job;
use super::super::message::{Cause, Lists};
use super::super::state::{Notice, Rules, State, Tone};
use super::{external_change, filter, loading, marks};
use crate::domain::People;
use crate::filter::Axis;

/// Takes in lists that were read again.
pub(crate) fn reloaded(
    console: &mut Console,
    lists: Lists,
    cause: Cause,
    effects: &mut Vec<Effect>,
) {
    let needs_home_companies = lists.needs_home_companies;
    take_in(&mut console.state, lists, cause == Cause::Requested, effects);
    console.have_each(DialogPart::on_reload, effects);
    if needs_home_companies {
        effects.push(Effect::Start(Job::ReadHomes));
    }
    let state = &mut console.state;
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
            external_change::recalculate(console, effects);
        }
    }
    loading::count(&mut console.state, effects);
}

/// Shows what the lists have now, and asks for what the filters let through of it.
fn take_in(state: &mut State, lists: Lists, asked_for: bool, effects: &mut Vec<Effect>) {
    state.companies.replace(lists.companies);
    state.rules = Rules::new(lists.rules);
    state.policies = lists.policies;
    state.rows.clear();
    if !state.company_filter.is_open() {
        if asked_for {
            state.companies.pending.expect_again();
        }
        filter::select(state, Axis::Companies, effects);
    }
    if asked_for && !(state.user_filter.is_open() && lists.complete) {
        state.users.pending.expect_again();
    }
    if !state.user_filter.is_open() {
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
}
