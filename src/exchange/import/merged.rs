//! Merged cells of a sheet: the value of one counts for each cell that it covers,
//! as a person sees it. Text left in a covered cell is not displayed, and is ignored.

use std::cmp::Reverse;

use calamine::Dimensions;

use super::cell::FileCell;
use super::source_line::SourceLine;
use super::texts::Texts;
use crate::exchange::ExchangeError;

/// The merged cells of a sheet.
#[derive(Default)]
pub(super) struct Merged {
    /// By their first row, the last first.
    to_come: Vec<Dimensions>,
    /// Those that cover the current row, with their value, if there is one.
    open: Vec<(Dimensions, Option<FileCell>)>,
}

impl Merged {
    pub(super) fn new(mut regions: Vec<Dimensions>) -> Self {
        regions.retain(|region| region.start != region.end);
        regions.sort_unstable_by_key(|region| Reverse(region.start));
        Self { to_come: regions, open: Vec::new() }
    }

    /// Fills the cells of a line that are covered, up to the column `most`. Lines
    /// come in their order.
    ///
    /// # Errors
    /// [`ExchangeError::TooMuch`] if that is too much text.
    pub(super) fn fill(
        &mut self,
        line: &mut SourceLine,
        most: u64,
        texts: &mut Texts,
    ) -> Result<(), ExchangeError> {
        if self.to_come.is_empty() && self.open.is_empty() {
            return Ok(());
        }
        let covers = |region: &Dimensions| u64::from(region.end.0) + 1 >= line.number;
        self.open.retain(|(region, _)| covers(region));
        while let Some(region) =
            self.to_come.pop_if(|region| u64::from(region.start.0) < line.number)
        {
            // A missing row is empty.
            let is_first = u64::from(region.start.0) + 1 == line.number;
            let mut cells = line.cells.iter().filter(|_| is_first);
            let first = cells.find(|cell| cell.column == region.start.1);
            self.open.push((region, first.cloned()));
        }
        self.open.retain(|(region, _)| covers(region));
        let last = u32::try_from(most).unwrap_or(u32::MAX).saturating_sub(1);
        for (region, cell) in &self.open {
            let columns = region.start.1..=region.end.1.min(last);
            line.cells.retain(|cell| !columns.contains(&cell.column));
            let Some(cell) = cell else { continue };
            for column in columns {
                texts.add(&cell.text)?;
                line.cells.push(FileCell { column, ..cell.clone() });
            }
        }
        line.cells.sort_by_key(|cell| cell.column);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    fn filled(merged: &mut Merged, number: u64, cells: &[(u32, &str)]) -> String {
        let cells = cells.iter().map(|(column, text)| FileCell::text(*column, *text));
        let mut line = SourceLine::new(number, cells.collect());
        merged.fill(&mut line, 5, &mut Texts::new(&Limits::default())).expect("little text");
        let cells = line.cells.iter().map(|cell| format!("{}{}", cell.column, cell.text));
        cells.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_counts_for_every_cell_that_it_covers() {
        let region = |start, end| Dimensions { start, end };
        let regions = vec![
            region((1, 1), (1, 2)),
            region((2, 0), (3, 0)),
            region((3, 1), (9, 9)),
            region((5, 0), (5, 0)),
            region((6, 0), (7, 0)),
        ];
        let mut merged = Merged::new(regions);
        assert_eq!(filled(&mut merged, 1, &[(0, "a"), (1, "b")]), "0a 1b");
        assert_eq!(filled(&mut merged, 2, &[(0, "a"), (1, "x")]), "0a 1x 2x");
        assert_eq!(filled(&mut merged, 3, &[(0, "a")]), "0a");
        assert_eq!(filled(&mut merged, 4, &[(1, "x")]), "0a 1x 2x 3x 4x");
        // The row in which one begins is not there, so it is empty.
        assert_eq!(filled(&mut merged, 8, &[]), "1x 2x 3x 4x");
    }

    #[test]
    fn a_text_under_a_merged_cell_is_not_shown_and_does_not_count() {
        let region = |start, end| Dimensions { start, end };
        let mut merged = Merged::new(vec![
            region((1, 1), (1, 2)),
            region((2, 1), (2, 2)),
            region((3, 0), (4, 0)),
            region((6, 0), (7, 0)),
        ]);
        assert_eq!(filled(&mut merged, 2, &[(0, "a"), (1, "x"), (2, "no")]), "0a 1x 2x");
        assert_eq!(filled(&mut merged, 3, &[(0, "a"), (2, "x")]), "0a", "empty over a mark");
        assert_eq!(filled(&mut merged, 4, &[(0, "b"), (1, "x")]), "0b 1x");
        assert_eq!(filled(&mut merged, 5, &[(0, "c"), (1, "x")]), "0b 1x", "another user");
        assert_eq!(filled(&mut merged, 8, &[(0, "d"), (1, "x")]), "1x", "its first row is empty");
    }
}
