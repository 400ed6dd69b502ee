//! The form of a user or a company.

mod dialog;
mod list;
mod pick;
mod update;
mod view;
pub(crate) mod work;

pub(crate) use dialog::FormDialog;
pub(crate) use update::{
    checked, company_effect_found, confirm_loss, go_to_field, go_to_saved, gone, open, opened,
    refused, renew, saved, take_choice,
};

use super::cursor::UP_AND_DOWN;
use super::outline::Footer;
use crate::console::dialogs::text_field;
use crate::console::frame::{DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;
use tui_input::InputRequest;

impl DialogPart for FormDialog {
    fn context(&self) -> Context {
        Context::Form
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
        let only = self.subject.as_ref().and_then(|subject| state.marks.only(subject));
        Some(view::draw(painter, (self, only, state.has_edited_policy()), screen))
    }

    fn edit(&mut self, request: InputRequest) -> bool {
        self.change_field(|input, replaced| text_field::edit(input, replaced, request))
    }

    fn paste(&mut self, text: &str) -> bool {
        self.change_field(|input, replaced| text_field::paste(input, replaced, text))
    }

    fn on_text(&self) -> Option<OnChange> {
        Some(update::text_changed)
    }

    fn on_external_write(&self) -> Option<OnChange> {
        Some(update::read_again)
    }

    fn hint(&self, _state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        Some(match action {
            Action::Close => "cancel",
            Action::Accept if self.candidate().is_some() => "use it",
            _ => usual,
        })
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        (!self.offered().is_empty()).then_some((UP_AND_DOWN, "pick"))
    }
}
