//! The confirmation before a user or a company is deleted.

mod dialog;
mod update;
mod view;
pub(crate) mod work;

pub(crate) use dialog::{DeleteDialog, deletion_lines};
pub(crate) use update::{close, deleted, open, outdated, request_impact};

use super::outline::Footer;
use crate::console::frame::{DialogPart, ExternalChange, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::Input;

impl DialogPart for DeleteDialog {
    fn context(&self) -> Context {
        Context::Delete
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
        deletion_lines(self).len()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        self.guard.is_some().then_some(&mut self.count)
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        match action {
            Action::Close => Some("cancel"),
            Action::Accept if self.forbidden_by().is_some() => None,
            Action::Deactivate if self.protected.is_some() => None,
            Action::Deactivate if !self.impact.active => Some("activate"),
            _ => Some(usual),
        }
    }

    fn on_external_change(&self) -> Option<ExternalChange> {
        Some(ExternalChange::checked_again(update::recalculate))
    }
}
