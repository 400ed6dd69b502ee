//! Filters an axis: applies a filter, adds it to the history, and requests the list that
//! matches it.

use super::super::effect::Effect;
use super::super::job::Job;
use super::super::keymap::Action;
use super::super::state::{AxisFilter, Notice, Pane, State, Tone};
use crate::filter::{self, Axis, Filter, FilterError};

/// The most filters in the history of each axis.
const MOST_REMEMBERED: usize = 50;

/// The axis that filter and sort keys apply to.
pub(crate) fn axis(state: &State) -> Axis {
    if state.focus == Pane::Companies { Axis::Companies } else { Axis::Users }
}

/// Applies a filter, as if it had been typed and accepted.
pub(crate) fn show(state: &mut State, axis: Axis, text: &str, effects: &mut Vec<Effect>) {
    match apply(state, axis, text, effects) {
        None => remember(state, axis, text.to_owned()),
        Some(error) => state.notice = Some(Notice::new(Tone::Error, error.to_string())),
    }
}

/// Goes to a pane and applies a filter there, with a message that describes it, unless the
/// filter has an error.
pub(crate) fn lead_to(
    state: &mut State,
    pane: Pane,
    (text, what): (&str, &str),
    effects: &mut Vec<Effect>,
) {
    let (axis, all) = match pane {
        Pane::Companies => (Axis::Companies, "all companies"),
        Pane::Users | Pane::Matrix => (Axis::Users, "all users"),
    };
    state.focus = pane;
    state.notice = None;
    show(state, axis, text, effects);
    if state.notice.is_none() {
        let text = match (text, pane) {
            ("", Pane::Matrix) => "the whole access matrix is shown".to_owned(),
            ("", _) => format!("{all} are shown"),
            _ => {
                let all = format!("shows {all} again");
                format!("shown: {what}{}", state.hint(Action::Clear, &all))
            }
        };
        state.notice = Some(Notice::new(Tone::Info, text));
    }
}

/// Adds a filter to the history, as the newest.
pub(crate) fn remember(state: &mut State, axis: Axis, text: String) {
    let history = &mut state.axis_filter_mut(axis).history;
    history.retain(|remembered| *remembered != text);
    if !text.is_empty() {
        history.push(text);
        let old = history.len().saturating_sub(MOST_REMEMBERED);
        history.drain(..old);
    }
}

/// Removes the filter of the focused axis, otherwise that of the other one; returns false if
/// there is none.
pub(crate) fn clear(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let focused = axis(state);
    let filtered = [focused, focused.other()]
        .into_iter()
        .find(|axis| !state.axis_filter(*axis).text.is_empty());
    if let Some(axis) = filtered {
        apply(state, axis, "", effects);
    }
    filtered.is_some()
}

/// Applies a filter to an axis, unless it has an error or is the same as before. Returns the
/// error.
pub(crate) fn apply(
    state: &mut State,
    axis: Axis,
    text: &str,
    effects: &mut Vec<Effect>,
) -> Option<FilterError> {
    if state.axis_filter(axis).text == text {
        return None;
    }
    match filter::parse(axis, text) {
        Ok(filter) => {
            let axis_filter = state.axis_filter_mut(axis);
            (axis_filter.text, axis_filter.filter) = (text.to_owned(), filter);
            state.axis_mut(axis).expect_other();
            select(state, axis, effects);
            None
        }
        Err(error) => Some(error),
    }
}

/// Requests the list of an axis.
pub(crate) fn select(state: &State, axis: Axis, effects: &mut Vec<Effect>) {
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

/// The marks, if the filter needs them.
fn marked<T: Clone + Default>(filter: &Filter, marks: &T) -> T {
    if filter.depends_on_marks() { marks.clone() } else { T::default() }
}
