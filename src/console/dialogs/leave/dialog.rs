//! The preview and confirmation before users leave.

use crate::console::dialogs::guard;
use tui_input::Input;

use crate::console::dialogs::preview::PreviewLine;
use crate::console::number::{count, number};
use crate::console::plans::LeavePlan;

/// The preview and confirmation before users leave.
#[derive(Debug)]
pub(crate) struct LeaveDialog {
    pub(super) plan: LeavePlan,
    pub(super) lines: Vec<PreviewLine>,
    pub(super) reason: Input,
    /// The typed number that the guard requires.
    pub(super) count: Input,
    /// Whether the number has the focus.
    pub(super) on_count: bool,
    pub(super) top: usize,
}

impl LeaveDialog {
    pub(super) fn new(plan: LeavePlan) -> Self {
        let (lines, on_count) = (lines(&plan), plan.guard.is_some());
        let (reason, count) = (Input::default(), Input::default());
        Self { plan, lines, reason, count, on_count, top: 0 }
    }

    /// The number of lines above the list.
    pub(super) fn head_lines(&self) -> usize {
        if self.plan.guard.is_some() { 7 } else { 5 }
    }

    /// Whether the typed number is the one that the guard requires.
    pub(super) fn count_is_right(&self) -> bool {
        guard::is_satisfied(self.plan.guard.as_ref(), &self.count)
    }
}

/// Each user, with the number of grants that are revoked.
fn lines(plan: &LeavePlan) -> Vec<PreviewLine> {
    let all = plan.users.len();
    let heading = match (all, plan.leavers.len()) {
        (1, _) => "1 user leaves".to_owned(),
        (all, shown) if shown < all => {
            format!("{} users leave; the first {}:", count(all), count(shown))
        }
        (all, _) => format!("{} users leave", count(all)),
    };
    let of_user = plan.leavers.iter().map(|leaver| {
        let grants = match leaver.grants {
            0 => String::new(),
            grants => format!("−{}", number(grants)),
        };
        let inactive = if leaver.active { "" } else { ", inactive already" };
        PreviewLine {
            end: format!(", {}{inactive}", leaver.role),
            is_loss: leaver.active,
            ..PreviewLine::new(leaver.name.clone(), grants)
        }
    });
    std::iter::once(PreviewLine::heading(heading)).chain(of_user).collect()
}
