//! Counts what the change of each user's grants does to access.

use super::Writer;
use super::first_visit::FirstVisit;
use crate::domain::{AccessEffect, HomeEffect};

impl Writer<'_> {
    /// Counts the user of the current row, and leaves the row.
    pub(crate) fn leave_row(&mut self) {
        if let Some(row) = self.row.take() {
            self.rows.learn_from(&row);
            row.count_into(self.catalog, &mut self.done.delta);
            let effects = (row.home_effect(self.catalog), row.effect(self.catalog));
            if self.first_visits.expect_another {
                let (held, home) = (row.held_at_start, row.home_before);
                self.first_visits.of.insert(row.user, FirstVisit { held, home, effects });
            } else {
                self.count_effects(effects);
            }
        }
    }

    pub(super) fn count_effects(&mut self, (home, access): (HomeEffect, Option<AccessEffect>)) {
        self.done.homes.add(home);
        if let Some(effect) = access {
            self.done.effect.add(effect);
        }
    }
}
