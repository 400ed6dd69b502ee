//! Help: first the keys of the focused pane or dialog, then every key and sign, with a search field.

mod context;
mod dialog;
mod lines;
mod view;

pub(crate) use dialog::{HelpDialog, open, open_legend};

use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::Context;
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::Input;

impl DialogPart for HelpDialog {
    fn context(&self) -> Context {
        if self.context.is_some() { Context::HelpKeys } else { Context::Help }
    }

    fn on_action(&self) -> OnAction {
        dialog::act
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

    fn list_len(&self) -> usize {
        match self.context {
            Some(context) => {
                let columns = context::in_columns(context, &self.keys, self.has_data, self.width);
                columns.iter().map(|column| column.lines.len()).max().unwrap_or(0)
            }
            None => view::lines(self, self.search.value()).len(),
        }
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn settle(&mut self, state: &State) {
        self.width = state.screen().wide_dialog(0).inner().width.saturating_sub(2).into();
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        // The keys of a pane have no search field.
        self.context.is_none().then_some(&mut self.search)
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(dialog::to_top)
    }
}
