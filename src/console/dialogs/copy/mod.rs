//! A menu of what can be copied to the clipboard: names, the shown list, a row, an
//! explanation.

mod dialog;
mod update;
mod view;
pub(crate) mod work;

pub(crate) use dialog::CopyDialog;
pub(crate) use update::{copied, copy_or_read, open};

use super::cursor::UP_AND_DOWN;
use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;

impl DialogPart for CopyDialog {
    fn context(&self) -> Context {
        Context::Copy
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

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((UP_AND_DOWN, "choose"))
    }
}
