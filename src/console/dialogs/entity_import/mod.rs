//! The preview of importing a file of users or companies.

mod dialog;
mod update;
mod view;
pub(crate) mod work;

pub(crate) use dialog::EntityImportDialog;
pub(crate) use update::{imported, preview, start_again};

use super::outline::Footer;
use crate::console::frame::{DialogPart, ExternalChange, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::Input;

impl DialogPart for EntityImportDialog {
    fn context(&self) -> Context {
        Context::Preview
    }

    fn on_action(&self) -> OnAction {
        update::decide
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        rows: usize,
    ) -> Option<Footer> {
        Some(view::draw(painter, (self, state.policy_note()), screen, rows))
    }

    fn list_len(&self) -> usize {
        self.lines.len()
    }

    fn head(&self) -> usize {
        Self::HEAD
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn settle(&mut self, state: &State) {
        self.wrap_lines(state.screen().dialog_columns());
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        Some(&mut self.reason)
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }

    fn on_external_change(&self) -> Option<ExternalChange> {
        Some(ExternalChange::checked_again(update::recalculate))
    }
}
