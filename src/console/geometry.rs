//! The layout of a screen of a given size, used both by `update`, which scrolls, and by
//! `view`, which draws. Independent of the terminal.

use super::pane::Pane;

/// From this width, the three panes are side by side.
const WIDE: u16 = 120;
/// From this width, users and companies are stacked beside the matrix. On a narrower screen,
/// only the focused pane is shown.
const MIDDLE: u16 = 80;
/// From this height, the cursor's cell, user and company have a line of their own.
const WITH_DETAIL: u16 = 18;
/// The most columns of a cell of the matrix; longer codes are broken into lines.
const WIDEST_CELL: u16 = 6;
/// From this width, a matrix without lists beside it shows full names.
const WITH_FULL_NAMES: u16 = 60;
/// The most columns of a list, since more would be empty.
const MOST_OF_USERS: u16 = 112;
const MOST_OF_COMPANIES: u16 = 64;
/// The fewest columns of names in a matrix alone on the screen and in one beside the lists, with
/// the signs before them.
const LEAST_NAMES: u16 = 13;
const LEAST_NAMES_BESIDE: u16 = 14;
/// The columns of names in a matrix beside the lists, and the most if there is more room.
const NAMES_BESIDE: u16 = 27;
const MOST_OF_NAMES: u16 = 48;
/// A matrix beside the lists keeps at least this width.
const LEAST_MATRIX: u16 = 46;
/// The most columns of a dialog.
const MOST_OF_DIALOG: u16 = 96;
/// The most columns of a dialog with something beside its list.
const MOST_OF_WIDE_DIALOG: u16 = 192;
/// The most columns of a dialog with two lists side by side. It is on the left, so that most
/// of the matrix stays visible.
const DOUBLE_DIALOG: u16 = 124;
/// From this width, a dialog may have two lists side by side.
const WIDE_SCREEN: u16 = 200;
/// On a smaller screen, only a message says that it is too small.
pub(crate) const SMALLEST: Size = Size { width: 24, height: 7 };

/// The size of a screen, in columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// A rectangle on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

impl Area {
    fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self { x, y, width, height }
    }

    /// The area inside a border.
    pub(crate) fn inner(self) -> Self {
        Self::new(
            self.x.saturating_add(1),
            self.y.saturating_add(1),
            self.width.saturating_sub(2),
            self.height.saturating_sub(2),
        )
    }

    /// Whether a position on the screen is inside it.
    pub(crate) fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    /// What is left below the first `rows` rows.
    pub(crate) fn below(self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        Self::new(self.x, self.y + rows, self.width, self.height - rows)
    }
}

/// The parts of the screen. A pane that is not shown has no area. Neighboring panes share the
/// border between them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ScreenLayout {
    pub(crate) whole: Area,
    pub(crate) too_small: bool,
    pub(crate) title: Area,
    /// The area between the title and the detail line.
    pub(crate) body: Area,
    pub(crate) users: Option<Area>,
    pub(crate) companies: Option<Area>,
    pub(crate) matrix: Option<Area>,
    /// The detail line: what is under the cursor, in words, or a message. Left out on a low
    /// screen.
    pub(crate) detail: Option<Area>,
    pub(crate) message: Area,
    pub(crate) status: Area,
}

impl ScreenLayout {
    pub(crate) fn new(size: Size, focus: Pane, zoomed: bool) -> Self {
        let Size { width, height } = size;
        let whole = Area::new(0, 0, width, height);
        if width < SMALLEST.width || height < SMALLEST.height {
            return Self { whole, too_small: true, ..Self::default() };
        }
        let has_detail = height >= WITH_DETAIL;
        let body = Area::new(0, 1, width, height - 3 - u16::from(has_detail));
        let mut screen = Self {
            whole,
            title: Area::new(0, 0, width, 1),
            body,
            detail: has_detail.then(|| Area::new(0, height - 3, width, 1)),
            message: Area::new(0, height - 2, width, 1),
            status: Area::new(0, height - 1, width, 1),
            ..Self::default()
        };
        // On a narrow screen, only the matrix is shown while it has the focus.
        let is_alone = width < MIDDLE || width < WIDE && focus == Pane::Matrix;
        if zoomed || is_alone {
            *screen.pane_mut(focus) = Some(body);
        } else if width < WIDE {
            let left = (width * 3 / 5).clamp(48, 58);
            let above = body.height.div_ceil(2);
            screen.users = Some(Area { width: left, height: above, ..body });
            screen.companies = Some(Area { width: left, ..body.below(above.saturating_sub(1)) });
            screen.matrix = Some(Area { x: left - 1, width: width - left + 1, ..body });
        } else {
            let users = (width * 37 / 100).clamp(48, 76);
            let companies = (width / 4).clamp(30, 40);
            screen.users = Some(Area { width: users, ..body });
            screen.companies = Some(Area { x: users - 1, width: companies, ..body });
            let x = users + companies - 2;
            screen.matrix = Some(Area { x, width: width - x, ..body });
        }
        screen
    }

    /// The same layout, if the matrix needs only `needed` columns and leaves the rest to the
    /// lists.
    pub(crate) fn sharing(mut self, needed: u16) -> Self {
        if let (Some(users), Some(companies), Some(matrix)) =
            (&mut self.users, &mut self.companies, &mut self.matrix)
            && users.y == companies.y
        {
            let spare = matrix.width.saturating_sub(needed);
            let of_users = spare.min(MOST_OF_USERS.saturating_sub(users.width));
            let most = MOST_OF_COMPANIES.saturating_sub(companies.width);
            let of_companies = (spare - of_users).min(most);
            users.width += of_users;
            companies.x += of_users;
            companies.width += of_companies;
            matrix.x += of_users + of_companies;
            matrix.width -= of_users + of_companies;
        }
        self
    }

    fn pane_mut(&mut self, pane: Pane) -> &mut Option<Area> {
        match pane {
            Pane::Users => &mut self.users,
            Pane::Companies => &mut self.companies,
            Pane::Matrix => &mut self.matrix,
        }
    }

    /// The area of a pane, if it is shown.
    pub(crate) fn area_of(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::Users => self.users,
            Pane::Companies => self.companies,
            Pane::Matrix => self.matrix,
        }
    }

    /// The number of users visible in the Users pane.
    pub(crate) fn user_rows(&self) -> usize {
        self.users.map_or(0, |area| area.inner().below(1).height.into())
    }

    /// The number of companies visible in the Companies pane.
    pub(crate) fn company_rows(&self) -> usize {
        self.companies.map_or(0, |area| area.inner().below(1).height.into())
    }

    /// The grid of the access matrix for this many companies and these widths of codes. If no
    /// list is beside it, it has room for full names.
    pub(crate) fn matrix_grid(&self, companies: usize, codes: CodeWidths) -> Grid {
        let is_beside_lists = self.users.is_some();
        self.matrix.map_or_else(Grid::default, |area| {
            Grid::new(area.inner(), companies, codes, is_beside_lists)
        })
    }

    /// The area of a dialog with this many lines, including its border and its footer.
    pub(crate) fn dialog(&self, lines: usize) -> Area {
        // On a wide screen, enough of the panes stays visible beside it.
        let width =
            if self.whole.width < MOST_OF_DIALOG + 10 { self.whole.width } else { MOST_OF_DIALOG };
        // The title, and everything below the panes, stay visible.
        let room = self.body.height;
        let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(3).min(room);
        let y = (1 + (room - height) / 2).min(self.whole.height);
        Area::new((self.whole.width - width) / 2, y, width, height)
    }

    /// The area of a dialog that uses the width of a wide screen.
    pub(crate) fn wide_dialog(&self, lines: usize) -> Area {
        let usual = self.dialog(lines);
        let width = self.whole.width.saturating_sub(8).min(MOST_OF_WIDE_DIALOG);
        if width <= usual.width {
            return usual;
        }
        Area { x: (self.whole.width - width) / 2, width, ..usual }
    }

    /// The area of a dialog with two lists; only if [`ScreenLayout::has_double_dialogs`].
    pub(crate) fn double_dialog(&self, lines: usize) -> Area {
        Area { x: self.whole.x, width: DOUBLE_DIALOG.min(self.whole.width), ..self.dialog(lines) }
    }

    /// Whether there is room for two lists in a dialog.
    pub(crate) fn has_double_dialogs(&self) -> bool {
        self.whole.width >= WIDE_SCREEN
    }

    /// The columns for text in a dialog, with a space on both sides.
    pub(crate) fn dialog_columns(&self) -> usize {
        self.dialog(0).inner().width.saturating_sub(2).into()
    }

    /// How many lines of a dialog with `lines` lines are visible: the rows of its area without
    /// the border and the footer.
    pub(crate) fn dialog_rows_of(&self, lines: usize) -> usize {
        usize::from(self.dialog(lines).inner().height).saturating_sub(1)
    }
}

/// The widths of the codes of companies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CodeWidths {
    /// The width of the longest.
    pub(crate) longest: usize,
    /// The width that nine in ten do not exceed.
    pub(crate) usual: usize,
    /// Whether there are inactive companies, which have a sign.
    pub(crate) with_inactive: bool,
}

/// The grid of the access matrix inside its border: headings at the top, names on the left,
/// cells in between.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Grid {
    pub(crate) area: Area,
    /// The columns of the frozen names, including the cursor's mark and a space.
    pub(crate) names: u16,
    /// Whether full names are shown before the usernames.
    pub(crate) with_full_names: bool,
    /// The columns of a cell, without the space after it.
    pub(crate) cell: u16,
    /// The rows of the headings; a long code is broken into this many lines.
    pub(crate) headings: u16,
    /// The number of visible users.
    pub(crate) rows: usize,
    /// The number of visible companies.
    pub(crate) columns: usize,
}

impl Grid {
    /// The columns that a pane beside the lists needs for this many companies, including its
    /// border.
    pub(crate) fn needed(companies: usize, codes: CodeWidths) -> u16 {
        let cells = u16::try_from(companies).unwrap_or(u16::MAX);
        let needed = cells.saturating_mul(cell_of(codes) + 1).saturating_add(NAMES_BESIDE + 2);
        needed.max(LEAST_MATRIX)
    }

    fn new(area: Area, companies: usize, codes: CodeWidths, is_beside_lists: bool) -> Self {
        let width = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        // The few longer codes are broken, which costs at most one line.
        let usual = usual_cell(codes);
        let lines = width(codes.longest).div_ceil(usual);
        let lines = lines.clamp(1, width(codes.usual).div_ceil(usual) + 1).min(3);
        let headings = lines.min(area.height / 2).max(1).min(area.height);
        let cell = cell_of(codes);
        let with_full_names = !is_beside_lists && area.width >= WITH_FULL_NAMES;
        let (percent, most) =
            if with_full_names { (45, MOST_OF_NAMES) } else { (30, NAMES_BESIDE) };
        // Beside the lists, people can still be told apart: one company less is shown if the names
        // would have fewer columns.
        let least = if is_beside_lists { LEAST_NAMES_BESIDE } else { LEAST_NAMES };
        let names = (area.width * percent / 100).clamp(least, most).min(area.width);
        let columns = ((area.width - names) / (cell + 1)).min(width(companies));
        // The names get what would be left on the right.
        let most = if usize::from(columns) < companies { most.max(names) } else { MOST_OF_NAMES };
        let names = (area.width - columns * (cell + 1)).min(most.max(names));
        Self {
            area,
            names,
            with_full_names,
            cell,
            headings,
            rows: area.height.saturating_sub(headings).into(),
            columns: columns.into(),
        }
    }
}

/// The columns of a cell that fits the usual codes, given how many lines these are broken
/// into.
fn usual_cell(codes: CodeWidths) -> u16 {
    let usual = u16::try_from(codes.usual).unwrap_or(u16::MAX);
    usual.div_ceil(usual.div_ceil(WIDEST_CELL).clamp(1, 3)).clamp(3, WIDEST_CELL)
}

/// The same with the sign of inactive companies, which needs a column after the code.
fn cell_of(codes: CodeWidths) -> u16 {
    (usual_cell(codes) + u16::from(codes.with_inactive)).min(WIDEST_CELL)
}

/// The index of the first visible item, so that the cursor is among the `room` visible ones
/// and the list moves as little as possible. For a pane that is not shown, `room` is 0 and
/// `top` stays as it is.
pub(crate) fn scroll(top: usize, cursor: usize, room: usize, len: usize) -> usize {
    if room == 0 {
        return top;
    }
    let lowest = cursor.saturating_sub(room - 1);
    top.min(len.saturating_sub(room)).clamp(lowest, cursor.max(lowest))
}

#[cfg(test)]
mod tests;
