//! The columns of the Users pane: full name first, then username, which is cut last. If not
//! all fit, the least important ones are left out. They are the same on every line.

use super::super::number::count;
use super::super::state::{State, arrow};
use super::super::user_column::UserColumn;
use super::paint::columns;
use super::user_names::{USUAL_NAME, USUAL_USERNAME, usual};
use crate::store::Order;
use crate::text;

/// Which columns a line has, and how wide they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UserColumns {
    /// The text columns from left to right, each with its width.
    pub(super) texts: Vec<(UserColumn, u16)>,
    /// The columns of numbers from left to right; they end at the margin.
    pub(super) figures: Vec<(UserColumn, u16)>,
    /// The width of all text columns together.
    pub(super) text_room: u16,
}

/// What the layout depends on.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The width of the pane.
    pub(super) width: u16,
    pub(super) chosen: &'a [UserColumn],
    pub(super) widths: TextWidths,
    /// The most companies that any user has.
    pub(super) most: usize,
    pub(super) order: Order,
    /// The widths that the operator has chosen.
    pub(super) widths_chosen: &'a dyn Fn(UserColumn) -> Option<u16>,
}

/// The widths of the widest texts read so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TextWidths {
    pub(super) full_name: u16,
    pub(super) username: u16,
    pub(super) email: u16,
    pub(super) role: u16,
    pub(super) tenant: u16,
    pub(super) home: u16,
    pub(super) grants: u16,
    pub(super) grants_apart: u16,
}

/// The cursor, the mark and the sign of an inactive user.
pub(super) const SIGNS: u16 = 3;
/// Columns between the figures and the border.
pub(super) const MARGIN: u16 = 1;
/// From this width, effective companies have a column beside the grants; in a narrower pane
/// they share one.
const WITH_EFFECTIVE: u16 = 56;
/// A longer role, tenant or address is cut.
const USUAL_TEXT: u16 = 24;

/// The columns besides names and grants, the most important first. The last ones are shown
/// only if the operator has chosen them.
const BY_IMPORTANCE: [UserColumn; 9] = [
    UserColumn::Drift,
    UserColumn::Home,
    UserColumn::NewestGrant,
    UserColumn::LastChange,
    UserColumn::Email,
    UserColumn::Tenant,
    UserColumn::Role,
    UserColumn::Effective,
    UserColumn::Status,
];

impl UserColumns {
    /// The layout for this state in a pane of this width.
    pub(super) fn of(state: &State, width: u16) -> Self {
        let names = state.rows.widths();
        let companies = &state.companies;
        let widths = TextWidths {
            full_name: names.full_name,
            username: names.username,
            email: names.email,
            role: names.role,
            tenant: columns(companies.tenant_width),
            home: columns(companies.code_widths.longest),
            grants: names.grants,
            grants_apart: names.grants_apart,
        };
        Self::new(Wanted {
            width,
            chosen: state.shown_columns(),
            widths,
            most: companies.total(),
            order: state.user_filter.order,
            widths_chosen: &|column| state.chosen_width(column),
        })
    }

    pub(super) fn new(wanted: Wanted<'_>) -> Self {
        let Wanted { width, chosen, widths, .. } = wanted;
        let mut shown: Vec<UserColumn> = chosen
            .iter()
            .copied()
            .filter(|column| column.is_name() || *column == UserColumn::Grants)
            .collect();
        let mut has_hidden_text = false;
        for column in BY_IMPORTANCE.into_iter().filter(|column| chosen.contains(column)) {
            // Nobody has a value in this column, or nothing was read yet.
            let is_empty = !column.is_figure() && wanted.full_width(column) == 0;
            let is_narrow = column == UserColumn::Effective
                && width < WITH_EFFECTIVE
                && chosen.contains(&UserColumn::Grants);
            // The sign before a name shows the status too.
            let is_shown_by_sign = column == UserColumn::Status && has_hidden_text;
            if !is_empty && !is_narrow && !is_shown_by_sign {
                shown.push(column);
                if wanted.needed(&shown) > width {
                    shown.pop();
                    has_hidden_text |= !column.is_figure();
                }
            }
        }
        shown.sort_unstable();
        let (figures, texts): (Vec<_>, Vec<_>) =
            shown.iter().copied().partition(|column| column.is_figure());
        let figures: Vec<_> =
            figures.into_iter().map(|column| (column, wanted.least(column, &shown))).collect();
        let taken: u16 = figures.iter().map(|(_, width)| width + 1).sum();
        let text_room = width.saturating_sub(SIGNS + MARGIN + taken);
        let is_fixed = texts.iter().any(|column| (wanted.widths_chosen)(*column).is_some());
        let is_alone = texts.iter().all(|column| column.is_name());
        let texts = match texts.as_slice() {
            _ if is_fixed => wanted.fixed(&texts, text_room),
            [UserColumn::FullName, UserColumn::Username] => {
                let (name, user) = usual(text_room, (widths.full_name, widths.username));
                vec![(UserColumn::FullName, name), (UserColumn::Username, user)]
            }
            [only] if is_alone => vec![(*only, text_room)],
            _ => wanted.grown(&texts, text_room),
        };
        let texts = texts.into_iter().filter(|(_, width)| *width > 0).collect();
        Self { texts, figures, text_room }
    }

    /// The width of a column; 0 if it is left out.
    pub(super) fn width_of(&self, column: UserColumn) -> u16 {
        let mut all = self.texts.iter().chain(&self.figures);
        all.find(|(it, _)| *it == column).map_or(0, |(_, width)| *width)
    }

    pub(super) fn shows(&self, column: UserColumn) -> bool {
        self.width_of(column) > 0
    }
}

impl Wanted<'_> {
    /// The width of the widest text of a column.
    fn full_width(&self, column: UserColumn) -> u16 {
        let widths = &self.widths;
        match column {
            UserColumn::FullName => widths.full_name,
            UserColumn::Username => widths.username,
            UserColumn::Email => widths.email,
            UserColumn::Role => widths.role,
            UserColumn::Tenant => widths.tenant,
            UserColumn::Home => widths.home,
            UserColumn::Status => 8,
            UserColumn::NewestGrant | UserColumn::LastChange => 10,
            UserColumn::Drift | UserColumn::Effective | UserColumn::Grants => {
                columns(count(self.most).len())
            }
        }
    }

    /// The least width of a column beside these.
    fn least(&self, column: UserColumn, shown: &[UserColumn]) -> u16 {
        let usual = match column {
            UserColumn::FullName => self.full_width(column).min(USUAL_NAME),
            UserColumn::Username => self.full_width(column).min(USUAL_USERNAME),
            UserColumn::Grants if shown.contains(&UserColumn::Effective) => {
                self.full_width(column).max(self.widths.grants_apart)
            }
            // One column shows two numbers: `2+1`.
            UserColumn::Grants => self.full_width(column).max(self.widths.grants).max(5),
            _ => self.full_width(column).min(USUAL_TEXT),
        };
        if column == UserColumn::FullName && usual == 0 {
            return 0;
        }
        let usual = usual.max(self.heading_width(column));
        match (self.widths_chosen)(column) {
            // Numbers are never cut.
            Some(width) if column.is_figure() => width.max(usual),
            Some(width) => width,
            None => usual,
        }
    }

    fn heading_width(&self, column: UserColumn) -> u16 {
        columns(text::width(&heading(column, self.order)))
    }

    /// The least width of a pane that shows these columns.
    fn needed(&self, shown: &[UserColumn]) -> u16 {
        let widths = shown.iter().map(|column| self.least(*column, shown));
        let parts: u16 = widths.filter(|width| *width > 0).map(|width| width + 1).sum();
        SIGNS + parts + MARGIN
    }

    /// The widths if the operator has chosen some. Room that is left stays empty, unless only
    /// the names fit.
    fn fixed(&self, texts: &[UserColumn], room: u16) -> Vec<(UserColumn, u16)> {
        cut(texts.iter().map(|column| (*column, self.least(*column, texts))).collect(), room)
    }

    /// The widths of texts that all fit, with the remaining room given to those that are cut.
    fn grown(&self, texts: &[UserColumn], room: u16) -> Vec<(UserColumn, u16)> {
        let mut widths: Vec<(UserColumn, u16)> =
            texts.iter().map(|column| (*column, self.least(*column, texts))).collect();
        let parts = widths.iter().filter(|(_, width)| *width > 0);
        let taken = parts.map(|(_, width)| width + 1).sum::<u16>().saturating_sub(1);
        let mut spare = room.saturating_sub(taken);
        // Names and usernames of usual length come before the few longer usernames, and these
        // before everything else.
        let names = &[UserColumn::FullName, UserColumn::Username][..];
        let steps = [(USUAL_TEXT, names), (u16::MAX, &names[1..]), (u16::MAX, texts)];
        for (most, grows) in steps {
            for (column, width) in &mut widths {
                if grows.contains(column) && *width > 0 {
                    let most = self.full_width(*column).min(most);
                    let more = spare.min(most.saturating_sub(*width));
                    spare -= more;
                    *width += more;
                }
            }
        }
        widths
    }
}

/// Narrows texts until they fit: the full name after the other texts, and the username last.
fn cut(mut texts: Vec<(UserColumn, u16)>, room: u16) -> Vec<(UserColumn, u16)> {
    let needed = |texts: &[(UserColumn, u16)]| {
        let parts = texts.iter().filter(|(_, width)| *width > 0);
        parts.map(|(_, width)| width + 1).sum::<u16>().saturating_sub(1)
    };
    let mut by_importance: Vec<usize> = (0..texts.len()).rev().collect();
    by_importance.sort_by_key(|at| match texts[*at].0 {
        UserColumn::Username => 2,
        UserColumn::FullName => 1,
        _ => 0,
    });
    for at in by_importance {
        let over = needed(&texts).saturating_sub(room);
        texts[at].1 = texts[at].1.saturating_sub(over);
    }
    texts.retain(|(_, width)| *width > 0);
    texts
}

/// A heading, with an arrow if the list is sorted by its column.
pub(super) fn heading(column: UserColumn, order: Order) -> String {
    let heading = column.heading();
    if order.by == column.sort() { format!("{heading} {}", arrow(order)) } else { heading.into() }
}

#[cfg(test)]
mod tests;
