//! The confirmation before a user or a company is deleted.

use crate::console::dialogs::guard;
use crate::console::number::{counted, number};
use crate::console::plans::{DeletionPlan, Subject, noun};
use crate::domain::{
    AccessEffect, DeletionImpact, Guard, effect_in_words, table_rows, user_effect_in_words,
};
use crate::filter::Axis;
use tui_input::Input;

/// The confirmation before a user or a company is deleted.
#[derive(Debug)]
pub(crate) struct DeleteDialog {
    pub(crate) subject: Subject,
    pub(crate) impact: DeletionImpact,
    /// Why a user can be neither deleted nor deactivated; `None` if both are possible.
    pub(crate) protected: Option<String>,
    /// Why a number must be typed, if it must.
    pub(crate) guard: Option<Guard>,
    pub(crate) effect: AccessEffect,
    /// A note that it applies only to this one, although others are marked.
    pub(super) only: Option<String>,
    /// The access that deactivating would remove, once that was shown; the same key again
    /// confirms it.
    pub(crate) loss_shown: Option<u64>,
    pub(crate) top: usize,
    /// The typed number that the guard requires.
    pub(crate) count: Input,
}

impl DeleteDialog {
    pub(crate) fn new(deletion: DeletionPlan, only: Option<String>) -> Self {
        let DeletionPlan { subject, impact, protected, guard, effect } = deletion;
        let (loss_shown, count) = (None, Input::default());
        Self { subject, impact, protected, guard, effect, only, loss_shown, top: 0, count }
    }

    /// The plan as it is shown.
    pub(crate) fn deletion(&self) -> DeletionPlan {
        let (subject, impact) = (self.subject.clone(), self.impact.clone());
        let (protected, guard) = (self.protected.clone(), self.guard.clone());
        DeletionPlan { subject, impact, protected, guard, effect: self.effect }
    }

    /// Why it cannot be deleted; `None` if it can.
    pub(crate) fn forbidden_by(&self) -> Option<String> {
        let hindered = || (!self.impact.is_allowed()).then(|| self.impact.blocked_by());
        self.protected.clone().or_else(hindered)
    }

    /// Whether the typed number is the one that the guard requires.
    pub(crate) fn count_is_right(&self) -> bool {
        guard::is_satisfied(self.guard.as_ref(), &self.count)
    }
}

/// The lines of the dialog; the flag marks those that forbid the deletion.
pub(crate) fn deletion_lines(dialog: &DeleteDialog) -> Vec<(String, bool)> {
    let only = dialog.only.iter().map(|only| (format!("Affects {only}."), true));
    only.chain(impact_lines(dialog)).collect()
}

fn impact_lines(dialog: &DeleteDialog) -> Vec<(String, bool)> {
    let impact = &dialog.impact;
    let noun = noun(dialog.subject.axis());
    let switched = if impact.active { "deactivated" } else { "activated" };
    if let Some(why) = &dialog.protected {
        let lead = format!("This {noun} can be neither deleted nor {switched}:");
        return vec![(lead, true), (format!("  {why}"), true)];
    }
    if impact.is_allowed() {
        let grants = match impact.grants {
            0 => "removes no grants".to_owned(),
            1 => "also removes 1 grant".to_owned(),
            many => format!("also removes {}", table_rows("hrm_user_company_access", many)),
        };
        let mut lines = vec![
            (format!("{grants}; undo restores everything"), false),
            ("no other records refer to it".into(), false),
        ];
        lines.extend(effect_line(dialog));
        let danger = dialog.guard.as_ref().map(|guard| match guard {
            Guard::SuperAdminLosesAccess { count, .. } => {
                format!("This {guard} ({}).", counted(*count, "company", "companies"))
            }
            _ => format!("This {guard}."),
        });
        lines.extend(danger.map(|line| (line, true)));
        return lines;
    }
    let mut lines = Vec::new();
    let why = if impact.blockers.is_empty() { "" } else { " because other records refer to it" };
    lines.push((format!("This {noun} cannot be deleted{why}:"), true));
    for hindrance in &impact.blockers {
        let line = format!(
            "  {} {} ({}.{})",
            number(hindrance.count),
            table_rows(hindrance.table.raw(), hindrance.count)
                .split_once(' ')
                .map_or("", |(_, noun)| noun),
            hindrance.table,
            hindrance.column,
        );
        lines.push((line, true));
        if hindrance.cascades {
            lines.push(("    the database would delete these too".into(), true));
        }
    }
    if impact.outside_tenant {
        lines.push((format!("  {}", DeletionImpact::OUTSIDE_TENANT), true));
    }
    lines.push((String::new(), false));
    let instead = if impact.active {
        format!("You can deactivate the {noun} instead; the grants stay.")
    } else {
        "Already inactive.".to_owned()
    };
    lines.push((instead, false));
    // The status of a company does not affect access.
    lines.extend(effect_line(dialog).filter(|_| dialog.subject.axis() == Axis::Users));
    lines
}

/// The effect on access: of deleting a company, or of deleting or deactivating a user.
fn effect_line(dialog: &DeleteDialog) -> Option<(String, bool)> {
    let (effect, impact) = (&dialog.effect, &dialog.impact);
    let words = match dialog.subject.axis() {
        Axis::Companies => effect_in_words(effect),
        Axis::Users => user_effect_in_words(effect),
    };
    let lead = match (dialog.subject.axis(), impact.active) {
        (Axis::Companies, _) => "Deleting: ",
        (Axis::Users, true) if impact.is_allowed() => "Deleting or deactivating ",
        (Axis::Users, true) => "Deactivating ",
        (Axis::Users, false) => "Activating ",
    };
    (!words.is_empty()).then(|| (format!("{lead}{words}."), effect.lost > 0))
}
