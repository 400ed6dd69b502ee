//! Every key and sign, narrowed by what is typed.

mod dialog;
mod lines;
mod view;

pub(crate) use dialog::{HelpDialog, open};

use super::keys;
use super::outline::Foot;
use crate::console::frame::{DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::Context;
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::Input;

impl DialogPart for HelpDialog {
    fn context(&self) -> Context {
        Context::Help
    }

    fn on_action(&self) -> OnAction {
        keys::close
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        _state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Foot> {
        Some(view::draw(painter, self, screen))
    }

    fn list_len(&self) -> usize {
        lines::lines(self.search.value(), &self.keys).len()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        Some(&mut self.search)
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(dialog::to_top)
    }
}
