//! The statistics on the screen: five sections, each with a cursor, and the users behind the
//! selected entry.

mod dialog;
mod sections;
mod update;
mod view;

pub(crate) use dialog::{CompanySort, RoleColumn, Section, StatisticsDialog, Target, Total};
pub(crate) use update::{counted, failed, lead_from, open};

use super::outline::Footer;
use crate::console::frame::{DialogPart, OnAction, OnChange};
use crate::console::geometry::ScreenLayout;
use crate::console::keymap::Context;
use crate::console::state::State;
use crate::console::view::Painter;

impl DialogPart for StatisticsDialog {
    fn context(&self) -> Context {
        Context::Statistics
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
        view::draw(painter, self, state, screen);
        None
    }

    fn settle(&mut self, state: &State) {
        self.keep_in_sight(&state.screen());
    }

    fn on_reload(&self) -> Option<OnChange> {
        Some(update::refresh)
    }

    fn has_footer(&self) -> bool {
        false
    }

    fn is_tall(&self) -> bool {
        true
    }
}
