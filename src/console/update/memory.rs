//! Saves and restores the view: filters, sort orders, columns, cursor, focus. Marks are not
//! remembered.

use super::super::effect::Effect;
use super::super::memory::{AxisMemory, Memory};
use super::super::state::{MatrixView, Notice, Pane, RecentChoices, State, Tone, sorts};
use super::filter;
use crate::console::keymap::Action;
use crate::domain::{CompanyId, UserId};
use crate::filter::Axis;
use crate::store::Order;

/// The panes, and their names in the file.
const PANES: [(Pane, &str); 3] =
    [(Pane::Users, "users"), (Pane::Companies, "companies"), (Pane::Matrix, "matrix")];

/// The view to remember.
pub(crate) fn remembered(state: &State) -> Memory {
    let pane = PANES.iter().find(|(pane, _)| *pane == state.focus);
    Memory {
        database: String::new(),
        users: of_axis(state, Axis::Users),
        companies: of_axis(state, Axis::Companies),
        pane: pane.map_or("", |(_, name)| name).to_owned(),
        zoomed: state.zoomed,
        effective: state.matrix_view == MatrixView::Effective,
        user: state.users.current().map(|user| user.0),
        company: state.companies.current().map(|company| company.id.as_str().to_owned()),
        columns: state.chosen_columns(),
        widths: state.chosen_widths(),
        recent: state.recent.names().to_vec(),
    }
}

fn of_axis(state: &State, axis: Axis) -> AxisMemory {
    let shown = state.axis_filter(axis);
    // Such a filter shows nothing without its marks.
    let has_marks = shown.filter.depends_on_marks();
    AxisMemory {
        filter: if has_marks { String::new() } else { shown.text.clone() },
        sort: shown.order.by.name().to_owned(),
        descending: shown.order.descending,
        history: shown.history.clone(),
    }
}

/// Restores a view. If a filter applies, a message says that not everything is shown.
pub(crate) fn recall(state: &mut State, memory: Memory, effects: &mut Vec<Effect>) {
    if let Some((pane, _)) = PANES.iter().find(|(_, name)| *name == memory.pane) {
        state.focus = *pane;
    }
    state.zoomed = memory.zoomed;
    state.matrix_view = if memory.effective { MatrixView::Effective } else { MatrixView::Grants };
    state.recent = RecentChoices::new(memory.recent);
    state.recall_columns(&memory.columns);
    state.recall_widths(&memory.widths);
    if let Some(user) = memory.user {
        state.users.go_to(UserId(user));
    }
    if let Some(company) = memory.company {
        state.companies.go_to(&CompanyId::new(&company));
    }
    let mut filtered = Vec::new();
    for (axis, memory) in [(Axis::Users, memory.users), (Axis::Companies, memory.companies)] {
        if let Some(filter) = recall_axis(state, axis, memory, effects) {
            filtered.push(format!("{} filtered by {filter}", axis.noun()));
        }
    }
    if !filtered.is_empty() {
        let clear = state.hint(Action::Clear, "shows all");
        let text = format!("as you left it: {}{clear}", filtered.join(", "));
        state.notice = Some(Notice::new(Tone::Info, text));
    }
}

/// Sorts and filters an axis; returns the filter that applies.
fn recall_axis(
    state: &mut State,
    axis: Axis,
    memory: AxisMemory,
    effects: &mut Vec<Effect>,
) -> Option<String> {
    let AxisMemory { filter: text, sort, descending, history } = memory;
    let shown = state.axis_filter_mut(axis);
    shown.history = history;
    if let Some(by) = sorts(axis).iter().find(|by| by.name() == sort) {
        shown.order = Order { by: *by, descending };
    }
    let is_sorted = shown.order != Order::default();
    // A filter that an older version accepted may have an error now.
    let is_filtered = !text.is_empty() && filter::apply(state, axis, &text, effects).is_none();
    if is_sorted && !is_filtered {
        state.axis_mut(axis).expect_other();
        filter::select(state, axis, effects);
    }
    is_filtered.then_some(text)
}
