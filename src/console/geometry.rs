//! Where everything is on a screen of a given size: the one answer for
//! `update`, which scrolls, and `view`, which draws. Knows no terminal.

use super::pane::Pane;

/// From this width the three panes stand side by side.
const WIDE: u16 = 120;
/// From this width users and companies stand one above the other, beside the
/// matrix. Below it the focused pane has the screen.
const MIDDLE: u16 = 80;
/// From this height the cursor's cell, user and company have a line of their own.
const WITH_DETAIL: u16 = 18;
/// The columns of a cell of the matrix are at most so many; a longer code is broken.
const WIDEST_CELL: u16 = 6;
/// From this width a matrix without lists beside it shows full names.
const WITH_FULL_NAMES: u16 = 60;
/// Lists that have more room than they usually need are no wider.
const MOST_OF_USERS: u16 = 112;
const MOST_OF_COMPANIES: u16 = 64;
/// The columns of names in a matrix beside the lists, and where there is room for more.
const NAMES_BESIDE: u16 = 27;
const MOST_OF_NAMES: u16 = 48;
/// A matrix beside the lists makes room for them down to this width.
const LEAST_MATRIX: u16 = 46;
/// A dialog is no wider.
const MOST_OF_DIALOG: u16 = 96;
/// One that has something beside its list is no wider than this.
const MOST_OF_WIDE_DIALOG: u16 = 192;
/// One with two lists beside one another. It is at the left, so that much of the matrix stays in
/// sight.
const DOUBLE_DIALOG: u16 = 124;
/// From this width a dialog may have two lists beside one another.
const WIDE_SCREEN: u16 = 200;
/// A smaller screen shows nothing but that it is too small.
pub(crate) const SMALLEST: Size = Size { width: 24, height: 7 };

/// Columns and rows of a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// A part of the screen.
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

    /// What a border leaves.
    pub(crate) fn inner(self) -> Self {
        Self::new(
            self.x.saturating_add(1),
            self.y.saturating_add(1),
            self.width.saturating_sub(2),
            self.height.saturating_sub(2),
        )
    }

    /// Whether a place of the screen is within it.
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

/// The parts of the screen; a pane that isn't shown has no area. Neighboring panes share
/// the border between them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ScreenLayout {
    pub(crate) whole: Area,
    pub(crate) too_small: bool,
    pub(crate) title: Area,
    /// What stands between the title and the line of the cursor's cell.
    pub(crate) body: Area,
    pub(crate) users: Option<Area>,
    pub(crate) companies: Option<Area>,
    pub(crate) matrix: Option<Area>,
    /// What is under the cursor, in words; left out on a low screen.
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
        // On a narrow screen the lists make room for the matrix while it has the focus.
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

    /// The same screen, where the matrix leaves to the lists beside it what it does not need.
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

    /// Where a pane is, if it is shown.
    pub(crate) fn area_of(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::Users => self.users,
            Pane::Companies => self.companies,
            Pane::Matrix => self.matrix,
        }
    }

    /// Users shown in the Users pane, below its headings.
    pub(crate) fn user_rows(&self) -> usize {
        self.users.map_or(0, |area| area.inner().below(1).height.into())
    }

    /// Companies shown in the Companies pane, below its headings.
    pub(crate) fn company_rows(&self) -> usize {
        self.companies.map_or(0, |area| area.inner().below(1).height.into())
    }

    /// How the access matrix is divided, for so many companies with codes so wide. Where no
    /// list is beside it, it has room for full names.
    pub(crate) fn matrix_grid(&self, companies: usize, codes: CodeWidths) -> Grid {
        let with_full_names = self.users.is_none();
        self.matrix.map_or_else(Grid::default, |area| {
            Grid::new(area.inner(), companies, codes, with_full_names)
        })
    }

    /// Where a dialog of that many lines stands, its border and the line at its
    /// foot included.
    pub(crate) fn dialog(&self, lines: usize) -> Area {
        // Beside it there is the whole screen, or enough of it to be made out.
        let width =
            if self.whole.width < MOST_OF_DIALOG + 10 { self.whole.width } else { MOST_OF_DIALOG };
        // The title and what is below the panes stay in sight.
        let room = self.body.height;
        let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(3).min(room);
        let y = (1 + (room - height) / 2).min(self.whole.height);
        Area::new((self.whole.width - width) / 2, y, width, height)
    }

    /// The same for a dialog that uses the width of a wide screen.
    pub(crate) fn wide_dialog(&self, lines: usize) -> Area {
        let usual = self.dialog(lines);
        let width = self.whole.width.saturating_sub(8).min(MOST_OF_WIDE_DIALOG);
        if width <= usual.width {
            return usual;
        }
        Area { x: (self.whole.width - width) / 2, width, ..usual }
    }

    /// The same for a dialog of two lists, where [`ScreenLayout::has_double_dialogs`].
    pub(crate) fn double_dialog(&self, lines: usize) -> Area {
        Area { x: self.whole.x, width: DOUBLE_DIALOG.min(self.whole.width), ..self.dialog(lines) }
    }

    /// Whether there is room for two lists in a dialog.
    pub(crate) fn has_double_dialogs(&self) -> bool {
        self.whole.width >= WIDE_SCREEN
    }

    /// The columns of the text in a dialog, with a space on both sides.
    pub(crate) fn dialog_columns(&self) -> usize {
        self.dialog(0).inner().width.saturating_sub(2).into()
    }

    /// The lines that are seen at once of a dialog that has so many: its area without border
    /// and the line at its foot.
    pub(crate) fn dialog_rows_of(&self, lines: usize) -> usize {
        usize::from(self.dialog(lines).inner().height).saturating_sub(1)
    }
}

/// The columns that codes of companies need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CodeWidths {
    /// The widest.
    pub(crate) longest: usize,
    /// Nine in ten are no wider.
    pub(crate) usual: usize,
    /// Whether there are inactive companies, which have a sign.
    pub(crate) with_inactive: bool,
}

/// The access matrix inside its border: headings above, names at the left,
/// cells in between.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Grid {
    pub(crate) area: Area,
    /// Columns of the frozen names, the cursor's mark and a space included.
    pub(crate) names: u16,
    /// Whether the full names stand before the usernames.
    pub(crate) with_full_names: bool,
    /// Columns of a cell, without the space after it.
    pub(crate) cell: u16,
    /// Rows of the headings; a long code is broken into as many.
    pub(crate) headings: u16,
    /// Users seen at once.
    pub(crate) rows: usize,
    /// Companies seen at once.
    pub(crate) columns: usize,
}

impl Grid {
    /// The columns of a pane that shows so many companies beside the lists, border included.
    pub(crate) fn needed(companies: usize, codes: CodeWidths) -> u16 {
        let cells = u16::try_from(companies).unwrap_or(u16::MAX);
        let needed = cells.saturating_mul(cell_of(codes) + 1).saturating_add(NAMES_BESIDE + 2);
        needed.max(LEAST_MATRIX)
    }

    fn new(area: Area, companies: usize, codes: CodeWidths, with_full_names: bool) -> Self {
        let width = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        // A few longer codes are broken, and cost all one line at most.
        let usual = usual_cell(codes);
        let lines = width(codes.longest).div_ceil(usual);
        let lines = lines.clamp(1, width(codes.usual).div_ceil(usual) + 1).min(3);
        let headings = lines.min(area.height / 2).max(1).min(area.height);
        let cell = cell_of(codes);
        let with_full_names = with_full_names && area.width >= WITH_FULL_NAMES;
        let (percent, most) =
            if with_full_names { (45, MOST_OF_NAMES) } else { (30, NAMES_BESIDE) };
        let names = (area.width * percent / 100).clamp(13, most).min(area.width);
        let columns = ((area.width - names) / (cell + 1)).min(width(companies));
        // What would be left at the right is the names'.
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

/// The columns of a cell for the usual codes: these are no longer than their lines.
fn usual_cell(codes: CodeWidths) -> u16 {
    let usual = u16::try_from(codes.usual).unwrap_or(u16::MAX);
    usual.div_ceil(usual.div_ceil(WIDEST_CELL).clamp(1, 3)).clamp(3, WIDEST_CELL)
}

/// The same with the sign of an inactive company, which needs a column of its own behind the
/// code.
fn cell_of(codes: CodeWidths) -> u16 {
    (usual_cell(codes) + u16::from(codes.with_inactive)).min(WIDEST_CELL)
}

/// The first item to show so that the cursor is among the `room` items seen,
/// moving as little as can be from where it was. A pane that isn't shown has no
/// room and stays as it was.
pub(crate) fn scroll(top: usize, cursor: usize, room: usize, len: usize) -> usize {
    if room == 0 {
        return top;
    }
    let lowest = cursor.saturating_sub(room - 1);
    top.min(len.saturating_sub(room)).clamp(lowest, cursor.max(lowest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of an area.
    fn cells(area: Area) -> impl Iterator<Item = (u16, u16)> {
        let columns = area.x..area.x + area.width;
        columns.flat_map(move |x| (area.y..area.y + area.height).map(move |y| (x, y)))
    }

    #[test]
    fn the_panes_fill_every_screen_and_never_leave_it() {
        for width in 0..260 {
            for height in [0, 1, 6, 7, 24, 40] {
                for pane in Pane::ALL {
                    for zoomed in [false, true] {
                        let size = Size { width, height };
                        let screen = ScreenLayout::new(size, pane, zoomed).sharing(height * 4);
                        let panes = [screen.users, screen.companies, screen.matrix];
                        let mut covered = vec![0; usize::from(width) * usize::from(height)];
                        let at = |(x, y)| usize::from(y) * usize::from(width) + usize::from(x);
                        for area in panes.into_iter().flatten() {
                            assert!(area.x + area.width <= width, "{width}×{height}");
                            assert!(area.y + area.height <= height, "{width}×{height}");
                            cells(area).for_each(|cell| covered[at(cell)] += 1);
                        }
                        let mut inner = panes.into_iter().flatten().map(Area::inner);
                        assert!(
                            inner.all(|area| cells(area).all(|cell| covered[at(cell)] == 1)),
                            "only borders are shared: {width}×{height}"
                        );
                        if !screen.too_small {
                            let below = if screen.detail.is_some() { 3 } else { 2 };
                            let rows = usize::from(height - 1 - below);
                            let shown = covered.iter().filter(|panes| **panes > 0).count();
                            assert_eq!(shown, usize::from(width) * rows);
                            let focused =
                                [screen.users, screen.companies, screen.matrix][pane as usize];
                            assert!(focused.is_some(), "the focused pane is shown");
                        }
                        for lines in [0, 5, 500] {
                            let dialog = screen.dialog(lines);
                            assert!(dialog.x + dialog.width <= width);
                            assert!(dialog.y + dialog.height <= height);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn scrolling_keeps_the_cursor_in_sight_and_moves_little() {
        assert_eq!(scroll(0, 5, 10, 100), 0);
        assert_eq!(scroll(0, 10, 10, 100), 1);
        assert_eq!(scroll(50, 40, 10, 100), 40);
        assert_eq!(scroll(50, 55, 10, 100), 50);
        assert_eq!(scroll(95, 99, 10, 100), 90);
        assert_eq!(scroll(7, 3, 10, 5), 0, "a short list shows from its start");
        assert_eq!(scroll(0, 0, 0, 0), 0);
        assert_eq!(scroll(3, 9, 0, 10), 3, "what is hidden stays");
    }
}
