//! The headings of a table: which column has the usernames, which the
//! companies, and what layout that makes.

use std::collections::HashMap;

use super::gather::{Column, Gather};
use super::table::{Cell, Line};
use crate::exchange::Layout;
use crate::exchange::format::Heading;

/// What the columns of a table are, from 0 on.
pub(super) struct Header {
    pub(super) layout: Layout,
    pub(super) username: u32,
    /// Of pairs.
    pub(super) company: u32,
    pub(super) tenant: Option<u32>,
    /// Of a matrix.
    pub(super) columns: HashMap<u32, Column>,
}

impl Header {
    /// The headings that stand in a line, if it has one for usernames. What is
    /// wrong with the others becomes problems.
    pub(super) fn of(line: &Line, asked: Option<Layout>, gather: &mut Gather<'_>) -> Option<Self> {
        let username = best(line, Heading::Username)?;
        Some(Self::with(line, username, asked, gather))
    }

    /// The headings of a line that names companies but no usernames: these
    /// stand in the first column that is no company.
    pub(super) fn guess(
        line: &Line,
        asked: Option<Layout>,
        gather: &mut Gather<'_>,
    ) -> Option<Self> {
        let is_company = |cell: &&Cell| gather.knows(cell);
        let first = line.cells.iter().find(is_company)?.column;
        if asked == Some(Layout::Pairs) || first == 0 {
            return None;
        }
        gather.note(
            "no heading says where the usernames stand: they were taken from column 1".into(),
        );
        Some(Self::with(line, 0, Some(Layout::Matrix), gather))
    }

    fn with(line: &Line, username: u32, asked: Option<Layout>, gather: &mut Gather<'_>) -> Self {
        let company = best(line, Heading::Company).filter(|column| *column != username);
        let layout = asked.unwrap_or(match company {
            Some(_) => Layout::Pairs,
            None => Layout::Matrix,
        });
        let mut header = Self {
            layout,
            username,
            company: company.unwrap_or(u32::MAX),
            tenant: best(line, Heading::Tenant),
            columns: HashMap::new(),
        };
        let mut ignored = Vec::new();
        for cell in line.cells.iter().filter(|cell| cell.column != username) {
            let is_read = Some(cell.column) == company || Some(cell.column) == header.tenant;
            match header.layout {
                Layout::Pairs if is_read => {}
                Layout::Pairs => ignored.push(cell.text.trim()),
                Layout::Matrix if Heading::of(&cell.text).is_some() => {
                    ignored.push(cell.text.trim());
                    header.columns.insert(cell.column, Column::LeftOut);
                }
                Layout::Matrix => {
                    let column = gather.column(cell, line.number);
                    header.columns.insert(cell.column, column);
                }
            }
        }
        gather.ignore(&ignored);
        header
    }
}

/// The column whose heading has this meaning; of several the plainest.
fn best(line: &Line, meaning: Heading) -> Option<u32> {
    let fitting = line.cells.iter().filter(|cell| Heading::of(&cell.text) == Some(meaning));
    fitting.min_by_key(|cell| (Heading::rank(&cell.text), cell.column)).map(|cell| cell.column)
}
