//! The room of a section of the statistics.

use ratatui::style::Style;

use crate::console::dialogs::statistics::Section;
use crate::console::geometry::Area;
use crate::console::hits::HitTarget;
use crate::console::view::Painter;

/// Where a section is drawn.
pub(super) struct Panel {
    /// Inside the border.
    pub(super) area: Area,
    /// Entries seen at once.
    pub(super) room: usize,
    /// Columns of a bar with the gap behind it, where bars stand beside each
    /// other.
    pub(super) step: u16,
    pub(super) focused: bool,
    pub(super) section: Section,
}

impl Panel {
    /// The look of the line under the cursor.
    pub(super) fn cursor(&self, painter: &Painter<'_>) -> Style {
        if self.focused { painter.theme.cursor.into() } else { painter.theme.cross.into() }
    }

    /// An entry of the section takes clicks there.
    pub(super) fn hit(&self, painter: &mut Painter<'_>, area: Area, at: usize) {
        painter.hit(area, HitTarget::Figure { section: self.section as usize, at });
    }

    /// Lights the line under the cursor up.
    pub(super) fn light(&self, painter: &mut Painter<'_>, line: Area) {
        painter.tint(line, self.cursor(painter));
        painter.text(line.x, line.y, 1, "▌", painter.theme.accent);
    }
}
