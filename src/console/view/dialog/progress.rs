//! Long work under way: how far it is, how fast, how long it will take.

use super::super::super::geometry::Layout;
use super::super::super::number::number;
use super::super::super::state::ProgressDialog;
use super::super::paint::Painter;
use super::super::status::gauge;
use super::{Foot, frame};

pub(super) fn draw(painter: &mut Painter<'_>, progress: ProgressDialog, screen: &Layout) -> Foot {
    let theme = painter.theme;
    let ProgressDialog { job, done, total, rate, title, .. } = progress;
    let area = screen.dialog(3);
    frame(painter, area, title);
    let inner = area.inner();
    let (x, width) = (inner.x + 2, inner.width.saturating_sub(4));
    if total == 0 {
        painter.text(x, inner.y + 1, width, "preparing …", theme.base);
    } else {
        // Between 0 and 100; cells are far fewer than a double holds exactly.
        #[allow(clippy::cast_precision_loss)]
        let percent = done as f64 * 100.0 / total as f64;
        let room = usize::from(width).saturating_sub(8).max(4);
        let bar = format!("{} {percent:3.0} %", gauge(percent, room.min(60)));
        painter.text(x, inner.y + 1, width, &bar, theme.accent);
        let mut words = format!("{} of {} {}", number(done), number(total), job.unit());
        if let Some(left) = (total - done.min(total)).checked_div(rate) {
            words = format!("{words} · {} per second · {} s left", number(rate), left + 1);
        }
        painter.text(x, inner.y + 2, width, &words, theme.base);
    }
    Foot::of(area)
}
