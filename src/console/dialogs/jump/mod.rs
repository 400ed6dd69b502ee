//! Goes to a user or company by a few letters of the name, without filtering. The worker
//! searches for users; companies are searched for directly.

mod dialog;
mod update;
mod view;

pub(crate) use dialog::JumpDialog;
pub(crate) use update::{companies, find, found, go_to, next_match, open};

use tui_input::Input;

use super::cursor::UP_AND_DOWN;
use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;

impl DialogPart for JumpDialog {
    fn context(&self) -> Context {
        Context::Jump
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

    fn holds_keys(&self) -> bool {
        self.wants_first
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(update::typed)
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((UP_AND_DOWN, "choose"))
    }
}
