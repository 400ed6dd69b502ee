//! The question before a user or a company is deleted.

use crate::console::number::number;
use crate::console::plans::{DeletionPlan, Subject, noun};
use crate::domain::{DeletionImpact, Guard, table_rows};
use tui_input::Input;

/// The question before a user or a company is deleted.
#[derive(Debug)]
pub(crate) struct DeleteDialog {
    pub(crate) subject: Subject,
    pub(crate) impact: DeletionImpact,
    /// Why a user can be neither deleted nor deactivated, if that is so.
    pub(crate) kept: Option<String>,
    /// Why the number of grants must be typed, if it must.
    pub(crate) guard: Option<Guard>,
    pub(crate) top: usize,
    /// The number of grants, typed in where so many go along.
    pub(crate) count: Input,
}

impl DeleteDialog {
    pub(crate) fn new(deletion: DeletionPlan) -> Self {
        let DeletionPlan { subject, impact, kept, guard } = deletion;
        Self { subject, impact, kept, guard, top: 0, count: Input::default() }
    }

    /// What it says.
    pub(crate) fn deletion(&self) -> DeletionPlan {
        let (subject, impact) = (self.subject.clone(), self.impact.clone());
        DeletionPlan { subject, impact, kept: self.kept.clone(), guard: self.guard.clone() }
    }

    /// Why it cannot be deleted, if that is so.
    pub(crate) fn forbidden_by(&self) -> Option<String> {
        let hindered = || (!self.impact.is_allowed()).then(|| self.impact.blocked_by());
        self.kept.clone().or_else(hindered)
    }

    /// Whether the guard is content.
    pub(crate) fn count_is_right(&self) -> bool {
        let digits: String = self.count.value().chars().filter(|it| !", .".contains(*it)).collect();
        self.guard.is_none() || digits.parse() == Ok(self.impact.grants)
    }
}

/// The lines of that question; the heavy ones forbid the deletion.
pub(crate) fn deletion_lines(dialog: &DeleteDialog) -> Vec<(String, bool)> {
    let impact = &dialog.impact;
    let noun = noun(dialog.subject.axis());
    let switched = if impact.active { "deactivated" } else { "activated" };
    if let Some(why) = &dialog.kept {
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
        let danger = dialog.guard.as_ref().map(|guard| format!("This {guard}."));
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
    lines
}
