//! The dialogs for the path of a file to write or read.

mod choices;
mod dialog;
mod lines;
mod update;
mod view;
pub(crate) mod work;

pub(crate) use choices::{ExportScope, Imported, Purpose};
pub(crate) use dialog::FileDialog;
pub(crate) use update::{
    close, exported, keep_choices, listed, noted, offer_encodings, open_export, open_import,
    sheets_found,
};

use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::InputRequest;

impl DialogPart for FileDialog {
    fn context(&self) -> Context {
        Context::File
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

    fn edit(&mut self, request: InputRequest) -> bool {
        self.edit_path(request);
        true
    }

    fn paste(&mut self, text: &str) -> bool {
        self.paste_path(text);
        true
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(match (action, self.purpose) {
            (Action::Accept, Purpose::Export { .. }) => "write",
            (Action::Accept, Purpose::Import { .. }) => "preview",
            _ => usual,
        })
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((&[Action::Up, Action::Down, Action::Left, Action::Right], "choose"))
    }
}
