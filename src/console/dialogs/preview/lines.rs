//! The list in a preview, line by line: for populating, the effect for each role and the
//! skipped users; then the users and the companies that change.

use crate::console::number::{count, counted, number, plus_and_minus};
use crate::domain::{PopulateReport, Preview, RolePopulate, homes_in_words};

/// A line of the list.
#[derive(Debug, Default)]
pub(crate) struct PreviewLine {
    /// Whether it is a heading.
    pub(crate) is_heading: bool,
    pub(crate) what: String,
    /// The numbers of added and removed grants; empty if there is nothing to count.
    pub(crate) figures: String,
    /// The text after the name; the name is cut before it.
    pub(crate) end: String,
    /// Whether a user loses access or the last grant.
    pub(crate) is_loss: bool,
}

impl PreviewLine {
    pub(crate) fn heading(what: String) -> Self {
        Self { is_heading: true, what, figures: String::new(), ..Self::default() }
    }

    pub(crate) fn new(what: String, figures: String) -> Self {
        Self { what, figures, ..Self::default() }
    }

    /// The whole line as text.
    pub(crate) fn in_words(&self) -> String {
        match (self.is_heading, self.figures.as_str()) {
            (true, _) => self.what.clone(),
            (false, "") => format!("  {}{}", self.what, self.end),
            (false, figures) => format!("  {figures}  {}{}", self.what, self.end),
        }
    }
}

/// The lines in one column, or in two with the companies beside the users, if they fit.
#[derive(Debug, Default)]
pub(crate) struct PreviewLines {
    pub(super) users: Vec<PreviewLine>,
    /// Empty if the companies follow the users.
    pub(super) companies: Vec<PreviewLine>,
}

impl PreviewLines {
    pub(super) fn new(preview: &Preview, is_double: bool) -> Self {
        let (mut users, companies) = (user_lines(preview), company_lines(preview));
        if is_double {
            return Self { users, companies };
        }
        users.extend(companies);
        Self { users, companies: Vec::new() }
    }

    /// The number of lines, one below the other.
    pub(super) fn len(&self) -> usize {
        self.users.len().max(self.companies.len())
    }
}

fn user_lines(preview: &Preview) -> Vec<PreviewLine> {
    let homes = homes_in_words(&preview.homes);
    let homes = Some(homes).filter(|homes| !homes.is_empty()).map(PreviewLine::heading);
    let mut lines: Vec<PreviewLine> = homes.into_iter().chain(populate_lines(preview)).collect();
    let users = counted(preview.users_affected, "user changes", "users change");
    let users = if preview.users.len() as u64 == preview.users_affected {
        users
    } else {
        format!("{users}; the first {}:", count(preview.users.len()))
    };
    lines.push(PreviewLine::heading(users));
    lines.extend(preview.users.iter().map(|it| PreviewLine {
        end: it.loss_in_words().map_or_else(String::new, |loss| format!(", loses {loss}")),
        is_loss: it.last.is_some() || it.lost_count > 0,
        ..PreviewLine::new(it.title(), plus_and_minus(it.added, it.removed))
    }));
    lines
}

fn company_lines(preview: &Preview) -> Vec<PreviewLine> {
    let companies = preview.companies.len() as u64;
    let heading = PreviewLine::heading(counted(companies, "company changes", "companies change"));
    let lines = preview
        .companies
        .iter()
        .map(|it| PreviewLine::new(it.name.clone(), plus_and_minus(it.added, it.removed)));
    std::iter::once(heading).chain(lines).collect()
}

/// The lines that only populating has.
pub(crate) fn populate_lines(preview: &Preview) -> Vec<PreviewLine> {
    let Some(report) = &preview.populate else {
        return Vec::new();
    };
    let mut lines = vec![PreviewLine::heading("required by the rules".into())];
    lines.extend(report.roles.iter().map(of_role));
    let all = report.skipped_count();
    if all > 0 {
        let shown = report.skipped.len();
        let skipped = counted(all, "user is skipped", "users are skipped");
        let skipped = if shown as u64 == all {
            skipped
        } else {
            format!("{skipped}; the first {}:", count(PopulateReport::MOST_SKIPPED))
        };
        lines.push(PreviewLine::heading(skipped));
        lines.extend(report.skipped.iter().map(|it| {
            let role = it.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
            PreviewLine::new(format!("{}{role}: {}", it.username, it.why), String::new())
        }));
    }
    lines
}

fn of_role(it: &RolePopulate) -> PreviewLine {
    let role = it.role.as_deref().unwrap_or("no role");
    let users = counted(it.users, "user", "users");
    let there = match it.existing {
        0 => String::new(),
        1 => ", 1 grant already in place".to_owned(),
        many => format!(", {} grants already in place", number(many)),
    };
    let what = format!("{role}: {}, {users}{there}", it.scope.as_str());
    let added = if it.added > 0 { format!("+{}", number(it.added)) } else { String::new() };
    PreviewLine::new(what, added)
}
