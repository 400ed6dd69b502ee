//! The screen while a server is read for the first time.

use ratatui::buffer::Buffer;

use super::super::geometry::{Area, SMALLEST};
use super::super::number::number;
use super::super::theme::Theme;
use super::paint::Painter;
use super::{finish, gauge};

/// What it shows.
pub(crate) struct OpeningPicture<'a> {
    /// The server, without a password.
    pub(crate) name: &'a str,
    pub(crate) users: &'a [String],
    pub(crate) companies: &'a [String],
    /// Rows that have come, and about how many there are.
    pub(crate) progress: (u64, u64),
    /// The key that ends it.
    pub(crate) key: String,
}

/// Draws it on the whole of a buffer.
pub(crate) fn draw_opening(buffer: &mut Buffer, picture: &OpeningPicture<'_>, theme: &Theme) {
    let (width, height) = (buffer.area.width, buffer.area.height);
    buffer.set_style(buffer.area, theme.base);
    let mut painter = Painter::new(buffer, theme);
    if width < SMALLEST.width || height < SMALLEST.height {
        painter.text(0, 0, width, "reading the server …", theme.base);
        return finish(buffer, theme);
    }
    let title = Area { x: 0, y: 0, width, height: 1 };
    painter.tint(title, theme.bar);
    let x = painter.text(1, 0, width, "grantgrid", theme.accent);
    painter.text(x + 2, 0, width.saturating_sub(x + 3), picture.name, theme.bar);
    let left = width * 3 / 5;
    let panes = height.saturating_sub(4);
    let users = Area { x: 0, y: 1, width: left, height: panes };
    let companies = Area { x: left, width: width - left, ..users };
    for (area, title, rows) in
        [(users, "Users", picture.users), (companies, "Companies", picture.companies)]
    {
        painter.frame(area, title, false);
        let inner = area.inner();
        for (y, row) in (inner.y..inner.y + inner.height).zip(rows) {
            painter.text(inner.x + 1, y, inner.width.saturating_sub(2), row, theme.base);
        }
    }
    let (done, total) = picture.progress;
    let y = height - 3;
    let mut words = "Reading the server for the first time".to_owned();
    if total > 0 {
        // Between 0 and 100; rows are far fewer than a double holds exactly.
        #[allow(clippy::cast_precision_loss)]
        let percent = (done as f64 * 100.0 / total as f64).min(100.0);
        let room = usize::from(width).saturating_sub(12).clamp(4, 60);
        let bar = format!("{} {percent:3.0} %", gauge(percent, room));
        painter.text(1, y + 1, width.saturating_sub(2), &bar, theme.accent);
        words = format!("{words}: {} of about {} rows", number(done), number(total));
    }
    painter.text(1, y, width.saturating_sub(2), &words, theme.base);
    let hint = format!("{}  cancel", picture.key);
    painter.right(width.saturating_sub(1), y + 2, width.saturating_sub(2), &hint, theme.base);
    finish(buffer, theme);
}
