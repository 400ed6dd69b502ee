//! The command palette: every action that has a meaning in the pane below it, or where that
//! pane leads, filtered by what is typed.

mod dialog;
mod elsewhere;
mod entry;
mod rank;
#[cfg(test)]
mod tests;
mod update;
mod view;

pub(crate) use dialog::PaletteDialog;
pub(crate) use update::{found, open};

use super::cursor::UP_AND_DOWN;
use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::Input;

impl DialogPart for PaletteDialog {
    fn context(&self) -> Context {
        Context::Palette
    }

    fn on_action(&self) -> OnAction {
        update::act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        _state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        Some(view::draw(painter, self, screen))
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        Some(&mut self.typed)
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(update::typed)
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((UP_AND_DOWN, "choose"))
    }
}
