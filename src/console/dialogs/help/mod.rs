//! Every key and sign, narrowed by what is typed.

mod lines;
mod view;

use tui_input::Input;

use super::keys;
use super::outline::Foot;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::Context;
use crate::console::state::State;
use crate::console::view::Painter;

/// Help, with the search in it.
#[derive(Debug, Default)]
pub(crate) struct HelpDialog {
    pub(crate) search: Input,
    top: usize,
}

/// Opens help.
pub(crate) fn open(console: &mut Console) {
    console.dialogs.open(HelpDialog::default());
}

/// Another search starts at the top.
fn to_top(console: &mut Console, _effects: &mut Vec<Effect>) {
    if let Some(help) = console.dialogs.top_as_mut::<HelpDialog>() {
        help.top = 0;
    }
}

impl DialogPart for HelpDialog {
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
    ) -> Option<Foot> {
        Some(view::draw(painter, self, screen))
    }

    fn list_len(&self) -> usize {
        lines::lines(self.search.value()).len()
    }

    fn top_mut(&mut self) -> Option<&mut usize> {
        Some(&mut self.top)
    }

    fn field_mut(&mut self) -> Option<&mut Input> {
        Some(&mut self.search)
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(to_top)
    }
}
