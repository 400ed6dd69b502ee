//! The headings of a table: which column has the usernames, which the
//! companies, and what layout that makes.

use std::collections::HashMap;

use super::cell::FileCell;
use super::collector::Collector;
use super::grant_words::{may_decide, may_refuse};
use super::headings::{HeadingFit, Score};
use super::source_column::SourceColumn;
use super::source_line::SourceLine;
use crate::exchange::format::{Heading, MATRIX_HEADINGS, PAIR_HEADINGS, word};
use crate::exchange::{ExchangeError, Layout};

/// The columns of a table, counted from 0.
pub(super) struct Header {
    pub(super) layout: Layout,
    pub(super) username: u32,
    /// For pairs.
    pub(super) company: u32,
    pub(super) tenant: Option<u32>,
    /// For a matrix, the columns of companies and the other columns with a heading.
    pub(super) columns: HashMap<u32, SourceColumn>,
    /// Hidden columns that may say whether a line grants.
    pub(super) hidden: HashMap<u32, SourceColumn>,
    /// Whether a column of a matrix may say that the marks of a line are not grants.
    pub(super) may_refuse: bool,
    /// How many cells the line of headings has, in a text file.
    pub(super) width: Option<u32>,
}

impl Header {
    /// How likely a line has the headings; `None` if it has none.
    pub(super) fn rate(
        line: &SourceLine,
        wanted: Option<Layout>,
        collector: &Collector<'_>,
    ) -> Option<Score> {
        let has = |meaning| line.cells.iter().any(|it| Heading::of(&it.text) == Some(meaning));
        let are_pairs = wanted != Some(Layout::Matrix) && has(Heading::Company);
        let known = line.cells.iter().filter(|cell| collector.may_name_company(cell));
        let known: Vec<&FileCell> =
            known.filter(|cell| Heading::of(&cell.text).is_none()).collect();
        let columns = known.len() + usize::from(are_pairs) + usize::from(has(Heading::Tenant));
        let fit = if wanted == Some(Layout::Pairs) && !are_pairs {
            return None;
        } else if has(Heading::Username) {
            let is_full = are_pairs || !known.is_empty();
            if is_full { HeadingFit::Full } else { HeadingFit::NamesOnly }
        } else if known.first()?.column > 0 && wanted != Some(Layout::Pairs) {
            // A line that begins with a username is a pair in a file without headings.
            let first = line.cells.iter().find(|cell| cell.column == 0);
            if first.is_some_and(|cell| collector.is_user(cell).unwrap_or(true)) {
                return None;
            }
            HeadingFit::CompaniesOnly
        } else {
            return None;
        };
        Some(Score { fit, columns })
    }

    /// The headings of a line that has one for usernames. Mistakes in the others
    /// become problems.
    ///
    /// # Errors
    /// [`ExchangeError::TwoColumns`].
    pub(super) fn of(
        line: &SourceLine,
        wanted: Option<Layout>,
        collector: &mut Collector<'_>,
    ) -> Result<Self, ExchangeError> {
        let username = best(line, Heading::Username, collector)?.unwrap_or(0);
        Self::with(line, username, wanted, collector)
    }

    /// The headings of a line that names companies but has no username heading: the
    /// usernames are in the first column.
    ///
    /// # Errors
    /// [`ExchangeError::TwoColumns`].
    pub(super) fn guess(
        line: &SourceLine,
        wanted: Option<Layout>,
        collector: &mut Collector<'_>,
    ) -> Result<Self, ExchangeError> {
        debug_assert_ne!(wanted, Some(Layout::Pairs));
        collector.note("no username heading; using column 1".into());
        Self::with(line, 0, Some(Layout::Matrix), collector)
    }

    fn with(
        line: &SourceLine,
        username: u32,
        wanted: Option<Layout>,
        collector: &mut Collector<'_>,
    ) -> Result<Self, ExchangeError> {
        collector.written(line);
        let company = best(line, Heading::Company, collector)?.filter(|column| *column != username);
        let layout = wanted.unwrap_or(match company {
            Some(_) => Layout::Pairs,
            None => Layout::Matrix,
        });
        let mut header = Self {
            width: line.width,
            layout,
            username,
            company: company.unwrap_or(u32::MAX),
            tenant: best(line, Heading::Tenant, collector)?,
            columns: HashMap::new(),
            hidden: HashMap::new(),
            may_refuse: false,
        };
        let mut ignored = Vec::new();
        for cell in line.cells.iter().filter(|cell| cell.column != username) {
            if !cell.text.trim().is_empty() {
                header.columns.insert(cell.column, SourceColumn::LeftOut);
            }
            let is_read = Some(cell.column) == company || Some(cell.column) == header.tenant;
            match header.layout {
                Layout::Pairs if is_read => {}
                Layout::Pairs if may_decide(&cell.text) => {
                    header.columns.insert(cell.column, collector.grant_column(cell, false));
                }
                Layout::Pairs => {
                    if !cell.text.trim().is_empty() && !is_of_export(&cell.text, &PAIR_HEADINGS) {
                        ignored.push(cell.text.trim());
                    }
                }
                Layout::Matrix if may_refuse(&cell.text) && !collector.names_company(cell) => {
                    header.columns.insert(cell.column, collector.grant_column(cell, false));
                }
                Layout::Matrix if Heading::of(&cell.text).is_some() => {
                    if !is_of_export(&cell.text, &MATRIX_HEADINGS) {
                        ignored.push(cell.text.trim());
                    }
                    header.columns.insert(cell.column, SourceColumn::LeftOut);
                }
                Layout::Matrix => {
                    let column = collector.column(cell, line.number);
                    header.columns.insert(cell.column, column);
                }
            }
        }
        for cell in &line.hidden {
            let may_count = match header.layout {
                Layout::Pairs => may_decide(&cell.text),
                Layout::Matrix => may_refuse(&cell.text) && !collector.names_company(cell),
            };
            if may_count {
                header.hidden.insert(cell.column, collector.grant_column(cell, true));
            }
        }
        let mut columns = header.columns.values().chain(header.hidden.values());
        header.may_refuse = columns.any(|column| matches!(column, SourceColumn::Grant(_)));
        collector.ignore(&ignored);
        Ok(header)
    }
}

/// Whether an export has this heading: no note is needed that such a column is
/// ignored.
fn is_of_export(heading: &str, headings: &[&str]) -> bool {
    headings.iter().any(|ours| word(ours) == word(heading))
}

/// The column whose heading has this meaning; if there are several, the most explicit.
///
/// # Errors
/// [`ExchangeError::TwoColumns`] if several are equally explicit.
fn best(
    line: &SourceLine,
    meaning: Heading,
    collector: &Collector<'_>,
) -> Result<Option<u32>, ExchangeError> {
    let fitting = line.cells.iter().filter(|cell| Heading::of(&cell.text) == Some(meaning));
    let fitting: Vec<&FileCell> = fitting.collect();
    let Some(best) = fitting.iter().min_by_key(|cell| Heading::rank(&cell.text)) else {
        return Ok(None);
    };
    let is_same = |cell: &&&FileCell| word(&cell.text) == word(&best.text);
    match fitting.iter().filter(is_same).nth(1) {
        None => Ok(Some(best.column)),
        Some(second) => Err(ExchangeError::TwoColumns {
            position: collector.position(line.number, Some(second.column)).into(),
            heading: second.text.trim().to_owned(),
            first: collector.position(line.number, Some(best.column)).into(),
        }),
    }
}
