//! JSON: a matrix is one object with the companies first, then one line per user
//! with the user's companies; pairs are an array with one grant per line.

use std::io::Write;

use serde::Serialize;

use super::exported::{Export, Exported};
use super::exported_companies::ExportedCompanies;
use crate::domain::JobProgress;
use crate::exchange::{ExchangeError, Layout};
use crate::json::write_line;
use crate::store::Store;

#[derive(Serialize)]
struct ExportedCompany<'a> {
    /// Its name in users and pairs.
    company: &'a str,
    code: &'a str,
    name: &'a str,
    tenant: Option<&'a str>,
    id: &'a str,
}

#[derive(Serialize)]
struct ExportedUser<'a> {
    username: &'a str,
    full_name: &'a str,
    role: &'a str,
    companies: Vec<&'a str>,
}

#[derive(Serialize)]
struct PairJson<'a> {
    username: &'a str,
    company_code: &'a str,
    company_name: &'a str,
    tenant: Option<&'a str>,
    granted_at: &'a str,
    by: Option<&'a str>,
    reason: Option<&'a str>,
}

pub(super) fn write(
    store: &Store,
    export: &Export,
    exported: &ExportedCompanies<'_>,
    out: &mut dyn Write,
    progress: &mut JobProgress<'_>,
) -> Result<Exported, ExchangeError> {
    match export.layout {
        Layout::Matrix => matrix(store, export, exported, out, progress),
        Layout::Pairs => pairs(store, export, exported, out, progress),
    }
}

fn matrix(
    store: &Store,
    export: &Export,
    exported: &ExportedCompanies<'_>,
    out: &mut dyn Write,
    progress: &mut JobProgress<'_>,
) -> Result<Exported, ExchangeError> {
    let mut written =
        Exported { companies: exported.companies.len() as u64, ..Exported::default() };
    out.write_all(b"{\"companies\": ")?;
    let mut array = Array::new(out);
    for (company, reference) in exported.companies.iter().zip(&exported.references) {
        array.element(&ExportedCompany {
            company: reference,
            code: &company.code,
            name: &company.name,
            tenant: company.tenant_name.as_deref(),
            id: company.id.as_str(),
        })?;
    }
    array.finish()?;
    out.write_all(b",\n\"users\": ")?;
    let mut array = Array::new(out);
    store.for_each_of(&export.users, progress, |user, held| {
        let columns = held.iter().filter_map(|at| exported.columns[*at]);
        let companies: Vec<&str> =
            columns.map(|column| exported.references[column].as_str()).collect();
        written.users += 1;
        written.grants += companies.len() as u64;
        array.element(&ExportedUser {
            username: &user.username,
            full_name: &user.full_name,
            role: &user.role,
            companies,
        })
    })?;
    array.finish()?;
    out.write_all(b"}\n")?;
    out.flush()?;
    Ok(written)
}

fn pairs(
    store: &Store,
    export: &Export,
    exported: &ExportedCompanies<'_>,
    out: &mut dyn Write,
    progress: &mut JobProgress<'_>,
) -> Result<Exported, ExchangeError> {
    let mut written =
        Exported { companies: exported.companies.len() as u64, ..Exported::default() };
    let mut array = Array::new(out);
    store.for_each_grants_of(&export.users, progress, |user, grants| {
        written.users += 1;
        for grant in grants {
            let Some(column) = exported.columns[grant.company] else {
                continue;
            };
            let company = exported.companies[column];
            written.grants += 1;
            array.element(&PairJson {
                username: &user.username,
                company_code: &exported.references[column],
                company_name: &company.name,
                tenant: company.tenant_name.as_deref(),
                granted_at: &grant.granted_at,
                by: grant.made.as_ref().map(|made| made.by.as_str()),
                reason: grant.made.as_ref().and_then(|made| made.reason.as_deref()),
            })?;
        }
        Ok::<(), ExchangeError>(())
    })?;
    array.finish()?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(written)
}

/// An array being written, one element per line.
struct Array<'a> {
    out: &'a mut dyn Write,
    empty: bool,
}

impl<'a> Array<'a> {
    fn new(out: &'a mut dyn Write) -> Self {
        Self { out, empty: true }
    }

    fn element(&mut self, element: &impl Serialize) -> Result<(), ExchangeError> {
        self.out.write_all(if self.empty { b"[\n" } else { b",\n" })?;
        self.empty = false;
        Ok(write_line(&mut *self.out, element)?)
    }

    fn finish(self) -> Result<(), ExchangeError> {
        Ok(self.out.write_all(if self.empty { b"[]" } else { b"\n]" })?)
    }
}
