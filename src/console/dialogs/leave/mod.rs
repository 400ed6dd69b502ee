//! Users who leave: one change deactivates them and revokes all their grants, after a preview.

mod dialog;
mod update;
mod view;
pub(crate) mod work;

pub(crate) use dialog::LeaveDialog;
pub(crate) use update::{left, open, outdated, planned};

use super::outline::Footer;
use crate::console::frame::{DialogPart, ExternalChange, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::Input;

impl DialogPart for LeaveDialog {
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
        self.head_lines()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        Some(if self.on_count { &mut self.count } else { &mut self.reason })
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        match action {
            Action::Close => Some("cancel"),
            Action::Accept if self.plan.last_admin.is_some() => None,
            _ => Some(usual),
        }
    }

    fn on_external_change(&self) -> Option<ExternalChange> {
        Some(ExternalChange::checked_again(update::recalculate))
    }
}
