//! The area of one section of the statistics.

use ratatui::style::Style;

use crate::console::dialogs::statistics::Section;
use crate::console::geometry::Area;
use crate::console::hits::HitTarget;
use crate::console::view::Painter;

/// Where a section is drawn.
pub(super) struct Panel {
    /// The area inside the border.
    pub(super) area: Area,
    /// The number of visible entries.
    pub(super) room: usize,
    /// The width of a bar with the gap after it, if bars are side by side.
    pub(super) step: u16,
    pub(super) focused: bool,
    pub(super) section: Section,
}

impl Panel {
    /// The style of the selected line.
    pub(super) fn cursor(&self, painter: &Painter<'_>) -> Style {
        if self.focused { painter.theme.cursor.into() } else { painter.theme.cross.into() }
    }

    /// Makes an entry of the section clickable in this area.
    pub(super) fn hit(&self, painter: &mut Painter<'_>, area: Area, at: usize) {
        painter.hit(area, HitTarget::Figure { section: self.section as usize, at });
    }

    /// Highlights the selected line.
    pub(super) fn light(&self, painter: &mut Painter<'_>, line: Area) {
        painter.tint(line, self.cursor(painter));
        painter.text(line.x, line.y, 1, "▌", painter.theme.accent);
    }
}
