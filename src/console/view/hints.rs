//! The line of key hints, with the selection on the left, and the message. The message takes the
//! place of the detail line until the next key, so that it covers no hint; on a low screen, which
//! has no detail line, it is on the left of the last hints. A message too long for its line is
//! cut; the list of messages has all of it.

use super::super::frame::{Console, DialogPart, TypedLine};
use super::super::geometry::{Area, ScreenLayout};
use super::super::keymap::Action;
use super::super::number::count;
use super::super::state::{State, Tone};
use super::super::theme::{StyleSpec, Theme};
use super::keys;
use super::paint::{Painter, columns};
use crate::text;

pub(super) fn draw(painter: &mut Painter<'_>, console: &Console, screen: &ScreenLayout) {
    let state = &console.state;
    let theme = painter.theme;
    let area = screen.message;
    let end = area.x + area.width;
    // A dialog shows its keys in its own footer.
    let has_footer = console.dialogs.top().is_some_and(DialogPart::has_footer);
    let hints = if has_footer { Vec::new() } else { keys::of(console) };
    let mut x = area.x + 1;
    if let Some(line) = console.dialogs.top().and_then(DialogPart::line) {
        x = filter_line(painter, &line, area);
        if line.input.value().is_empty() {
            let (from, room) = (x + line.gap, end.saturating_sub(x + line.gap + 1));
            x = painter.text(from, area.y, room, &line.example, theme.faint);
            x += line.gap;
        } else {
            x += 2;
        }
    } else if let (Some(notice), None) = (&state.notice, screen.detail) {
        // The hints for help and the palette stay visible beside any message.
        let room = area.width.saturating_sub(2 + keys::width_of_last(&hints));
        let style = style_of(notice.tone, theme);
        let text = in_one_line(console, &notice.text, room.into());
        x = painter.text(x, area.y, room, &text, style) + 2;
    } else if !state.marks.is_empty() || state.marks.range.is_some() {
        let room = area.width.saturating_sub(4 + keys::width_of_important(&hints));
        let text = selection(state, room.into());
        x = painter.text(x, area.y, end.saturating_sub(x + 1), &text, theme.marked) + 2;
    } else if let Some(text) = which_match(console) {
        x = painter.text(x, area.y, end.saturating_sub(x + 1), &text, theme.base) + 2;
    }
    let is_typing = console.dialogs.top().and_then(DialogPart::line).is_some();
    if let (Some(notice), Some(line), false) = (&state.notice, screen.detail, is_typing) {
        painter.clear(line);
        let style = style_of(notice.tone, theme);
        let room = line.width.saturating_sub(2);
        // Below a dialog with its own footer, the line of the hints is free.
        let (mut first, mut rest) = (notice.text.clone(), String::new());
        if has_footer {
            let mut lines = text::wrap(&notice.text, room.into(), 0);
            rest = lines.split_off(lines.len().min(1)).join(" ");
            first = lines.pop().unwrap_or_default();
        }
        let first = in_one_line(console, &first, room.into());
        painter.text(line.x + 1, line.y, room, &first, style);
        if !rest.is_empty() {
            painter.clear(area);
            let rest = in_one_line(console, &rest, room.into());
            painter.text(area.x + 1, area.y, room, &rest, style);
        }
    }
    if has_footer {
        return;
    }
    let line = Area { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let room = match screen.detail {
        // The selection takes the room of the least important.
        Some(_) => (line.x + line.width).saturating_sub(x),
        None => room_of_hints(area.width),
    };
    keys::draw(painter, line, x, &keys::that_fit(hints, room));
}

fn style_of(tone: Tone, theme: &Theme) -> StyleSpec {
    match tone {
        Tone::Info => theme.base,
        Tone::Done => theme.done,
        Tone::Warning => theme.warning,
        Tone::Error => theme.error,
    }
}

/// The columns that hints may use beside messages: on a wide line, some are reserved for them.
fn room_of_hints(width: u16) -> u16 {
    const NARROW: u16 = 80;
    width.saturating_sub(2).min((width / 10 * 7).max(NARROW - 2))
}

/// A message in one line of this many columns. If it has to be cut, the key for the list of
/// messages follows, unless a dialog receives the keys; a short last part stays.
fn in_one_line(console: &Console, message: &str, room: usize) -> String {
    if text::width(&text::safe(message)) <= room {
        return message.to_owned();
    }
    let keys = &console.state.settings.keys;
    let key = keys.key_of(console.state.focus.into(), Action::Messages);
    let lists = match (console.dialogs.is_empty(), key.as_str()) {
        (false, _) | (_, "") => String::new(),
        (true, key) => format!(" {key} shows all"),
    };
    let room = room.saturating_sub(text::width(&lists));
    // Its last part says what to do next.
    let (start, end) = match message.rfind(" · ") {
        Some(at) if text::width(&message[at..]) * 3 <= room => message.split_at(at),
        _ => (message, ""),
    };
    let cut = text::clip(start, room.saturating_sub(text::width(end)));
    format!("{cut}{end}{lists}")
}

/// Which match of the jump the cursor went to, until the jump is ended.
fn which_match(console: &Console) -> Option<String> {
    let matches = &console.state.matches;
    let len = matches.found.len();
    (console.is_stepping() && len > 0)
        .then(|| format!("match {} of {}", count(matches.at + 1), count(len)))
}

/// The line in which a filter is typed, with its error.
fn filter_line(painter: &mut Painter<'_>, line: &TypedLine<'_>, area: Area) -> u16 {
    let theme = painter.theme;
    let end = (area.x + area.width).saturating_sub(1);
    let x = painter.text(area.x + 1, area.y, area.width, line.label, theme.faint);
    let field = Area { x, y: area.y, width: end.saturating_sub(x + 1), height: 1 };
    let x = painter.field(field, line.input.input(), true);
    if line.input.is_selected() {
        painter.tint(Area { width: x.saturating_sub(field.x), ..field }, theme.cursor);
    }
    let Some(error) = line.error else {
        return x;
    };
    if let Some(at) = line.error_at {
        let caret = Painter::column_in_field(field, line.input.input(), at);
        if !point_at(painter, Area { y: area.y + 1, ..area }, caret, error) {
            let width = area.width.saturating_sub(2);
            draw_message(painter, (area, width), area.y.saturating_sub(1), error, theme.error);
        }
        return x;
    }
    if usize::from(end.saturating_sub(x + 2)) >= text::width(&text::safe(error)) {
        painter.text(x + 2, area.y, end - x - 2, error, theme.error)
    } else {
        // The popup above the line has room for the whole error.
        let width = area.width.saturating_sub(2);
        draw_message(painter, (area, width), area.y.saturating_sub(1), error, theme.error);
        x
    }
}

/// Draws a caret below the error, and the error's text beside it. Returns false if it does not
/// fit.
fn point_at(painter: &mut Painter<'_>, line: Area, caret: u16, error: &str) -> bool {
    let style = painter.theme.error;
    painter.clear(line);
    painter.text(caret, line.y, 1, "^", style);
    let end = (line.x + line.width).saturating_sub(1);
    let needed = columns(text::width(&text::safe(error)));
    let (left, right) = (caret.saturating_sub(line.x + 2), end.saturating_sub(caret + 2));
    if needed <= right {
        painter.text(caret + 2, line.y, right, error, style);
    } else if needed <= left {
        painter.right(caret.saturating_sub(1), line.y, left, error, style);
    }
    needed <= left.max(right)
}

/// Draws the error of a filter, which must be readable in full. Its last line is `last`; a message that
/// needs more lines begins above. If the last line would need more than `room` columns, the
/// whole message is above. Returns the column after the text in the area's line.
fn draw_message(
    painter: &mut Painter<'_>,
    (area, room): (Area, u16),
    last: u16,
    text: &str,
    look: StyleSpec,
) -> u16 {
    const MOST: usize = 3;
    let width = area.width.saturating_sub(2);
    let lines = text::wrap(text, width.into(), 0);
    let rest = lines.last().map_or(0, |line| text::width(line));
    let last = if rest > usize::from(room) { last.saturating_sub(1) } else { last };
    let above = columns(lines.len().min(MOST)).saturating_sub(1).min(last);
    let rows = last - above..=last;
    if lines.len() > 1 || last < area.y {
        let height = above + 1;
        painter.clear(Area { y: last - above, height, ..area });
    }
    let mut end = area.x + 1;
    for (at, y) in rows.enumerate() {
        let rest = if at + 1 == MOST { lines[at..].join(" ") } else { lines[at].clone() };
        end = painter.text(area.x + 1, y, width, &rest, look);
    }
    if last < area.y { area.x } else { end }
}

/// What the selection is: the marked and those in the range, or the cursor's, on each axis. In
/// the longest words that leave the keys for it in sight.
fn selection(state: &State, room: usize) -> String {
    let axis = |marked: usize, hidden: usize, [one, several]: [&str; 2]| {
        let marked = marked.max(1);
        let noun = if marked == 1 { one } else { several };
        match hidden {
            0 => format!("{} {noun}", count(marked)),
            hidden => format!("{} {noun} ({} not shown)", count(marked), count(hidden)),
        }
    };
    let marks = &state.marks;
    let (in_users, in_companies) = state.only_in_range();
    let users = axis(marks.users.len() + in_users, marks.hidden_users, ["user", "users"]);
    let marked = marks.companies.len() + in_companies;
    let companies = |nouns| axis(marked, marks.hidden_companies, nouns);
    let full = format!("{users} × {}", companies(["company", "companies"]));
    let short = format!("{users} × {}", companies(["co.", "cos."]));
    // The color tells that this is the selection.
    let mut wordings = if marks.range.is_some() {
        vec![
            format!("range of {full}"),
            format!("range of {short}"),
            format!("range: {short}"),
            full,
        ]
    } else {
        vec![format!("selected: {full}"), full]
    };
    wordings.retain(|wording| text::width(wording) <= room);
    wordings.into_iter().next().unwrap_or(short)
}
