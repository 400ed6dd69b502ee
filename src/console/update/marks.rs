//! Marks users and companies: one by one, as a range, or all that are shown.

use super::super::effect::Effect;
use super::super::job::Job;
use super::super::keymap::Action;
use super::super::number::counted as counted_in_words;
use super::super::state::{MarkedAccess, Notice, Pane, RangeStart, State, Tone, flip};
use super::loading;
use crate::domain::{CompanyId, People, UserId};

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Range if state.marks.range.is_none() => begin_range(state),
        Action::Range | Action::Mark if state.marks.range.is_some() => end_range(state),
        Action::Mark => mark(state),
        Action::MarkAll | Action::Invert
            if state.focus != Pane::Companies && !loading::has_all_users(state) => {}
        Action::MarkAll => mark_all(state),
        Action::Invert => invert(state),
        _ => {}
    }
    changed(state, effects);
}

/// Drops the range, otherwise the marks; returns false if there are neither.
pub(super) fn drop_one(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    if state.marks.range.take().is_some() {
        return true;
    }
    if state.marks.is_empty() {
        return false;
    }
    state.marks.users.clear();
    state.marks.companies.clear();
    changed(state, effects);
    true
}

/// Must be called after marks, lists or grants have changed: counts hidden marks, and requests
/// what the marked users have.
pub(crate) fn changed(state: &mut State, effects: &mut Vec<Effect>) {
    recount(state);
    let marks = &mut state.marks;
    marks.held = None;
    marks.people.retain(|user| marks.users.contains(&user));
    if !marks.users.is_empty() {
        let mut users: Vec<UserId> = marks.users.iter().copied().collect();
        users.sort_unstable();
        effects.push(Effect::Start(Job::CountMarked(users)));
    }
}

/// Takes what the marked users have, and who they are. Drops the marks of users who are gone
/// from the database, even if somebody else has the id now.
pub(super) fn counted(
    state: &mut State,
    held: MarkedAccess,
    people: &People,
    effects: &mut Vec<Effect>,
) {
    let marks = &mut state.marks;
    let marked = marks.users.len();
    let known = std::mem::take(&mut marks.people);
    marks.users.retain(|user| {
        let now = people.get(*user);
        now.is_some() && known.get(*user).is_none_or(|known| now == Some(known))
    });
    marks.people = people.iter().filter(|(user, _)| marks.users.contains(user)).collect();
    match marked - marks.users.len() {
        0 => marks.held = Some(held),
        dropped => {
            if state.marks.users.is_empty() {
                state.users.lose_marks();
            }
            report_dropped(state, dropped, "marked user is", "marked users are");
            changed(state, effects);
        }
    }
}

/// Drops the marks of companies that are gone.
pub(super) fn drop_gone_companies(state: &mut State) {
    let State { marks, companies, .. } = state;
    let marked = marks.companies.len();
    marks.companies.retain(|id| companies.by_id(id).is_some());
    let dropped = marked - marks.companies.len();
    if dropped > 0 {
        if marks.companies.is_empty() {
            companies.lose_marks();
        }
        report_dropped(state, dropped, "marked company is", "marked companies are");
    }
}

fn report_dropped(state: &mut State, dropped: usize, one: &str, several: &str) {
    let what = counted_in_words(dropped as u64, one, several);
    let text = format!("{what} no longer in the database; mark removed");
    state.notice = Some(Notice::new(Tone::Warning, text));
}

/// Another list is shown: the range begins at the new position of its first user and company,
/// or ends if they are no longer shown.
pub(super) fn list_changed(state: &mut State) {
    recount(state);
    let Some(start) = state.marks.range.take() else {
        return;
    };
    let user = start.user_id.map(|id| state.users.position(id));
    let company = start.company_id.as_ref().map(|id| state.companies.position(id));
    let is_gone = match start.pane {
        Pane::Users => user == Some(None),
        Pane::Companies => company == Some(None),
        Pane::Matrix => user == Some(None) || company == Some(None),
    };
    if is_gone {
        let text = "range cleared: its first row is no longer shown";
        state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    let at = |found: Option<Option<usize>>, before| found.flatten().unwrap_or(before);
    let (user, company) = (at(user, start.user), at(company, start.company));
    state.marks.range = Some(RangeStart { user, company, ..start });
}

/// Counts the marks that the filter hides.
pub(super) fn recount(state: &mut State) {
    let State { marks, users, companies, .. } = state;
    let shown = users.shown().iter().filter(|user| marks.users.contains(user)).count();
    marks.hidden_users = if marks.users.is_empty() { 0 } else { marks.users.len() - shown };
    let shown = companies.shown().filter(|company| marks.companies.contains(&company.id)).count();
    marks.hidden_companies = marks.companies.len() - shown;
}

/// Begins a range at the cursor, replacing any other.
pub(super) fn begin_range(state: &mut State) {
    let (user, company) = (state.users.cursor, state.companies.cursor);
    let user_id = state.users.current();
    let company_id = state.companies.current().map(|it| it.id.clone());
    let pane = state.focus;
    state.marks.range = Some(RangeStart { pane, user, company, user_id, company_id });
    let (mark, cancel) = (state.key(Action::Range), state.key(Action::Clear));
    let text = format!("range started: move, then {mark} marks it, {cancel} cancels");
    state.notice = Some(Notice::new(Tone::Info, text));
}

/// Marks what is in the range, before an action applies to it.
pub(super) fn close_range(state: &mut State, effects: &mut Vec<Effect>) {
    if state.marks.range.is_some() {
        end_range(state);
        changed(state, effects);
    }
}

fn end_range(state: &mut State) {
    if let Some(range) = state.marks.user_range(state.users.cursor) {
        let users = state.users.window(*range.start()..range.end() + 1);
        state.marks.users.extend(users);
    }
    if let Some(range) = state.marks.company_range(state.companies.cursor) {
        let ids: Vec<CompanyId> =
            range.filter_map(|at| state.companies.get(at)).map(|it| it.id.clone()).collect();
        state.marks.companies.extend(ids);
    }
    state.marks.range = None;
}

/// In the matrix, the cursor is on both axes: both are marked, or neither.
fn mark(state: &mut State) {
    let user = state.users.current();
    let company = state.companies.current().map(|company| company.id.clone());
    let person = state.cursor_row().map(|row| row.user.person);
    let marks = &mut state.marks;
    if let (Some(user), Some(person)) = (user, person) {
        marks.people.insert(user, person);
    }
    match (state.focus, user, company) {
        (Pane::Users, Some(user), _) => flip(&mut marks.users, user),
        (Pane::Companies, _, Some(company)) => flip(&mut marks.companies, company),
        (Pane::Matrix, Some(user), Some(company)) => {
            if marks.users.contains(&user) && marks.companies.contains(&company) {
                marks.users.remove(&user);
                marks.companies.remove(&company);
            } else {
                marks.users.insert(user);
                marks.companies.insert(company);
            }
        }
        _ => {}
    }
}

fn mark_all(state: &mut State) {
    if state.focus != Pane::Companies {
        state.marks.users.extend(state.users.shown());
    }
    if state.focus != Pane::Users {
        let ids = state.companies.shown().map(|company| company.id.clone());
        state.marks.companies.extend(ids);
    }
}

fn invert(state: &mut State) {
    if state.focus != Pane::Companies {
        for user in state.users.shown() {
            flip(&mut state.marks.users, *user);
        }
    }
    if state.focus != Pane::Users {
        for company in state.companies.shown() {
            flip(&mut state.marks.companies, company.id.clone());
        }
    }
}
