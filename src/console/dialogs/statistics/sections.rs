//! The layout of the statistics: all sections at once if they fit, otherwise a page of them
//! below a line with their names. Neighboring sections share a border.

use super::{Section, StatisticsDialog};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::number::number;

/// From this width and height, all sections are on the screen.
const WIDE: u16 = 110;
const HIGH: u16 = 26;

/// From this height, a page may have two sections ...
const TWO: u16 = 19;

/// ... and from this one, the totals and another.
const TWO_WITH_TOTALS: u16 = TOTAL_ROWS + 9;

/// The width of the totals beside other sections, and their height.
const TOTALS: u16 = 44;
const TOTAL_ROWS: u16 = 14;

/// The layout of the sections on a screen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sections {
    /// The line with the names of the sections, if not all are shown.
    pub(crate) names: Option<Area>,
    areas: [Option<Area>; Section::ALL.len()],
    /// The least width of a month, with the gap after it.
    month: u16,
}

/// The layout of the sections of a dialog.
pub(super) fn of(screen: &ScreenLayout, statistics: &StatisticsDialog) -> Sections {
    let months = statistics.figures.iter().flat_map(|figures| &figures.months);
    // `9,999`; from there on `12.3k`.
    let value = months.map(|(_, grants)| number(*grants).len()).max().unwrap_or(0);
    let value = u16::try_from(value).unwrap_or(u16::MAX).min(5);
    Sections::new(screen.body, statistics.section, statistics.roles().len(), value)
}

impl Sections {
    /// Divides the area between the title and the message line. `roles` is the number of lines
    /// in the section of roles, `value` the width of a month's value.
    pub(crate) fn new(body: Area, focus: Section, roles: usize, value: u16) -> Self {
        // Including headings and border.
        let roles = u16::try_from(roles).unwrap_or(u16::MAX).saturating_add(3);
        let mut sections = Self { month: value.max(3) + 1, ..Self::default() };
        if body.width >= WIDE && body.height >= HIGH {
            sections.all(body, roles);
            return sections;
        }
        sections.names = Some(Area { height: body.height.min(1), ..body });
        let page = body.below(1);
        let mut two = |above, rows: u16, below| {
            sections.put(above, Area { height: rows, ..page });
            sections.put(below, page.below(rows.saturating_sub(1)));
        };
        match focus {
            Section::Totals | Section::Counts if page.height >= TWO_WITH_TOTALS => {
                two(Section::Totals, TOTAL_ROWS, Section::Counts);
            }
            Section::Roles | Section::Months if page.height >= TWO => {
                two(Section::Roles, roles.min(page.height / 2), Section::Months);
            }
            section => sections.put(section, page),
        }
        sections
    }

    fn all(&mut self, body: Area, roles: u16) {
        let above = (body.height / 4).clamp(TOTAL_ROWS, 16);
        let top = Area { height: above, ..body };
        let rest = body.below(above.saturating_sub(1));
        let companies = (rest.width * 19 / 40).min(90);
        let roles = roles.min(rest.height / 2);
        let x = rest.x + companies - 1;
        let right = Area { x, width: rest.width - companies + 1, ..rest };
        self.put(Section::Totals, Area { width: TOTALS, ..top });
        let x = top.x + TOTALS - 1;
        self.put(Section::Counts, Area { x, width: top.width - TOTALS + 1, ..top });
        self.put(Section::Companies, Area { width: companies, ..rest });
        self.put(Section::Roles, Area { height: roles, ..right });
        self.put(Section::Months, right.below(roles.saturating_sub(1)));
    }

    fn put(&mut self, section: Section, area: Area) {
        self.areas[section as usize] = Some(area);
    }

    pub(crate) fn area(&self, section: Section) -> Option<Area> {
        self.areas[section as usize]
    }

    /// How many of the `len` lines, or bars, of a section are visible at once.
    pub(crate) fn room(&self, section: Section, len: usize) -> usize {
        let Some(inner) = self.area(section).map(Area::inner) else {
            return 0;
        };
        match section {
            Section::Totals => inner.height.into(),
            Section::Companies | Section::Roles => inner.below(1).height.into(),
            Section::Counts | Section::Months => (inner.width / self.step(section, len)).into(),
        }
    }

    /// The width of each of `len` bars, with the gap after it.
    pub(crate) fn step(&self, section: Section, len: usize) -> u16 {
        let inner = self.area(section).map(Area::inner).unwrap_or_default();
        let (least, most) = if section == Section::Months { (self.month, 8) } else { (8, 12) };
        let bars = u16::try_from(len.max(1)).unwrap_or(u16::MAX);
        (inner.width / bars).clamp(least, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focused_section_is_always_shown_and_none_leaves_the_screen() {
        for width in (24..260).step_by(3) {
            for height in [4, 5, 21, 25, 26, 37, 47] {
                let body = Area { x: 0, y: 1, width, height };
                for focus in Section::ALL {
                    for roles in [0, 5, 500] {
                        let sections = Sections::new(body, focus, roles, 4);
                        assert!(sections.area(focus).is_some(), "{width}×{height}");
                        let mut covered = vec![0; usize::from(width) * usize::from(height)];
                        let mut cover = |area: Area, by: usize| {
                            for y in area.y..area.y + area.height {
                                for x in area.x..area.x + area.width {
                                    let at = usize::from(y - 1) * usize::from(width);
                                    covered[at + usize::from(x)] += by;
                                }
                            }
                        };
                        for section in Section::ALL {
                            for len in [0, 1, 1000] {
                                let seen = u16::try_from(sections.room(section, len)).unwrap();
                                let step = sections.step(section, len);
                                let inner = sections.area(section).map(Area::inner);
                                let width = inner.map_or(0, |inner| inner.width);
                                assert!(!section.is_across() || seen * step <= width);
                            }
                        }
                        for area in Section::ALL.iter().filter_map(|it| sections.area(*it)) {
                            assert!(area.x + area.width <= width);
                            assert!(area.y + area.height <= height + 1);
                            cover(area, 1);
                            cover(area.inner(), 1000);
                        }
                        sections.names.into_iter().for_each(|area| cover(area, 1));
                        let is_fine = |by: &usize| (1..1000).contains(by) || *by == 1001;
                        assert!(covered.iter().all(is_fine), "{width}×{height} {focus:?}");
                    }
                }
            }
        }
    }
}
