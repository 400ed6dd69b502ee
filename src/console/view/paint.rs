//! The drawing primitives of all parts of the screen. Everything written on the screen passes
//! through here and is made safe.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::symbols::merge::MergeStrategy;
use ratatui::widgets::{
    Block, BorderType, Scrollbar, ScrollbarOrientation, ScrollbarState, StatefulWidget, Widget,
};

use tui_input::Input;

use super::super::geometry::Area;
use super::super::hits::{HitMap, HitTarget};
use super::super::theme::Theme;
use super::super::theme::contrast::{LEAST, contrast};
use crate::filter::{HighlightedTexts, ShownName};
use crate::text::{self, SafeText};

pub(crate) struct Painter<'a> {
    buffer: &'a mut Buffer,
    pub(crate) theme: &'a Theme,
    /// Whether a dialog covers what is drawn now, so that nothing in it has the focus.
    pub(crate) covered: bool,
    /// Whether keys go to a dialog, including the line in which a filter is typed.
    pub(crate) has_dialog: bool,
    /// What can be clicked, of what was drawn so far.
    pub(crate) hits: HitMap,
}

pub(crate) fn rect(area: Area) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height)
}

impl<'a> Painter<'a> {
    pub(crate) fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Self {
        Self { buffer, theme, covered: false, has_dialog: false, hits: HitMap::default() }
    }

    /// Writes a text in at most `width` columns and returns the column after
    /// it.
    pub(crate) fn text(
        &mut self,
        x: u16,
        y: u16,
        width: u16,
        text: &str,
        style: impl Into<Style>,
    ) -> u16 {
        let inside = self.buffer.area.right().saturating_sub(x).min(width);
        if inside == 0 || y >= self.buffer.area.bottom() {
            return x;
        }
        let style = self.readable(x, y, style.into());
        self.put(x, y, &text::clip(text, inside.into()), style)
    }

    /// The style of a text at a position. If its color would be unreadable on a highlighted
    /// line or in a bar, the color already there is kept.
    fn readable(&self, x: u16, y: u16, style: Style) -> Style {
        let (Some(color), None) = (style.fg, style.bg) else {
            return style;
        };
        let base = Style::from(self.theme.base);
        let below = &self.buffer[(x, y)];
        if Some(below.bg) == base.bg {
            return style;
        }
        let is_readable = |color| contrast(color, below.bg).is_none_or(|it| it >= LEAST);
        if is_readable(color) || !is_readable(below.fg) { style } else { style.fg(below.fg) }
    }

    /// The only function that writes text on the screen.
    fn put(&mut self, x: u16, y: u16, text: &SafeText, style: Style) -> u16 {
        if !text::is_plain(text) {
            return self.buffer.set_stringn(x, y, &**text, usize::MAX, style).0;
        }
        // The same without looking for letters of several characters.
        let columns = x..self.buffer.area.right();
        let mut end = x;
        for (x, letter) in columns.zip(text.chars()) {
            self.buffer[(x, y)].set_char(letter).set_style(style);
            end = x + 1;
        }
        end
    }

    /// Writes a name, and highlights the parts that match the filter.
    pub(crate) fn name(
        &mut self,
        (x, y, width): (u16, u16, u16),
        (name, kind): (&str, ShownName),
        style: impl Into<Style>,
        highlighted: &HighlightedTexts,
    ) -> u16 {
        let shown = text::clip(name, width.into());
        let end = self.text(x, y, width, &shown, style);
        for range in highlighted.ranges(kind, &shown) {
            let left = columns(text::width(&shown[..range.start]));
            let width = columns(text::width(&shown[range]));
            self.point_out(Area { x: x + left, y, width, height: 1 });
        }
        end
    }

    /// Highlights matched letters. If both the line and the highlight are reversed, the
    /// letters are not, so that they differ from the line.
    fn point_out(&mut self, area: Area) {
        let style = Style::from(self.theme.found);
        let reversed = style.add_modifier.contains(Modifier::REVERSED);
        for position in rect(area).intersection(self.buffer.area).positions() {
            let cell = &mut self.buffer[position];
            let was_reversed = cell.modifier.contains(Modifier::REVERSED);
            cell.set_style(style);
            if reversed && was_reversed {
                cell.modifier.remove(Modifier::REVERSED);
            }
        }
    }

    /// Writes a text so that it ends at `right`, in at most `width` columns.
    pub(crate) fn right(
        &mut self,
        right: u16,
        y: u16,
        width: u16,
        text: &str,
        style: impl Into<Style>,
    ) {
        let shown = text::clip(text, width.into());
        let columns = u16::try_from(text::width(&shown)).unwrap_or(width);
        self.text(right.saturating_sub(columns), y, columns, &shown, style);
    }

    /// Draws an input field. With the focus, it has a cursor and scrolls to show the text
    /// before it; without, it shows the beginning of the text. Returns the column after it.
    pub(crate) fn field(&mut self, area: Area, input: &Input, focused: bool) -> u16 {
        if !focused {
            return self.text(area.x, area.y, area.width, input.value(), self.theme.base);
        }
        let (before, after) = parts_of(input);
        let from = first_seen(&before, area.width);
        let mut x = self.text(area.x, area.y, area.width, &before[from..], self.theme.base);
        x = self.text(x, area.y, 1, "▏", self.theme.accent);
        let rest = (area.x + area.width).saturating_sub(x);
        self.text(x, area.y, rest, &after, self.theme.base)
    }

    /// The column of a character in the focused field drawn in this area; the field's first
    /// column if the character is scrolled out on the left.
    pub(crate) fn column_in_field(area: Area, input: &Input, character: usize) -> u16 {
        let (before, _) = parts_of(input);
        let hidden = text::width(&before[..first_seen(&before, area.width)]);
        let left: String = input.value().chars().take(character).collect();
        // Past the end of the text, this is the column of the cursor.
        let is_text = character < input.value().chars().count();
        let cursor = usize::from(is_text && character >= input.cursor());
        let column = columns((text::width(&text::safe(&left)) + cursor).saturating_sub(hidden));
        area.x + column.min(area.width.saturating_sub(1))
    }

    /// Makes an area clickable.
    pub(crate) fn hit(&mut self, area: Area, target: HitTarget) {
        self.hits.add(area, target);
    }

    /// Adds a style to an area.
    pub(crate) fn tint(&mut self, area: Area, style: impl Into<Style>) {
        self.buffer.set_style(rect(area).intersection(self.buffer.area), style);
    }

    /// Highlights the selected line of a list.
    pub(crate) fn light(&mut self, line: Area) {
        self.tint(line, self.theme.cursor);
        self.text(line.x, line.y, 1, "▌", self.theme.accent);
    }

    /// Clears an area. A wide character that begins outside and reaches into it is cleared
    /// too; otherwise the terminal would draw it over what follows.
    pub(crate) fn clear(&mut self, area: Area) {
        self.hits.add(area, HitTarget::Nothing);
        let area = rect(area).intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            let before = area.left().checked_sub(1).and_then(|x| self.buffer.cell_mut((x, y)));
            if let Some(cell) = before.filter(|cell| text::width(cell.symbol()) > 1) {
                cell.set_symbol(" ");
            }
        }
        ratatui::widgets::Clear.render(area, self.buffer);
        self.buffer.set_style(area, self.theme.base);
    }

    /// Draws a ratatui widget. Its texts should be safe already; unsafe cells are replaced
    /// when everything is drawn.
    pub(crate) fn widget(&mut self, area: Area, widget: impl Widget) {
        widget.render(rect(area).intersection(self.buffer.area), self.buffer);
    }

    /// Draws a border with a title; heavy for a dialog with the focus.
    pub(crate) fn frame(&mut self, area: Area, title: &str, focused: bool) {
        self.border(area, focused);
        self.title(area, title, focused);
    }

    /// Draws a border joined to those of neighboring panes; heavy for the focused pane.
    pub(crate) fn border(&mut self, area: Area, focused: bool) {
        let (border, style) = if focused && !self.covered {
            (BorderType::Thick, self.theme.focus)
        } else {
            (BorderType::Plain, self.theme.faint)
        };
        Block::bordered()
            .border_type(border)
            .border_style(style)
            .merge_borders(MergeStrategy::Exact)
            .render(rect(area), self.buffer);
    }

    /// Writes the title on the upper border of an area.
    pub(crate) fn title(&mut self, area: Area, title: &str, focused: bool) {
        let focused = focused && !self.covered;
        let style = if focused { self.theme.focus } else { self.theme.base };
        let room = area.width.saturating_sub(2);
        let end = self.text(area.x + 1, area.y, room, title, style);
        self.text(end, area.y, (area.x + 1 + room).saturating_sub(end).min(1), " ", style);
    }

    /// Draws a scroll bar on the right border, if not everything is visible.
    pub(crate) fn scrollbar(&mut self, area: Area, top: usize, seen: usize, len: usize) {
        if len <= seen || area.height < 4 {
            return;
        }
        let mut state =
            ScrollbarState::new(len - seen + 1).position(top).viewport_content_length(seen);
        let inner = Area { y: area.y + 1, height: area.height - 2, ..area };
        Scrollbar::new(ScrollbarOrientation::VerticalRight)
            .begin_symbol(None)
            .end_symbol(None)
            .track_symbol(None)
            .thumb_symbol("█")
            .style(self.theme.faint)
            .render(rect(inner), self.buffer, &mut state);
    }
}

/// The text of a field before its cursor, and after it.
fn parts_of(input: &Input) -> (SafeText, SafeText) {
    let value = input.value();
    let split = value.char_indices().nth(input.cursor()).map_or(value.len(), |(at, _)| at);
    (text::safe(&value[..split]), text::safe(&value[split..]))
}

/// The byte index of the first visible character before the cursor, in a field this wide.
fn first_seen(before: &str, width: u16) -> usize {
    let room = usize::from(width.saturating_sub(1));
    let fits = |at: &usize| text::width(&before[*at..]) <= room;
    before.char_indices().map(|(at, _)| at).find(fits).unwrap_or(before.len())
}

/// A count as a length on the screen, in columns or rows; at most `u16::MAX`.
pub(crate) fn columns(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
