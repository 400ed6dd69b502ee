//! What a change did, in one short line: to which users, in which companies.

use super::{Change, ChangeRow, RowEdit, one_in_words};

/// The maximum number of users or companies that a line names; more are counted.
const NAMED: usize = 3;

/// What a change did to cells and rows, summed up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSummary {
    /// The cells that got a grant.
    pub granted: CellSummary,
    /// The cells that lost one.
    pub revoked: CellSummary,
    /// The rows that it added, changed or deleted, if they are few.
    pub rows: Vec<ChangeRow>,
}

/// Cells of a change, summed up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellSummary {
    /// How many cells.
    pub cells: u64,
    /// The names of the first users.
    pub users: Vec<String>,
    /// How many users; if not all cells were read, how many among those that were.
    pub user_count: u64,
    /// The role that all of these users have now, if they have one in common.
    pub role: Option<String>,
    /// The codes of the companies, sorted; if not all cells were read, those of the cells that
    /// were.
    pub companies: Vec<String>,
    /// Whether all cells were read.
    pub is_whole: bool,
}

impl ChangeSummary {
    /// The change in words: `sarah + TYO`, `6 HR Managers + BER`,
    /// `sarah: role Manager → HR Manager`.
    #[must_use]
    pub fn in_words(&self, change: &Change) -> String {
        let rows = self.rows_in_words().unwrap_or_else(|| change.rows_in_words());
        let cells = self.cells_in_words();
        match (rows.is_empty(), cells.is_empty()) {
            (true, true) => "no changes".to_owned(),
            (true, false) => cells,
            (false, true) => rows,
            (false, false) => format!("{rows}; {cells}"),
        }
    }

    /// What it did to rows; `None` if there are none, or more than a line names.
    #[must_use]
    pub fn rows_in_words(&self) -> Option<String> {
        rows(&self.rows)
    }

    fn cells_in_words(&self) -> String {
        let (granted, revoked) = (&self.granted, &self.revoked);
        let line = |subject: &str, parts: &[String]| format!("{subject} {}", parts.join(" "));
        match (granted.cells, revoked.cells) {
            (0, 0) => String::new(),
            (_, 0) => line(&granted.subject(), &[granted.signed_companies('+')]),
            (0, _) => line(&revoked.subject(), &[revoked.signed_companies('−')]),
            _ if granted.is_of_same(revoked) => line(
                &granted.subject(),
                &[granted.signed_companies('+'), revoked.signed_companies('−')],
            ),
            _ => {
                let first = line(&granted.subject(), &[granted.signed_companies('+')]);
                format!("{first}; {}", line(&revoked.subject(), &[revoked.signed_companies('−')]))
            }
        }
    }
}

impl CellSummary {
    /// The users of the cells, in words.
    fn subject(&self) -> String {
        if !self.is_whole {
            let first = self.users.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
            return format!("{first} and others");
        }
        match (&self.role, self.user_count) {
            (_, 1) => self.users.join(""),
            (_, 2) => self.users.join(", "),
            (Some(role), many) => format!("{many} {}", plural(role)),
            (None, many) => format!("{many} users"),
        }
    }

    /// The companies of the cells, in words.
    fn signed_companies(&self, sign: char) -> String {
        let companies = self.companies.len();
        if self.is_whole && self.cells == self.user_count * companies as u64 {
            return format!("{sign} {}", listed(&self.companies));
        }
        if !self.is_whole {
            return format!("{sign} {} grants", self.cells);
        }
        format!("{sign} {} grants in {companies} companies", self.cells)
    }

    fn is_of_same(&self, other: &Self) -> bool {
        self.user_count == other.user_count
            && self.users == other.users
            && self.is_whole == other.is_whole
            && self.user_count <= self.users.len() as u64
    }
}

/// `TYO, BER and 5 more`.
fn listed(names: &[String]) -> String {
    if names.len() <= NAMED {
        return names.join(", ");
    }
    format!("{} and {} more", names[..NAMED - 1].join(", "), names.len() - (NAMED - 1))
}

/// `HR Managers`; `users (ROLE)` for a role whose plural is not certain.
fn plural(role: &str) -> String {
    match role.chars().last() {
        Some('y') if !role.ends_with(['a', 'e', 'o', 'u']) => {
            format!("{}ies", &role[..role.len() - 1])
        }
        Some(letter) if letter.is_ascii_lowercase() && letter != 's' => format!("{role}s"),
        _ => format!("users ({role})"),
    }
}

/// Rows in words, if they can be named; empty if there are none.
fn rows(rows: &[ChangeRow]) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let subjects: Vec<&ChangeRow> =
        rows.iter().filter(|row| ["hrm_users", "hrm_company"].contains(&&*row.table)).collect();
    let switched = subjects.first().and_then(|row| row.switched());
    if let Some(on) = switched
        && rows.iter().all(|row| row.switched() == switched)
    {
        let names: Vec<String> = subjects.iter().map(|row| row.name().to_owned()).collect();
        return Some(format!(
            "{} {}",
            if on { "activated" } else { "deactivated" },
            listed(&names)
        ));
    }
    if subjects.len() > 1 && subjects.len() == rows.len() {
        let edit = subjects[0].edit;
        let is_alike = subjects.iter().all(|row| row.edit == edit);
        if is_alike && edit != RowEdit::Update {
            let names: Vec<String> = subjects.iter().map(|row| row.name().to_owned()).collect();
            return Some(format!("{} {}", edit.past(), listed(&names)));
        }
    }
    if let [row] = rows
        && row.table.starts_with("grantgrid_")
    {
        // A rule or a policy: its label has the old and the new value.
        return Some(row.label.clone());
    }
    let one = one_in_words(rows)?;
    let named = one.strip_prefix("changed ").map(|rest| {
        rest.strip_prefix("user ").or_else(|| rest.strip_prefix("company ")).unwrap_or(rest)
    });
    Some(named.unwrap_or(&one).to_owned())
}

impl ChangeRow {
    /// The label without its first word, which says what kind of row it is.
    fn name(&self) -> &str {
        let label = &self.label;
        label.strip_prefix("user ").or_else(|| label.strip_prefix("company ")).unwrap_or(label)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ChangeId, ChangeKind, ValueChange};
    use super::*;

    fn change() -> Change {
        Change {
            id: ChangeId(1),
            at: "2026-01-01 00:00:00.000000".into(),
            operator: "ada".into(),
            kind: ChangeKind::Grant,
            reason: None,
            added: 0,
            removed: 0,
            rows: Vec::new(),
            reverts: None,
            undone_by: None,
            account: None,
        }
    }

    fn cells(users: &[&str], companies: &[&str], cells: u64) -> CellSummary {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        CellSummary {
            cells,
            users: names(users),
            user_count: users.len() as u64,
            role: None,
            companies: names(companies),
            is_whole: true,
        }
    }

    fn words(granted: CellSummary, revoked: CellSummary) -> String {
        ChangeSummary { granted, revoked, rows: Vec::new() }.in_words(&change())
    }

    #[test]
    fn cells_show_user_and_company() {
        let none = CellSummary::default;
        let (sarah, lee) = (cells(&["sarah"], &["TYO"], 1), cells(&["lee"], &["NYC"], 1));
        assert_eq!(words(sarah.clone(), none()), "sarah + TYO");
        assert_eq!(words(none(), lee.clone()), "lee − NYC");
        assert_eq!(words(sarah.clone(), lee), "sarah + TYO; lee − NYC");
        assert_eq!(words(sarah, cells(&["sarah"], &["BER", "NYC"], 2)), "sarah + TYO − BER, NYC");
        let four = cells(&["sarah"], &["BER", "NYC", "SIN", "TYO"], 4);
        assert_eq!(words(four, none()), "sarah + BER, NYC and 2 more");
        assert_eq!(words(cells(&["a", "b"], &["BER"], 2), none()), "a, b + BER");
        let many = cells(&["a", "b", "c", "d"], &["BER", "NYC"], 8);
        assert_eq!(words(many.clone(), none()), "4 users + BER, NYC");
        let managers = CellSummary { role: Some("HR Manager".into()), ..many.clone() };
        assert_eq!(words(managers, none()), "4 HR Managers + BER, NYC");
        let part = CellSummary { cells: 7, ..many.clone() };
        assert_eq!(words(part, none()), "4 users + 7 grants in 2 companies");
        let huge = CellSummary { cells: 1_000_000, is_whole: false, ..many };
        assert_eq!(words(none(), huge), "a, b and others − 1000000 grants");
        assert_eq!(words(none(), none()), "no changes");
    }

    #[test]
    fn roles_have_a_plural_or_are_named() {
        for (role, several) in [
            ("Secretary", "Secretaries"),
            ("Attaché", "users (Attaché)"),
            ("Sales", "users (Sales)"),
            ("Employee", "Employees"),
        ] {
            assert_eq!(plural(role), several);
        }
    }

    fn row(label: &str, edit: RowEdit, values: &[(&str, &str, &str)]) -> ChangeRow {
        let values = values.iter().map(|(column, before, after)| ValueChange {
            column: (*column).into(),
            before: Some((*before).into()),
            after: Some((*after).into()),
            names: None,
        });
        let values = values.collect();
        ChangeRow { number: 1, table: "hrm_users".into(), label: label.into(), edit, values }
    }

    #[test]
    fn rows_show_the_values_that_changed() {
        let of = |rows: Vec<ChangeRow>| {
            ChangeSummary { rows, ..ChangeSummary::default() }.in_words(&change())
        };
        let role = row("user sarah", RowEdit::Update, &[("first_name", "Sara", "Sarah")]);
        assert_eq!(of(vec![role]), "sarah: first name Sara → Sarah");
        let off = |name: &str| row(name, RowEdit::Update, &[("is_active", "1", "0")]);
        assert_eq!(of(vec![off("user sarah")]), "deactivated sarah");
        assert_eq!(of(vec![off("user sarah"), off("user lee")]), "deactivated sarah, lee");
        let new = |name: &str| row(name, RowEdit::Insert, &[]);
        assert_eq!(of(vec![new("user tim")]), "added user tim");
        assert_eq!(of(vec![new("user tim"), new("user lea")]), "added tim, lea");
    }
}
