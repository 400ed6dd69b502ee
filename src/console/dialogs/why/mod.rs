//! The explanation of a cell, or of all companies of a user, as lines wrapped to the width of
//! the dialog.

mod dialog;
mod update;
mod view;

pub(crate) use dialog::{LATEST, LOOKED_THROUGH, WhyDialog, WhyTone};
pub(crate) use update::{failed, open, read};

use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;

impl DialogPart for WhyDialog {
    fn context(&self) -> Context {
        Context::Why
    }

    fn on_action(&self) -> OnAction {
        update::act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        Some(view::draw(painter, (self, state.policy_note()), screen))
    }

    fn list_len(&self) -> usize {
        self.lines.len()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn settle(&mut self, state: &State) {
        self.wrap_lines(state.screen().dialog_columns());
    }

    fn on_reload(&self) -> Option<OnChange> {
        Some(update::refresh)
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(if action == Action::AllCompanies && self.all { "this company" } else { usual })
    }
}
