//! The table of role rules. Every key changes one rule at once, as a change of its own.

mod dialog;
mod update;
mod view;

pub(crate) use dialog::RulesDialog;
pub(crate) use update::{changed, open};

use super::cursor::UP_AND_DOWN;
use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::{Action, Context};
use crate::console::state::State;
use crate::console::view::Painter;

impl DialogPart for RulesDialog {
    fn context(&self) -> Context {
        Context::Rules
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
        Some(view::draw(painter, state, self, screen))
    }

    fn settle(&mut self, state: &State) {
        let roles = Self::roles(state);
        self.cursor.settle(Self::rows(&state.screen(), roles.len()), &roles);
    }

    fn on_write(&self) -> Option<OnChange> {
        Some(update::count_roles)
    }

    fn hint(&self, state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        use Action::{NextScope, Populate, ScopeAll, ScopeHome, ScopeNone, ScopeTenant};
        let is_of_role =
            matches!(action, NextScope | ScopeAll | ScopeTenant | ScopeHome | ScopeNone | Populate);
        (!is_of_role || !Self::roles(state).is_empty()).then_some(usual)
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((UP_AND_DOWN, "choose"))
    }
}
