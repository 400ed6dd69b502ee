//! Shows a list that is too long for the message line.

use super::outline::{Footer, draw_lines};
use super::{Wrapped, keys};
use crate::console::frame::{DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::Context;
use crate::console::state::State;
use crate::console::view::Painter;

/// A list that is too long for the message line.
#[derive(Debug)]
pub(crate) struct ListDialog {
    pub(crate) title: String,
    pub(crate) lines: Wrapped,
    pub(crate) top: usize,
}

impl ListDialog {
    pub(crate) fn new(title: String, lines: Vec<String>) -> Self {
        Self { title, lines: Wrapped::new(lines), top: 0 }
    }
}

impl DialogPart for ListDialog {
    fn context(&self) -> Context {
        Context::Reading
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
    ) -> Option<Footer> {
        Some(draw_lines(painter, screen, &self.title, (self.lines.lines(), self.top)))
    }

    fn list_len(&self) -> usize {
        self.lines.lines().len()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn settle(&mut self, state: &State) {
        self.lines.wrap(state.screen().dialog_columns());
    }
}
