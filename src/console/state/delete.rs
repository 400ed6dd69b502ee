//! The question before a user or a company is deleted.

use tui_input::Input;

use super::super::number::number;
use super::{Subject, noun};
use crate::domain::{DeletionImpact, Guard, table_rows};

/// What would go with a user or a company, and why that is dangerous, if it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeletionPlan {
    pub(crate) subject: Subject,
    pub(crate) departure: DeletionImpact,
    /// Why a user can be neither deleted nor deactivated, if that is so.
    pub(crate) kept: Option<String>,
    pub(crate) guard: Option<Guard>,
}

/// The question before a user or a company is deleted.
#[derive(Debug)]
pub(crate) struct DeleteDialog {
    pub(crate) subject: Subject,
    pub(crate) departure: DeletionImpact,
    /// Why a user can be neither deleted nor deactivated, if that is so.
    pub(crate) kept: Option<String>,
    /// Why the number of grants must be typed, if it must.
    pub(crate) guard: Option<Guard>,
    pub(crate) top: usize,
    /// The number of grants, typed in where so many go along.
    pub(crate) count: Input,
}

impl DeleteDialog {
    pub(crate) fn new(parting: DeletionPlan) -> Self {
        let DeletionPlan { subject, departure, kept, guard } = parting;
        Self { subject, departure, kept, guard, top: 0, count: Input::default() }
    }

    /// What it says.
    pub(crate) fn parting(&self) -> DeletionPlan {
        let (subject, departure) = (self.subject.clone(), self.departure.clone());
        DeletionPlan { subject, departure, kept: self.kept.clone(), guard: self.guard.clone() }
    }

    /// Why it cannot be deleted, if that is so.
    pub(crate) fn forbidden_by(&self) -> Option<String> {
        let hindered = || (!self.departure.is_allowed()).then(|| self.departure.blocked_by());
        self.kept.clone().or_else(hindered)
    }

    /// Whether the guard is content.
    pub(crate) fn count_is_right(&self) -> bool {
        let digits: String = self.count.value().chars().filter(|it| !", .".contains(*it)).collect();
        self.guard.is_none() || digits.parse() == Ok(self.departure.grants)
    }
}

/// The lines of that question; the heavy ones forbid the deletion.
pub(crate) fn departure_lines(dialog: &DeleteDialog) -> Vec<(String, bool)> {
    let departure = &dialog.departure;
    let noun = noun(dialog.subject.axis());
    let switched = if departure.active { "deactivated" } else { "activated" };
    if let Some(why) = &dialog.kept {
        let lead = format!("This {noun} can be neither deleted nor {switched}:");
        return vec![(lead, true), (format!("  {why}"), true)];
    }
    if departure.is_allowed() {
        let grants = match departure.grants {
            0 => "removes no grants".to_owned(),
            1 => "also removes 1 grant".to_owned(),
            many => format!("also removes {}", table_rows("hrm_user_company_access", many)),
        };
        let mut lines = vec![
            (format!("{grants}; undo restores everything"), false),
            ("no other records refer to it".into(), false),
        ];
        let danger = dialog.guard.as_ref().map(|guard| match guard {
            Guard::ManyRemoved { .. } => "This is more than a quarter of all grants.".to_owned(),
            Guard::LastSuperAdmin { username, .. } => {
                format!("This includes every grant of the last Super Admin, {username}.")
            }
        });
        lines.extend(danger.map(|line| (line, true)));
        return lines;
    }
    let mut lines = Vec::new();
    let why =
        if departure.hindrances.is_empty() { "" } else { " because other records refer to it" };
    lines.push((format!("This {noun} cannot be deleted{why}:"), true));
    for hindrance in &departure.hindrances {
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
    if departure.elsewhere {
        lines.push((format!("  {}", DeletionImpact::ELSEWHERE), true));
    }
    lines.push((String::new(), false));
    let instead = if departure.active {
        format!("You can deactivate the {noun} instead; the grants stay.")
    } else {
        "Already inactive.".to_owned()
    };
    lines.push((instead, false));
    lines
}
