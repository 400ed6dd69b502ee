//! Filtering an axis: applying a filter, keeping it for later, asking the
//! worker for what it matches.

use super::super::effect::Effect;
use super::super::job::Job;
use super::super::keymap::Action;
use super::super::state::{AxisFilter, Notice, Pane, State, Tone};
use crate::filter::{self, Axis, Filter, FilterError};

/// Filters kept for each axis.
const KEPT: usize = 50;

/// The axis that `/` and `o` are about.
pub(crate) fn axis(state: &State) -> Axis {
    if state.focus == Pane::Companies { Axis::Companies } else { Axis::Users }
}

/// Shows what a filter lets through, as if it had been typed and kept.
pub(crate) fn show(state: &mut State, axis: Axis, text: &str, effects: &mut Vec<Effect>) {
    match apply(state, axis, text, effects) {
        None => keep(state, axis, text.to_owned()),
        Some(error) => state.notice = Some(Notice::new(Tone::Error, error.to_string())),
    }
}

/// Goes to a pane that shows what a filter lets through, and tells what that is, unless the
/// filter is faulty.
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

/// Remembers a filter, the newest last.
pub(crate) fn keep(state: &mut State, axis: Axis, text: String) {
    let history = &mut state.axis_filter_mut(axis).history;
    history.retain(|kept| *kept != text);
    if !text.is_empty() {
        history.push(text);
        let old = history.len().saturating_sub(KEPT);
        history.drain(..old);
    }
}

/// Lets everything through again; false if the axis has no filter.
pub(crate) fn clear(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let axis = axis(state);
    if state.axis_filter(axis).text.is_empty() {
        return false;
    }
    apply(state, axis, "", effects);
    true
}

/// Filters an axis by a text, unless the text is faulty or the same as before.
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

/// Asks for what the axis is to show.
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

/// The marks, where the filter asks for them.
fn marked<T: Clone + Default>(filter: &Filter, marks: &T) -> T {
    if filter.asks_for_marks() { marks.clone() } else { T::default() }
}
