//! Filtering and sorting an axis. While a filter is typed the last good
//! result stays; a faulty text filters nothing and says what is wrong.

use tui_input::{Input, InputRequest};

use super::super::effect::{Effect, Job};
use super::super::keymap::Action;
use super::super::state::{
    AxisFilter, Dialog, FilterDialog, Notice, Pane, SortDialog, State, Tone, sort_begins,
    sort_name, sorts,
};
use crate::filter::{self, Axis, Field, Filter};

/// Filters kept for each axis.
const KEPT: usize = 50;

/// The axis that `/` and `o` are about.
fn axis(state: &State) -> Axis {
    if state.focus == Pane::Companies { Axis::Companies } else { Axis::Users }
}

/// Opens the line in which a filter is typed.
pub(super) fn open(state: &mut State) {
    let axis = axis(state);
    let text = state.axis_filter(axis).text.clone();
    state.dialogs.push(Dialog::Filter(FilterDialog {
        axis,
        input: Input::new(text.clone()),
        error: None,
        before: text,
        recalled: 0,
        completing: None,
    }));
}

/// Keys of the line.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Filter(dialog)) = state.dialogs.last_mut() else {
        return;
    };
    let axis = dialog.axis;
    match action {
        Action::Accept if dialog.error.is_some() => {}
        Action::Accept => {
            let text = dialog.input.value().trim().to_owned();
            state.dialogs.pop();
            keep(state, axis, text);
        }
        Action::Close => {
            let before = dialog.before.clone();
            state.dialogs.pop();
            apply(state, axis, &before, effects);
        }
        Action::Complete => complete(state),
        Action::Older | Action::Newer => recall(state, action == Action::Older),
        _ => return,
    }
    typed(state, effects);
}

/// After the text of the line changed: a good filter is applied.
pub(super) fn typed(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Dialog::Filter(dialog)) = state.dialogs.last() else {
        return;
    };
    let (axis, text) = (dialog.axis, dialog.input.value().trim().to_owned());
    let error = apply(state, axis, &text, effects);
    if let Some(Dialog::Filter(dialog)) = state.dialogs.last_mut() {
        dialog.error = error;
    }
}

/// Shows what a filter lets through, as if it had been typed and kept.
pub(super) fn show(state: &mut State, axis: Axis, text: &str, effects: &mut Vec<Effect>) {
    match apply(state, axis, text, effects) {
        None => keep(state, axis, text.to_owned()),
        Some(error) => state.notice = Some(Notice::new(Tone::Error, error)),
    }
}

/// Remembers a filter, the newest last.
fn keep(state: &mut State, axis: Axis, text: String) {
    let history = &mut state.sieve_mut(axis).history;
    history.retain(|kept| *kept != text);
    if !text.is_empty() {
        history.push(text);
        let old = history.len().saturating_sub(KEPT);
        history.drain(..old);
    }
}

/// Lets everything through again; false if the axis has no filter.
pub(super) fn clear(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let axis = axis(state);
    if state.axis_filter(axis).text.is_empty() {
        return false;
    }
    apply(state, axis, "", effects);
    true
}

/// Filters an axis by a text, unless the text is faulty or the same as before.
fn apply(state: &mut State, axis: Axis, text: &str, effects: &mut Vec<Effect>) -> Option<String> {
    if state.axis_filter(axis).text == text {
        return None;
    }
    match filter::parse(axis, text) {
        Ok(filter) => {
            let axis_filter = state.sieve_mut(axis);
            (axis_filter.text, axis_filter.filter) = (text.to_owned(), filter);
            state.axis_mut(axis).is_replaced = true;
            select(state, axis, effects);
            None
        }
        Err(error) => Some(error.to_string()),
    }
}

/// Asks for what the axis is to show.
pub(super) fn select(state: &State, axis: Axis, effects: &mut Vec<Effect>) {
    let AxisFilter { filter, order, .. } = state.axis_filter(axis);
    let (filter, order) = (filter.clone(), *order);
    effects.push(Effect::Start(match axis {
        Axis::Users if state.axis_filter(axis).is_open() => Job::ListUsers { request: 0 },
        Axis::Users => {
            let marked = marked(&filter, &state.marks.users);
            Job::SelectUsers { filter, order, marked, request: 0 }
        }
        Axis::Companies => {
            let marked = marked(&filter, &state.marks.companies);
            Job::SelectCompanies { filter, order, marked, request: 0 }
        }
    }));
}

/// The marks, where the filter asks for them.
fn marked<T: Clone + Default>(filter: &Filter, marks: &T) -> T {
    if filter.asks_for_marks() { marks.clone() } else { T::default() }
}

/// Puts the next candidate where the cursor is.
fn complete(state: &mut State) {
    let known = |field: Field| match field {
        Field::Role => state.session.roles.clone(),
        Field::Tenant => state.companies.tenants(),
        Field::Home | Field::Company | Field::Code => state.companies.codes(),
        _ => Vec::new(),
    };
    let Some(Dialog::Filter(dialog)) = state.dialogs.last() else {
        return;
    };
    let text = dialog.input.value();
    let cursor = text.chars().take(dialog.input.cursor()).map(char::len_utf8).sum();
    let (completion, next, end) = if let Some((completion, at)) = &dialog.completing {
        let next = (at + 1) % completion.candidates.len();
        (completion.clone(), next, completion.range.start + completion.candidates[*at].len())
    } else {
        let completion = filter::complete(dialog.axis, text, cursor, &known);
        let end = completion.range.end;
        (completion, 0, end)
    };
    let Some(candidate) = completion.candidates.get(next) else {
        return;
    };
    let Some((before, after)) = text.get(..completion.range.start).zip(text.get(end..)) else {
        return;
    };
    let at = before.chars().count() + candidate.chars().count();
    let input = Input::new(format!("{before}{candidate}{after}")).with_cursor(at);
    if let Some(Dialog::Filter(dialog)) = state.dialogs.last_mut() {
        dialog.input = input;
        dialog.completing = (completion.candidates.len() > 1).then_some((completion, next));
    }
}

/// Goes through the filters that were kept.
fn recall(state: &mut State, older: bool) {
    let Some(Dialog::Filter(dialog)) = state.dialogs.last() else {
        return;
    };
    let history = &state.axis_filter(dialog.axis).history;
    let recalled = if older { dialog.recalled + 1 } else { dialog.recalled.saturating_sub(1) };
    let text = match history.len().checked_sub(recalled) {
        Some(at) if recalled > 0 => history[at].clone(),
        Some(_) => dialog.before.clone(),
        None => return,
    };
    if let Some(Dialog::Filter(dialog)) = state.dialogs.last_mut() {
        dialog.input = Input::new(text);
        dialog.recalled = recalled;
        dialog.completing = None;
    }
}

/// A character typed in the line.
pub(super) fn edit(dialog: &mut FilterDialog, request: InputRequest) {
    dialog.completing = None;
    dialog.input.handle(request);
}

/// Opens the choice of an order.
pub(super) fn open_sort(state: &mut State) {
    let axis = axis(state);
    let by = state.axis_filter(axis).order.by;
    let chosen = sorts(axis).iter().position(|sort| *sort == by).unwrap_or(0);
    state.dialogs.push(Dialog::Sort(SortDialog { axis, chosen }));
}

/// Keys of that choice: choosing the order that stands turns it round.
pub(super) fn sort(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Sort(dialog)) = state.dialogs.last_mut() else {
        return;
    };
    let axis = dialog.axis;
    let sorts = sorts(axis);
    match action {
        Action::Up => dialog.chosen = dialog.chosen.saturating_sub(1),
        Action::Down => dialog.chosen = (dialog.chosen + 1).min(sorts.len() - 1),
        Action::Accept => {
            let by = sorts[dialog.chosen];
            state.dialogs.pop();
            let order = &mut state.sieve_mut(axis).order;
            order.descending = order.by == by && !order.descending;
            order.by = by;
            let (name, begins) = (sort_name(axis, by), sort_begins(*order));
            let text = format!("sorted by {name}, {begins} · o Enter reverses");
            state.notice = Some(Notice::new(Tone::Info, text));
            state.axis_mut(axis).is_replaced = true;
            select(state, axis, effects);
        }
        _ => {
            state.dialogs.pop();
        }
    }
}
