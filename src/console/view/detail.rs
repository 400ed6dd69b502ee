//! The line below the panes: the cell under the cursor in words, then its user and company
//! with their names in full, since the panes may cut them.

use super::super::geometry::{Area, ScreenLayout};
use super::super::state::{CellState, State};
use super::companies::cell_look;
use super::paint::{Painter, columns};
use super::user_names::in_one as name_in_one;
use super::users;
use crate::domain::{AccessReason, Company, User};
use crate::filter::ShownName;
use crate::store::AccessRow;
use crate::text;

/// Separates the parts.
const BAR: &str = " │ ";

pub(super) fn draw(painter: &mut Painter<'_>, state: &State, screen: &ScreenLayout, area: Area) {
    let (row, company) = (state.cursor_row(), state.companies.current());
    let end = (area.x + area.width).saturating_sub(1);
    let mut x = area.x + 1;
    let home = row.and_then(|row| row.user.home_company.as_ref());
    let home = home.and_then(|id| state.companies.by_id(id)).map(|home| home.code.as_str());
    let email = row.and_then(|row| email_found(state, &row.user));
    let mut user = row.map(|row| of_user(&row.user, home, email)).unwrap_or_default();
    if let (Some(row), Some(area)) = (row, screen.users) {
        let hidden = users::values_of_hidden_columns(state, area, row);
        if !hidden.is_empty() {
            user.insert(0, format!("{}, {}", user[0], hidden.join(", ")));
        }
    }
    let of_company = company.map(of_company).unwrap_or_default();
    let mut room = usize::from(end.saturating_sub(x));
    let hides_role = screen.users.is_some_and(|area| !users::shows_role(state, area));
    if let (Some(row), Some(company)) = (row, company) {
        let at = state.companies.cursor;
        // The same sign as in the matrix.
        let (sign, look) = cell_look(painter.theme, state.cell(Some(row), at));
        x = painter.text(x, area.y, 1, sign, look) + 1;
        let cell = state.cell_with_access(Some(row), at);
        let mut words = words(row, company, cell);
        room = room.saturating_sub(2 + text::width(BAR));
        // The role is included if the panes do not show it.
        let named = if hides_role { user.iter().rev().nth(2) } else { user.last() };
        let least =
            [named, of_company.last()].map(|descriptions| descriptions.map_or(0, |it| width(it)));
        if text::width(&words) + least.iter().sum::<usize>() + text::width(BAR) > room {
            // If a name would have to be cut, the reason for the access is left out; `why`
            // shows it.
            cell.in_words().clone_into(&mut words);
        }
        room = room.saturating_sub(text::width(&words));
        x = painter.text(x, area.y, end.saturating_sub(x), &words, painter.theme.base);
        x = painter.text(x, area.y, end.saturating_sub(x), BAR, painter.theme.faint);
    }
    let name = row.map(|row| (row.user.full_name.as_str(), row.user.username.as_str()));
    let (user, company) = fitted((&user, name), &of_company, room, hides_role);
    let theme = painter.theme;
    let from = x;
    x = painter.text(x, area.y, end.saturating_sub(x), &user, theme.base);
    // The address is shown only because the filter matches it.
    if let Some((at, email)) = email.and_then(|email| Some((user.find(email)?, email))) {
        let from = from + columns(text::width(&text::safe(&user[..at])));
        let highlighted = state.user_filter.filter.highlighted();
        let field = (from, area.y, x.saturating_sub(from));
        painter.name(field, (email, ShownName::Email), theme.base, &highlighted);
    }
    if !user.is_empty() && !company.is_empty() {
        x = painter.text(x, area.y, end.saturating_sub(x), BAR, theme.faint);
    }
    painter.text(x, area.y, end.saturating_sub(x), &company, theme.base);
}

/// The state of the cell, and the reason for it.
fn words(row: &AccessRow, company: &Company, cell: CellState) -> String {
    let implied = match row.access().implied(company) {
        Some(AccessReason::Role) => "by role",
        _ => "by home company",
    };
    match cell {
        CellState::Granted => "granted".into(),
        CellState::Redundant => format!("granted and implied {implied}"),
        CellState::Ineffective if !row.user.active => {
            "ineffective: granted, but the user is inactive".into()
        }
        CellState::Ineffective => "ineffective: granted, but ignored for this role".into(),
        CellState::Implied => format!("implied {implied}"),
        CellState::ImpliedDrift => format!("implied {implied}, drift: required grant missing"),
        CellState::None => "no access".into(),
        CellState::Drift => "no access, drift: required grant missing".into(),
        CellState::Unknown => "…".into(),
    }
}

/// The e-mail address of a user, if the filter matches it but neither of the user's names.
fn email_found<'u>(state: &State, user: &'u User) -> Option<&'u str> {
    let User { username, full_name, email, .. } = user;
    let highlighted = state.user_filter.filter.highlighted();
    highlighted.is_only_in_email(username, full_name, email).then_some(email)
}

/// Descriptions of a user, the longest first.
fn of_user(user: &User, home: Option<&str>, email: Option<&str>) -> Vec<String> {
    let name = match (user.full_name.as_str(), email) {
        ("", None) => user.username.clone(),
        ("", Some(email)) => format!("{} ({email})", user.username),
        (full, None) => format!("{full} ({})", user.username),
        (full, Some(email)) => format!("{full} ({}, {email})", user.username),
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

/// Descriptions of a company, the longest first.
fn of_company(company: &Company) -> Vec<String> {
    let name = format!("{} {}", company.code, company.name);
    let inactive = if company.active { "" } else { ", inactive" };
    let mut descriptions = vec![format!("{name}{inactive}"), name, company.code.clone()];
    if let Some(tenant) = &company.tenant_name {
        descriptions.insert(0, format!("{}, {tenant}{inactive}", descriptions[1]));
    }
    descriptions
}

fn width(text: &str) -> usize {
    text::width(&text::safe(text))
}

/// The longest two descriptions that fit together. If even the shortest do not fit, names are
/// cut. If the panes hide the role, it takes precedence over the company's name, which they
/// show.
fn fitted(
    (user, names): (&[String], Option<(&str, &str)>),
    company: &[String],
    room: usize,
    hides_role: bool,
) -> (String, String) {
    /// With less room, only the beginning is shown.
    const WITH_USERNAME: usize = 24;
    let last = |descriptions: &[String]| descriptions.len().saturating_sub(1);
    let pick =
        |descriptions: &[String], at: usize| descriptions.get(at.min(last(descriptions))).cloned();
    let bar = if user.is_empty() || company.is_empty() { 0 } else { text::width(BAR) };
    let room = room.saturating_sub(bar);
    let (last_user, code) = (last(user), last(company));
    // The company is shortened first, beginning with its tenant.
    let name = code.saturating_sub(1);
    let mut steps = vec![(0, 0), (0, 1)];
    if hides_role {
        steps.extend((0..2).flat_map(|step| [(step, name), (step, code)]));
    }
    steps.extend((1..=last_user).flat_map(|step| [(step, step.min(name)), (step, name)]));
    steps.push((last_user, code));
    for (of_user, of_company) in steps {
        let user = pick(user, of_user).unwrap_or_default();
        let company = pick(company, of_company).unwrap_or_default();
        if width(&user) + width(&company) <= room {
            return (user, company);
        }
    }
    let (user, company) = (user.last(), company.last());
    let reserved = width(company.map_or("", String::as_str)).min(room / 2);
    let user = match names {
        Some((full_name, username)) if room - reserved >= WITH_USERNAME => {
            name_in_one(full_name, username, room - reserved)
        }
        _ => text::clip(user.map_or("", String::as_str), room - reserved).into_string(),
    };
    let company = text::clip(company.map_or("", String::as_str), room - text::width(&user));
    (user, company.into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(room: usize, hides_role: bool) -> String {
        let user = [
            "Ada Lovelace (ada), Manager, home NYC",
            "Ada Lovelace (ada), Manager",
            "Ada Lovelace (ada)",
        ];
        let company = ["BER Berlin, Global Corp", "BER Berlin", "BER"];
        let owned = |descriptions: &[&str]| {
            descriptions.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()
        };
        let name = Some(("Ada Lovelace", "ada"));
        let (user, company) = fitted((&owned(&user), name), &owned(&company), room, hides_role);
        let joined = format!("{user}{BAR}{company}");
        assert!(text::width(&joined) <= room.max(text::width(BAR)), "{joined} in {room}");
        joined
    }

    #[test]
    fn descriptions_become_shorter_step_by_step() {
        let descriptions = |room| both(room, false);
        assert_eq!(
            descriptions(70),
            "Ada Lovelace (ada), Manager, home NYC │ BER Berlin, Global Corp"
        );
        assert_eq!(descriptions(60), "Ada Lovelace (ada), Manager, home NYC │ BER Berlin");
        assert_eq!(descriptions(45), "Ada Lovelace (ada), Manager │ BER Berlin");
        assert_eq!(descriptions(35), "Ada Lovelace (ada) │ BER Berlin");
        assert_eq!(descriptions(26), "Ada Lovelace (ada) │ BER");
        assert_eq!(descriptions(20), "Ada Lovelace … │ BER");
        for room in 0..80 {
            both(room, false);
            both(room, true);
        }
    }

    #[test]
    fn the_username_of_a_long_name_is_cut_last() {
        let (full_name, username) = ("Maximiliane-Theodora von und zu Althann", "m.althann");
        let user = [format!("{full_name} ({username})")];
        let (user, _) = fitted((&user, Some((full_name, username))), &["BER".into()], 40, false);
        assert_eq!(user, "Maximiliane-Theodora … (m.althann)");
    }

    #[test]
    fn a_role_that_the_panes_hide_precedes_the_name_of_the_company() {
        let descriptions = |room| both(room, true);
        assert_eq!(descriptions(60), "Ada Lovelace (ada), Manager, home NYC │ BER Berlin");
        assert_eq!(descriptions(45), "Ada Lovelace (ada), Manager, home NYC │ BER");
        assert_eq!(descriptions(35), "Ada Lovelace (ada), Manager │ BER");
        assert_eq!(descriptions(32), "Ada Lovelace (ada) │ BER Berlin");
        assert_eq!(descriptions(26), "Ada Lovelace (ada) │ BER");
    }
}
