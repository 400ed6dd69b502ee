//! Finds the headings among the first lines of a table: the line, or the two lines
//! together, in which the most columns are recognized.

use super::cell::FileCell;
use super::source_line::SourceLine;

/// The number of non-blank lines that are searched.
pub(super) const HEAD: usize = 20;

/// How likely a line has the headings; higher is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    pub(super) fit: HeadingFit,
    /// How many columns are recognized.
    pub(super) columns: usize,
}

/// How likely a table is the one to import, by its first lines; higher is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TableScore {
    /// Whether it has everything that an import needs.
    is_useful: bool,
    /// Whether there is anything below the headings.
    has_data: bool,
    pub(super) headings: Score,
}

/// How complete the headings are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum HeadingFit {
    /// They have the names, and nothing else that is needed.
    NamesOnly,
    /// They name companies, but not the column of the usernames.
    CompaniesOnly,
    /// They have everything that is needed.
    Full,
}

/// The headings of a table.
pub(super) struct HeadingRow {
    /// The line, or two lines combined.
    pub(super) line: SourceLine,
    pub(super) score: Score,
}

/// Recognizes the headings of one kind of table.
pub(super) trait Rate {
    /// How likely a line has the headings; `None` if it has none.
    fn rate_line(&self, line: &SourceLine) -> Option<Score>;

    /// Whether a line certainly belongs to a table with these headings.
    fn is_below(&self, headings: &SourceLine, line: &SourceLine) -> bool;
}

/// How likely a table with these first lines is the one to import; `None` without headings.
pub(super) fn rate_table(head: &[SourceLine], table: &impl Rate) -> Option<TableScore> {
    let HeadingRow { line, score } = best(head, table)?;
    let mut below = head.iter().filter(|it| it.number > line.number && !it.is_hidden);
    let has_data = below.any(|it| !it.cells.iter().all(FileCell::is_blank));
    Some(TableScore { is_useful: score.fit != HeadingFit::NamesOnly, has_data, headings: score })
}

/// The best headings among the first lines. If several are equally good, or there are several
/// tables below one another, the first.
pub(super) fn best(head: &[SourceLine], table: &impl Rate) -> Option<HeadingRow> {
    let rate = |line: &SourceLine| table.rate_line(line).filter(|_| !line.is_hidden);
    let singles = head.iter().filter_map(|line| Some((rate(line)?, line.clone())));
    let pairs = head.windows(2).filter_map(|two| {
        let both = together(&two[0], &two[1])?;
        let score = rate(&both).filter(|score| score.fit == HeadingFit::Full)?;
        // If one of the two lines means as much alone, the other is not a line of headings.
        let more = two.iter().all(|line| rate(line).is_none_or(|alone| alone < score));
        more.then_some((score, both))
    });
    let mut all: Vec<(Score, SourceLine)> = singles.chain(pairs).collect();
    // If there is a line with the headings of names only, lines with companies only are data.
    if all.iter().any(|(score, _)| score.fit == HeadingFit::NamesOnly) {
        all.retain(|(score, _)| score.fit != HeadingFit::CompaniesOnly);
    }
    all.sort_by(|(one, _), (other, _)| other.cmp(one));
    let best = all.first()?.1.number;
    let begins_table = |(score, line): &&(Score, SourceLine)| {
        let mut below = head.iter().filter(|it| (line.number + 1..best).contains(&it.number));
        score.fit == HeadingFit::Full && below.any(|it| !it.is_hidden && table.is_below(line, it))
    };
    let first = all.iter().filter(begins_table).min_by_key(|(_, line)| line.number);
    first.or(all.first()).map(|(score, line)| HeadingRow { line: line.clone(), score: *score })
}

/// Two lines of headings combined: the lower cell, or the upper one if the lower is
/// empty.
fn together(upper: &SourceLine, lower: &SourceLine) -> Option<SourceLine> {
    if lower.number != upper.number + 1 || upper.is_hidden {
        return None;
    }
    let is_free =
        |column: u32| !lower.cells.iter().any(|cell| cell.column == column && !cell.is_blank());
    let below = lower.cells.iter().filter(|cell| !cell.is_blank());
    let above = upper.cells.iter().filter(|cell| is_free(cell.column));
    let mut cells: Vec<FileCell> = below.chain(above).cloned().collect();
    cells.sort_by_key(|cell| cell.column);
    Some(SourceLine { cells, ..lower.clone() })
}
