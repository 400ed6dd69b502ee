//! Tables of text. CSV and XLSX have the same lines.

use std::borrow::Cow;
use std::io::{BufWriter, Write};

use super::exported::{Export, Exported};
use super::exported_companies::ExportedCompanies;
use super::workbook::Workbook;
use crate::domain::JobProgress;
use crate::exchange::format::{
    MARK, MATRIX_HEADINGS, OTHER_LINE_BREAKS, PAIR_HEADINGS, is_like_lines,
};
use crate::exchange::formula_escape::harmless;
use crate::exchange::{ExchangeError, Layout};
use crate::store::Store;
use crate::text::safe;

pub(super) fn csv(
    store: &Store,
    export: &Export,
    exported: &ExportedCompanies<'_>,
    out: &mut dyn Write,
    progress: &mut JobProgress<'_>,
) -> Result<Exported, ExchangeError> {
    let mut writer = BufWriter::new(out);
    let mut line = String::new();
    let written = lines(store, export, exported, progress, |cells| {
        line.clear();
        // Shown safely, a value has no line breaks.
        let quotes_all = !export.for_terminal && cells.iter().any(|cell| is_like_lines(cell, ','));
        for (at, cell) in cells.iter().enumerate() {
            let cell = harmless(cell);
            let shown =
                if export.for_terminal { Cow::Owned(safe(&cell).into_string()) } else { cell };
            if at > 0 {
                line.push(',');
            }
            push_value(&mut line, &shown, quotes_all);
        }
        line.push('\n');
        Ok(writer.write_all(line.as_bytes())?)
    })?;
    writer.flush()?;
    Ok(written)
}

/// Adds a value, quoted if it would be read differently without quotation marks.
fn push_value(line: &mut String, value: &str, quotes_all: bool) {
    let is_special =
        |letter| matches!(letter, ',' | '"' | '\r' | '\n') || OTHER_LINE_BREAKS.contains(&letter);
    if quotes_all || value.contains(is_special) {
        line.push('"');
        line.push_str(&value.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(value);
    }
}

pub(super) fn xlsx(
    store: &Store,
    export: &Export,
    exported: &ExportedCompanies<'_>,
    out: &mut dyn Write,
    progress: &mut JobProgress<'_>,
) -> Result<Exported, ExchangeError> {
    let mut workbook = Workbook::new(export, exported)?;
    let written = lines(store, export, exported, progress, |cells| workbook.line(cells))?;
    let shortened = workbook.finish(exported, &written, out)?;
    Ok(Exported { shortened, ..written })
}

/// Passes every line to `put`, the headings first.
fn lines(
    store: &Store,
    export: &Export,
    exported: &ExportedCompanies<'_>,
    progress: &mut JobProgress<'_>,
    put: impl FnMut(&[&str]) -> Result<(), ExchangeError>,
) -> Result<Exported, ExchangeError> {
    match export.layout {
        Layout::Matrix => matrix(store, export, exported, progress, put),
        Layout::Pairs => pairs(store, export, exported, progress, put),
    }
}

fn matrix(
    store: &Store,
    export: &Export,
    exported: &ExportedCompanies<'_>,
    progress: &mut JobProgress<'_>,
    mut put: impl FnMut(&[&str]) -> Result<(), ExchangeError>,
) -> Result<Exported, ExchangeError> {
    let mut written =
        Exported { companies: exported.companies.len() as u64, ..Exported::default() };
    let references = exported.references.iter().map(String::as_str);
    put(&MATRIX_HEADINGS.into_iter().chain(references).collect::<Vec<_>>())?;
    store.for_each_of(&export.users, progress, |user, held| {
        let mut cells = vec![""; MATRIX_HEADINGS.len() + exported.companies.len()];
        cells[..MATRIX_HEADINGS.len()].copy_from_slice(&[
            &user.username,
            &user.full_name,
            &user.role,
        ]);
        written.users += 1;
        for column in held.iter().filter_map(|at| exported.columns[*at]) {
            cells[MATRIX_HEADINGS.len() + column] = MARK;
            written.grants += 1;
        }
        put(&cells)
    })?;
    Ok(written)
}

fn pairs(
    store: &Store,
    export: &Export,
    exported: &ExportedCompanies<'_>,
    progress: &mut JobProgress<'_>,
    mut put: impl FnMut(&[&str]) -> Result<(), ExchangeError>,
) -> Result<Exported, ExchangeError> {
    let mut written =
        Exported { companies: exported.companies.len() as u64, ..Exported::default() };
    put(&PAIR_HEADINGS)?;
    store.for_each_grants_of(&export.users, progress, |user, grants| {
        written.users += 1;
        for grant in grants {
            let Some(column) = exported.columns[grant.company] else {
                continue;
            };
            let company = exported.companies[column];
            let made = grant.made.as_ref();
            written.grants += 1;
            put(&[
                &user.username,
                &exported.references[column],
                &company.name,
                company.tenant_name.as_deref().unwrap_or_default(),
                &grant.granted_at,
                made.map_or("", |made| &made.by),
                made.and_then(|made| made.reason.as_deref()).unwrap_or_default(),
            ])?;
        }
        Ok::<(), ExchangeError>(())
    })?;
    Ok(written)
}
