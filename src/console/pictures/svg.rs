//! Draws a screen as SVG: a rectangle for each background, text for each run of one style, and
//! shapes for box-drawing characters.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

use super::box_lines;
use crate::console::theme::Theme;
use crate::text;

/// The size of a cell and of the font, in pixels.
pub(super) const WIDTH: f64 = 8.4;
pub(super) const HEIGHT: f64 = 18.0;
const BASELINE: f64 = 13.5;
/// The margin around the screen, in pixels.
const MARGIN: f64 = 8.0;

/// Adjacent cells of one row that are drawn together.
struct StyledRun<'a> {
    column: usize,
    width: usize,
    text: String,
    style: &'a Cell,
}

/// The screen as the content of an SVG file.
pub(super) fn draw(buffer: &Buffer, theme: &Theme, title: &str) -> String {
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let base = Style::from(theme.base);
    let colors =
        (hex(base.fg).unwrap_or("#d0d0d0".into()), hex(base.bg).unwrap_or("#1c1c1c".into()));
    let (width, height) =
        (pixels(columns, WIDTH) + 2.0 * MARGIN, pixels(rows, HEIGHT) + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>{}</title>\n\
         <style>text{{font:14px 'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace;\
         white-space:pre}}.b{{font-weight:bold}}</style>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n\
         <g transform=\"translate({MARGIN} {MARGIN})\">\n",
        escape(title),
        colors.1
    );
    for (row, cells) in buffer.content.chunks(columns.max(1)).enumerate() {
        backgrounds(&mut out, row, cells, &colors);
        for run in runs(cells) {
            run.draw(&mut out, row, &colors);
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

/// The colors of a cell's text and background.
fn colors_of(cell: &Cell, base: &(String, String)) -> (String, String) {
    let letters = hex(Some(cell.fg)).unwrap_or_else(|| base.0.clone());
    let behind = hex(Some(cell.bg)).unwrap_or_else(|| base.1.clone());
    if cell.modifier.contains(Modifier::REVERSED) { (behind, letters) } else { (letters, behind) }
}

fn backgrounds(out: &mut String, row: usize, cells: &[Cell], base: &(String, String)) {
    let mut column = 0;
    while column < cells.len() {
        let color = colors_of(&cells[column], base).1;
        let same = |cell: &&Cell| colors_of(cell, base).1 == color;
        let count = cells[column..].iter().take_while(same).count();
        if color != base.1 {
            let (x, y, width) = (pixels(column, WIDTH), pixels(row, HEIGHT), pixels(count, WIDTH));
            let _ = writeln!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.0}\" width=\"{width:.1}\" height=\"{HEIGHT}\" fill=\"{color}\"/>"
            );
        }
        column += count;
    }
}

/// The runs of a row. A character that a font may draw wider or narrower than its cells is a
/// run of its own, so that it does not shift what follows.
fn runs(cells: &[Cell]) -> Vec<StyledRun<'_>> {
    let mut runs: Vec<StyledRun<'_>> = Vec::new();
    let mut column = 0;
    while column < cells.len() {
        let cell = &cells[column];
        let symbol = cell.symbol();
        let width = text::width(symbol).max(1);
        match runs.last_mut() {
            Some(run) if run.continues_with(cell, column) => {
                run.width += width;
                run.text.push_str(symbol);
            }
            _ => runs.push(StyledRun { column, width, text: symbol.to_owned(), style: cell }),
        }
        column += width;
    }
    runs.retain(|run| !run.text.trim().is_empty());
    runs
}

impl StyledRun<'_> {
    fn continues_with(&self, cell: &Cell, column: usize) -> bool {
        let looks = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
        // Some programs collapse several spaces.
        let is_after_gap = self.text.ends_with("  ") && cell.symbol() != " ";
        let joins = if box_lines::joins(cell.symbol()) {
            self.text.ends_with(cell.symbol())
        } else {
            cell.symbol().is_ascii() && self.text.is_ascii() && !is_after_gap
        };
        joins && looks(self.style) == looks(cell) && self.column + self.width == column
    }

    fn draw(&self, out: &mut String, row: usize, base: &(String, String)) {
        let color = colors_of(self.style, base).0;
        let (left, top) = (pixels(self.column, WIDTH), pixels(row, HEIGHT));
        if let Some(shape) = box_lines::shape(&self.text, left, top, &color) {
            let _ = writeln!(out, "{shape}");
            return;
        }
        // Spaces at the end need no text.
        let text = self.text.trim_end();
        let cut = text.len() - text.trim_start().len();
        let (text, left) = (&text[cut..], left + pixels(cut, WIDTH));
        let width = pixels(text::width(text), WIDTH);
        let modifiers = self.style.modifier;
        let bold = if modifiers.contains(Modifier::BOLD) { " class=\"b\"" } else { "" };
        let line = if modifiers.contains(Modifier::UNDERLINED) {
            " text-decoration=\"underline\""
        } else {
            ""
        };
        let dim = if modifiers.contains(Modifier::DIM) { " opacity=\"0.6\"" } else { "" };
        let _ = writeln!(
            out,
            "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" \
             lengthAdjust=\"spacingAndGlyphs\" fill=\"{color}\"{bold}{line}{dim}>{}</text>",
            top + BASELINE,
            escape(text)
        );
    }
}

pub(super) fn pixels(cells: usize, size: f64) -> f64 {
    f64::from(u16::try_from(cells).unwrap_or(u16::MAX)) * size
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A color of the 256-color palette; `None` for the terminal's default.
fn hex(color: Option<Color>) -> Option<String> {
    let (red, green, blue) = match color? {
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(number @ 16..=231) => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let step = number - 16;
            (level(step / 36), level(step / 6 % 6), level(step % 6))
        }
        Color::Indexed(number @ 232..) => {
            let gray = 8 + 10 * (number - 232);
            (gray, gray, gray)
        }
        _ => return None,
    };
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}
