//! The preview of a bulk change: its effect, the reason, and the number that the guard
//! requires.

mod dialog;
mod figures;
mod lines;
mod update;
pub(super) mod view;

pub(crate) use dialog::{PreviewDialog, PreviewField};
pub(crate) use lines::{PreviewLine, populate_lines};
pub(crate) use update::{committed, outdated, previewed};

use super::outline::Footer;
use crate::console::frame::{DialogPart, ExternalChange, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::Input;

impl DialogPart for PreviewDialog {
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
        Some(view::draw(painter, state, self, screen, rows))
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

    fn settle(&mut self, state: &State) {
        self.fit(&state.screen());
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        Some(match self.field {
            PreviewField::Reason => &mut self.reason,
            PreviewField::Count => &mut self.count,
        })
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::Close { "cancel" } else { usual })
    }

    fn on_external_change(&self) -> Option<ExternalChange> {
        Some(ExternalChange::checked_again(update::recalculate))
    }
}
