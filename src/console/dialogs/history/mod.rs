//! The history of changes, as far as it was read.

pub(crate) mod by_user;
mod dialog;
mod filter_line;
mod look_up;
mod suggestions;
mod update;
mod view;

pub(crate) use dialog::{HistoryDialog, HistoryLine, PAGE, history_title};
pub(crate) use filter_line::{failed, found, pause};
pub(crate) use look_up::look_up;
pub(crate) use update::{
    described, open, open_by_user, open_filtered, open_of_cell, read, reread, show_cells,
};

use super::cursor::UP_AND_DOWN;
use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction, OnChange, TypedLine};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::InputRequest;

impl DialogPart for HistoryDialog {
    fn context(&self) -> Context {
        if self.line.is_some() { Context::HistoryFilter } else { Context::History }
    }

    fn on_action(&self) -> OnAction {
        if self.line.is_some() { filter_line::act } else { update::act }
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let foot = view::draw(painter, (self, state.settings.zone), screen);
        if let Some(line) = &self.line {
            suggestions::draw(painter, line, state, screen);
        }
        Some(foot)
    }

    fn edit(&mut self, request: InputRequest) -> bool {
        let line = self.line.as_mut().filter(|line| !line.is_done);
        line.map(|line| {
            line.completing = None;
            line.input.edit(request);
        })
        .is_some()
    }

    fn paste(&mut self, text: &str) -> bool {
        let line = self.line.as_mut().filter(|line| !line.is_done);
        line.map(|line| {
            line.completing = None;
            line.input.paste(text);
        })
        .is_some()
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(dialog::typed)
    }

    fn line(&self) -> Option<TypedLine<'_>> {
        let line = self.line.as_ref()?;
        let (input, error) = (&line.input, line.error.as_deref());
        let (error_at, example) = (line.error_at, "a name, or lost:sarah since:7d".to_owned());
        Some(TypedLine { label: "history / ", input, error, error_at, example, gap: 1 })
    }

    fn has_footer(&self) -> bool {
        self.line.is_none()
    }

    fn on_external_write(&self) -> Option<OnChange> {
        // An empty list is already being read.
        (!self.changes.is_empty()).then_some(update::reread)
    }

    fn is_tall(&self) -> bool {
        const TALL: usize = 40;
        self.more || self.most.max(self.changes.len()) >= TALL
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        match action {
            Action::Close if self.line.is_some() => Some("cancel"),
            Action::Accept | Action::UndoThis if self.line.is_none() && self.is_empty() => None,
            Action::ByUser | Action::OnlyCell if self.has_nothing() => None,
            Action::OnlyCell if self.is_of_cell => Some("all changes"),
            _ => Some(usual),
        }
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        (self.line.is_none() && self.changes.len() > 1).then_some((UP_AND_DOWN, "choose"))
    }
}
