//! The screen while a server is read for the first time.

use ratatui::buffer::Buffer;

use super::super::geometry::{Area, SMALLEST, Size};
use super::super::keymap::{Action, Context, Keymap};
use super::super::number::number;
use super::super::received_lists::{ReceivedList, ReceivedLists};
use super::super::theme::Theme;
use super::paint::Painter;
use super::{finish, gauge};
use crate::domain::user_title;
use crate::filter::Axis;

/// What the screen shows.
pub(crate) struct OpeningPicture<'a> {
    /// The server, without a password.
    pub(crate) name: &'a str,
    pub(crate) lists: &'a ReceivedLists,
    /// Rows read so far, and about how many there are.
    pub(crate) progress: (u64, u64),
    /// Whether everything was read.
    pub(crate) is_done: bool,
    pub(crate) keys: &'a Keymap,
}

/// How many rows of a list are visible on a screen of this size.
pub(crate) fn rows_of(size: Size) -> u16 {
    size.height.saturating_sub(6).max(1)
}

/// Draws the screen over the whole buffer.
pub(crate) fn draw_opening(buffer: &mut Buffer, picture: &OpeningPicture<'_>, theme: &Theme) {
    let (width, height) = (buffer.area.width, buffer.area.height);
    super::clear(buffer, theme);
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
    let lists = picture.lists;
    draw_list(&mut painter, users, "Users", (&lists.users, lists.focus == Axis::Users));
    let has_focus = lists.focus == Axis::Companies;
    draw_list(&mut painter, companies, "Companies", (&lists.companies, has_focus));
    let (done, total) = picture.progress;
    let y = height - 3;
    let mut words = "Reading the server for the first time".to_owned();
    if total > 0 {
        // Between 0 and 100. There are far fewer rows than an `f64` can count exactly.
        #[allow(clippy::cast_precision_loss)]
        let percent = (done as f64 * 100.0 / total as f64).min(100.0);
        let room = usize::from(width).saturating_sub(12).clamp(4, 60);
        let bar = format!("{} {percent:3.0} %", gauge(percent, room));
        painter.text(1, y + 1, width.saturating_sub(2), &bar, theme.accent);
        words = format!("{words}: {} of about {} rows", number(done), number(total));
    }
    if picture.is_done {
        words = String::from("Everything has been read");
    }
    painter.text(1, y, width.saturating_sub(2), &words, theme.base);
    let hint = hints(picture);
    painter.right(width.saturating_sub(1), y + 2, width.saturating_sub(2), &hint, theme.base);
    if let Some(input) = &lists.typed {
        let label = format!("{} / ", lists.focus.noun());
        let x = painter.text(1, y + 2, width / 2, &label, theme.accent);
        let field = Area { x, y: y + 2, width: (width / 2).saturating_sub(x), height: 1 };
        painter.field(field, input, true);
    }
    if let Some(problem) = &lists.problem {
        painter.tint(Area { x: 0, y, width, height: 1 }, theme.base);
        painter.text(1, y, width.saturating_sub(2), problem, theme.error);
    }
    finish(buffer, theme);
}

/// The hints for the keys that work here.
fn hints(picture: &OpeningPicture<'_>) -> String {
    let key = |context, action| picture.keys.key_of(context, action);
    if picture.lists.typed.is_some() {
        let (keep, cancel) =
            (key(Context::Filter, Action::Accept), key(Context::Filter, Action::Close));
        return format!("{keep}  keep   {cancel}  show all");
    }
    let (filter, cancel) =
        (key(Context::Users, Action::Filter), key(Context::Progress, Action::Close));
    format!("{filter}  filter   {cancel}  cancel")
}

/// Draws the users or companies read so far.
fn draw_list(
    painter: &mut Painter<'_>,
    area: Area,
    title: &str,
    (list, has_focus): (&ReceivedList, bool),
) {
    let theme = painter.theme;
    let title = if list.is_filtered() {
        format!("{title}: {} match", number(list.shown().len() as u64))
    } else {
        title.to_owned()
    };
    painter.frame(area, &title, has_focus);
    let inner = area.inner();
    let rows = list.shown().enumerate().skip(list.cursor.top);
    for (y, (at, row)) in (inner.y..inner.y + inner.height).zip(rows) {
        if has_focus && at == list.cursor.chosen {
            painter.tint(Area { y, height: 1, ..inner }, theme.cursor);
            painter.text(inner.x, y, 1, "▌", theme.accent);
        }
        let text = match list.axis() {
            Axis::Users => user_title(&row.long, &row.short),
            Axis::Companies => format!("{}  {}", row.short, row.long),
        };
        let style = if has_focus && at == list.cursor.chosen { theme.cursor } else { theme.base };
        painter.text(inner.x + 1, y, inner.width.saturating_sub(2), text.trim_start(), style);
    }
    painter.scrollbar(area, list.cursor.top, usize::from(inner.height), list.shown().len());
}
