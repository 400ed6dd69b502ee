//! One line below the panes: the cell under the cursor in words, then its user and its
//! company, whose names may be cut in the panes.

use super::super::geometry::Area;
use super::super::state::{CellState, State};
use super::companies::cell_look;
use super::paint::Painter;
use crate::domain::{AccessReason, Company, User};
use crate::store::AccessRow;
use crate::text;

/// Between the parts.
const BAR: &str = " │ ";

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, area: Area) {
    let (row, company) = (state.cursor_row(), state.companies.current());
    let end = (area.x + area.width).saturating_sub(1);
    let mut x = area.x + 1;
    if let (Some(row), Some(company)) = (row, company) {
        let at = state.companies.cursor;
        // The sign is the one that the matrix shows.
        let (sign, look) = cell_look(painter.theme, state.cell(Some(row), at));
        x = painter.text(x, area.y, 1, sign, look) + 1;
        let words = words(row, company, state.cell_with_access(Some(row), at));
        x = painter.text(x, area.y, end.saturating_sub(x), &words, painter.theme.base);
        x = painter.text(x, area.y, end.saturating_sub(x), BAR, painter.theme.faint);
    }
    let home = row.and_then(|row| row.user.home_company.as_ref());
    let home = home.and_then(|id| state.companies.by_id(id)).map(|home| home.code.as_str());
    let user = row.map(|row| of_user(&row.user, home)).unwrap_or_default();
    let company = company.map(of_company).unwrap_or_default();
    let room = usize::from(end.saturating_sub(x));
    let (user, company) = fitted(&user, &company, room);
    let theme = painter.theme;
    x = painter.text(x, area.y, end.saturating_sub(x), &user, theme.base);
    if !user.is_empty() && !company.is_empty() {
        x = painter.text(x, area.y, end.saturating_sub(x), BAR, theme.faint);
    }
    painter.text(x, area.y, end.saturating_sub(x), &company, theme.base);
}

/// What the cell is, and why.
fn words(row: &AccessRow, company: &Company, cell: CellState) -> String {
    let implied = match row.access().implied(company) {
        Some(AccessReason::Role) => "by role",
        _ => "by home company",
    };
    match cell {
        CellState::Granted => "granted".into(),
        CellState::Redundant => format!("granted, and access {implied}"),
        CellState::Ineffective if !row.user.active => "granted, but the user is inactive".into(),
        CellState::Ineffective => "granted, but ignored for this role".into(),
        CellState::Implied => format!("access {implied}"),
        CellState::ImpliedDrift => format!("access {implied}, required grant missing"),
        CellState::None => "no access".into(),
        CellState::Drift => "no access, required grant missing".into(),
        CellState::Unknown => "…".into(),
    }
}

/// What is told of a user, the longest first.
fn of_user(user: &User, home: Option<&str>) -> Vec<String> {
    let name = match user.full_name.as_str() {
        "" => user.username.clone(),
        full => format!("{full} ({})", user.username),
    };
    let role = user.role_title();
    let home = home.map(|code| format!(", home {code}")).unwrap_or_default();
    let inactive = if user.active { "" } else { ", inactive" };
    vec![
        format!("{name}, {role}{home}{inactive}"),
        format!("{name}, {role}{inactive}"),
        format!("{name}{inactive}"),
        name,
    ]
}

/// What is told of a company, the longest first.
fn of_company(company: &Company) -> Vec<String> {
    let name = format!("{} {}", company.code, company.name);
    let inactive = if company.active { "" } else { ", inactive" };
    let mut told = vec![format!("{name}{inactive}"), name];
    if let Some(tenant) = &company.tenant_name {
        told.insert(0, format!("{}, {tenant}{inactive}", told[1]));
    }
    told
}

/// The longest of both that fit together; names are cut where nothing shorter is left.
fn fitted(user: &[String], company: &[String], room: usize) -> (String, String) {
    let width = |text: &str| text::width(&text::safe(text));
    let last = |told: &[String]| told.len().saturating_sub(1);
    let pick = |told: &[String], at: usize| told.get(at.min(last(told))).cloned();
    let bar = if user.is_empty() || company.is_empty() { 0 } else { text::width(BAR) };
    let room = room.saturating_sub(bar);
    for step in 0..=last(user).max(last(company)) {
        // The company gives way first: its tenant matters least.
        for (of_user, of_company) in [(step, step), (step, step + 1)] {
            let user = pick(user, of_user).unwrap_or_default();
            let company = pick(company, of_company).unwrap_or_default();
            if width(&user) + width(&company) <= room {
                return (user, company);
            }
        }
    }
    let (user, company) = (user.last(), company.last());
    let reserved = width(company.map_or("", String::as_str)).min(room / 2);
    let user = text::clip(user.map_or("", String::as_str), room - reserved);
    let company = text::clip(company.map_or("", String::as_str), room - text::width(&user));
    (user.into_string(), company.into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(room: usize) -> String {
        let user = ["Ada Lovelace (ada), Manager, home NYC", "Ada Lovelace (ada)"];
        let company = ["BER Berlin, Global Corp", "BER Berlin"];
        let owned = |told: &[&str]| told.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let (user, company) = fitted(&owned(&user), &owned(&company), room);
        let joined = format!("{user}{BAR}{company}");
        assert!(text::width(&joined) <= room.max(text::width(BAR)), "{joined} in {room}");
        joined
    }

    #[test]
    fn what_is_told_becomes_shorter_step_by_step() {
        assert_eq!(both(70), "Ada Lovelace (ada), Manager, home NYC │ BER Berlin, Global Corp");
        assert_eq!(both(60), "Ada Lovelace (ada), Manager, home NYC │ BER Berlin");
        assert_eq!(both(40), "Ada Lovelace (ada) │ BER Berlin");
        assert_eq!(both(26), "Ada Lovelace… │ BER Berlin");
        assert_eq!(both(13), "Ada … │ BER …");
        for room in 0..80 {
            both(room);
        }
    }
}
