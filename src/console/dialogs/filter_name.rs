//! Asks for the name under which the current filter is saved.

use tui_input::Input;

use super::outline::{Footer, frame};
use crate::console::config::{FilterEdit, SavedFilter};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction, OnChange};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::keymap::{Action, Context};
use crate::console::state::{Notice, State, Tone};
use crate::console::update::filter;
use crate::console::view::Painter;
use crate::filter::Axis;

/// The dialog that asks for a name.
#[derive(Debug)]
pub(crate) struct FilterNameDialog {
    axis: Axis,
    /// The filter to save.
    text: String,
    name: Input,
    error: Option<&'static str>,
}

/// Asks for a name for the filter of the focused list.
pub(crate) fn open(console: &mut Console) {
    let axis = filter::axis(&console.state);
    let text = console.state.axis_filter(axis).text.clone();
    if text.is_empty() {
        let filter = console.state.hint(Action::Filter, "filters");
        let text = format!("no filter of the {} to save{filter}", axis.noun());
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    console.dialogs.open(FilterNameDialog { axis, text, name: Input::default(), error: None });
}

impl FilterNameDialog {
    /// The name without surrounding spaces.
    fn name(&self) -> &str {
        self.name.value().trim()
    }

    /// The filter with this name, which saving would replace.
    fn replaced<'a>(&self, state: &'a State) -> Option<&'a SavedFilter> {
        let own = &state.settings.own_filters;
        own.iter().find(|it| it.axis == self.axis && it.name == self.name())
    }
}

fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<FilterNameDialog>() else {
        return;
    };
    if action != Action::Accept {
        console.dialogs.close();
        return;
    }
    let (axis, name) = (dialog.axis, dialog.name().to_owned());
    let configured = &console.state.settings.filters;
    dialog.error = if name.is_empty() {
        Some("type a name first")
    } else if configured.iter().any(|it| it.axis == axis && it.name == name) {
        Some("config.toml has a filter of this name; use another")
    } else {
        None
    };
    if dialog.error.is_none() {
        let filter = SavedFilter { axis, name, text: dialog.text.clone() };
        console.dialogs.close();
        effects.push(Effect::EditFilters(FilterEdit::Save(filter)));
    }
}

/// The file was written; these are the saved filters now.
pub(crate) fn edited(console: &mut Console, edit: &FilterEdit, filters: Vec<SavedFilter>) {
    console.state.settings.own_filters = filters;
    let list = console.state.hint(Action::SavedFilters, "lists the saved filters");
    let text = match edit {
        FilterEdit::Save(filter) => format!("saved the filter “{}”{list}", filter.name),
        FilterEdit::Remove(filter) => format!("removed the saved filter “{}”", filter.name),
    };
    console.state.notice = Some(Notice::new(Tone::Done, text));
}

fn typed(console: &mut Console, _effects: &mut Vec<Effect>) {
    if let Some(dialog) = console.dialogs.top_as_mut::<FilterNameDialog>() {
        dialog.error = None;
    }
}

impl DialogPart for FilterNameDialog {
    fn context(&self) -> Context {
        Context::FilterName
    }

    fn on_action(&self) -> OnAction {
        act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let area = screen.dialog(3);
        frame(painter, area, &format!("Save the filter of the {}", self.axis.noun()));
        let inner = area.inner();
        let (x, width) = (inner.x + 2, inner.width.saturating_sub(4));
        painter.text(x, inner.y, width, &self.text, painter.theme.focus);
        let end = painter.text(x, inner.y + 1, width, "name: ", painter.theme.faint);
        let right = inner.x + inner.width.saturating_sub(1);
        let field = Area { x: end, y: inner.y + 1, width: right.saturating_sub(end), height: 1 };
        painter.field(field, &self.name, true);
        if let Some(error) = self.error {
            painter.text(x, inner.y + 2, width, error, painter.theme.error);
        } else if let Some(old) = self.replaced(state) {
            let text = format!("replaces the saved filter {}", old.text);
            painter.text(x, inner.y + 2, width, &text, painter.theme.warning);
        }
        Some(Footer::of(area))
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        Some(&mut self.name)
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(typed)
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }
}
