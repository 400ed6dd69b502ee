//! The line in which a filter is typed. While it is typed the last valid filter
//! stays; a text with an error filters nothing and says what is wrong.

use tui_input::Input;

use super::draw::Foot;
use super::{Dialog, DialogPart, OnAction, OnText};
use crate::console::effect::Effect;
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::update::filter::{apply, axis, keep};
use crate::console::view::Painter;
use crate::filter::{self, Axis, Completion, FilterField};

/// The line in which a filter is typed.
#[derive(Debug)]
pub(crate) struct FilterDialog {
    pub(crate) axis: Axis,
    pub(crate) input: Input,
    /// What is wrong with the text; then the last good filter stands.
    pub(crate) error: Option<String>,
    /// What Esc goes back to.
    pub(crate) before: String,
    /// How far back in the history.
    pub(crate) recalled: usize,
    /// The completions that Tab goes through, and which one is shown.
    pub(crate) completing: Option<(Completion, usize)>,
}

/// Opens the line in which a filter is typed.
pub(crate) fn open(state: &mut State) {
    let axis = axis(state);
    let text = state.axis_filter(axis).text.clone();
    state.dialogs.open(FilterDialog {
        axis,
        input: Input::new(text.clone()),
        error: None,
        before: text,
        recalled: 0,
        completing: None,
    });
}

/// Keys of the line.
fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
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
fn typed(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Dialog::Filter(dialog)) = state.dialogs.last() else {
        return;
    };
    let (axis, text) = (dialog.axis, dialog.input.value().trim().to_owned());
    let error = apply(state, axis, &text, effects);
    if let Some(Dialog::Filter(dialog)) = state.dialogs.last_mut() {
        dialog.error = error;
    }
}

/// Puts the next candidate where the cursor is.
fn complete(state: &mut State) {
    let known = |field: FilterField| match field {
        FilterField::Role => state.session.roles.clone(),
        FilterField::Tenant => state.companies.tenants(),
        FilterField::Home | FilterField::Company | FilterField::Code => state.companies.codes(),
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

impl DialogPart for FilterDialog {
    fn context(&self) -> Context {
        Context::Filter
    }

    fn on_action(&self) -> OnAction {
        act
    }

    fn draw(
        &self,
        _painter: &mut Painter<'_>,
        _state: &State,
        _screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Foot> {
        None
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        // Text that changes ends the completion.
        self.completing = None;
        Some(&mut self.input)
    }

    fn on_text(&self) -> Option<OnText> {
        Some(typed)
    }

    fn has_foot(&self) -> bool {
        false
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }
}
