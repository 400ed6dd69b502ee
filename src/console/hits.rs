//! What is at which position on the screen, for the mouse. It is collected while the screen is
//! drawn, so that a click means what was visible there. Plain data; `update/mouse.rs` handles
//! the clicks.

use super::geometry::Area;
use super::keymap::{Action, Context};
use super::pane::Pane;
use super::user_column::UserColumn;
use crate::domain::{CompanyId, Person, UserId};
use crate::filter::Axis;
use crate::store::SortBy;

/// Something that was drawn and can be clicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HitTarget {
    /// Something that covers what was drawn before, and cannot be clicked.
    Nothing,
    PaneItem(PaneItem),
    /// The heading of a column that a list can be sorted by.
    Heading(Axis, SortBy),
    /// The edge of a column of the users, which can be pulled.
    Edge(ColumnEdge),
    /// A key hint: a click acts like its key, if the context is still the same.
    Hint {
        action: Action,
        context: Context,
    },
    /// A line of a dialog's list, counted from the selected line.
    Line {
        below: isize,
    },
    /// A field of a form.
    Field {
        at: usize,
    },
    /// A line of the list of a form's focused field.
    Choice {
        at: usize,
    },
    /// An entry in a section of the statistics.
    Figure {
        section: usize,
        at: usize,
    },
}

/// The edge of a column of the users, in the line of headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ColumnEdge {
    pub(crate) column: UserColumn,
    /// The column of the screen at which the other edge is.
    pub(crate) other: u16,
}

impl ColumnEdge {
    /// The width of the column if its edge is at `x`.
    pub(crate) fn width_to(self, x: u16) -> u16 {
        x.abs_diff(self.other)
    }
}

/// A part of a pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaneItem {
    pub(crate) pane: Pane,
    pub(crate) user: Option<ShownUser>,
    pub(crate) company: Option<ShownCompany>,
    /// Whether it is the sign of a cell.
    pub(crate) is_box: bool,
}

/// A user, and the position in the list when it was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownUser {
    pub(crate) at: usize,
    pub(crate) id: UserId,
    /// The person whom the id belonged to, if the row was read.
    pub(crate) person: Option<Person>,
}

/// A company, and the position in the list when it was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownCompany {
    pub(crate) at: usize,
    pub(crate) id: CompanyId,
}

impl PaneItem {
    /// A pane, with nothing in particular at the position.
    pub(crate) fn of(pane: Pane) -> Self {
        Self { pane, user: None, company: None, is_box: false }
    }

    /// Adds the target of another part of the same pane: a row and a column of the matrix
    /// together are a cell.
    fn add(&mut self, other: &Self) {
        self.user = self.user.take().or_else(|| other.user.clone());
        self.company = self.company.take().or_else(|| other.company.clone());
        self.is_box |= other.is_box;
    }
}

/// What was drawn at which positions; later targets cover earlier ones.
#[derive(Debug, Default)]
pub(crate) struct HitMap {
    areas: Vec<(Area, HitTarget)>,
    /// The stamp of the dialogs that were drawn.
    pub(crate) stamp: (u64, usize),
}

impl HitMap {
    pub(crate) fn add(&mut self, area: Area, target: HitTarget) {
        self.areas.push((area, target));
    }

    /// Makes everything drawn so far unclickable.
    pub(crate) fn clear(&mut self) {
        self.areas.clear();
    }

    /// The target at a position.
    pub(crate) fn at(&self, x: u16, y: u16) -> HitTarget {
        let mut found: Option<PaneItem> = None;
        for (_, target) in self.areas.iter().rev().filter(|(area, _)| area.contains(x, y)) {
            match (target, &mut found) {
                (HitTarget::PaneItem(item), None) => found = Some(item.clone()),
                (HitTarget::PaneItem(item), Some(found)) if item.pane == found.pane => {
                    found.add(item);
                }
                (_, Some(_)) => break,
                (other, None) => return other.clone(),
            }
        }
        found.map_or(HitTarget::Nothing, HitTarget::PaneItem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_where_a_row_and_a_column_cross_hits_the_cell_unless_a_dialog_covers_it() {
        let area = |x, y, width, height| Area { x, y, width, height };
        let user = ShownUser { at: 2, id: UserId(7), person: None };
        let company = ShownCompany { at: 1, id: CompanyId::new("c") };
        let pane = PaneItem::of(Pane::Matrix);
        let row = PaneItem { user: Some(user.clone()), ..pane.clone() };
        let column = PaneItem { company: Some(company.clone()), ..pane.clone() };
        let mut hits = HitMap::default();
        hits.add(area(0, 0, 20, 20), HitTarget::PaneItem(pane.clone()));
        hits.add(area(0, 5, 20, 1), HitTarget::PaneItem(row.clone()));
        hits.add(area(8, 0, 3, 20), HitTarget::PaneItem(column.clone()));
        let cell = PaneItem { user: Some(user), company: Some(company), ..pane.clone() };
        assert_eq!(hits.at(9, 5), HitTarget::PaneItem(cell));
        assert_eq!(hits.at(2, 5), HitTarget::PaneItem(row));
        assert_eq!(hits.at(9, 6), HitTarget::PaneItem(column));
        assert_eq!(hits.at(19, 19), HitTarget::PaneItem(pane));
        assert_eq!(hits.at(20, 5), HitTarget::Nothing);
        hits.add(area(0, 4, 20, 3), HitTarget::Nothing);
        assert_eq!(hits.at(9, 5), HitTarget::Nothing);
    }
}
