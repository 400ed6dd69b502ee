//! Checks a database: the file, references, ids, and grantgrid's own journal. Nothing is
//! written.

mod grants;
mod journal;
mod journal_repair;
pub(super) mod pass;
mod repair;
pub(super) mod reused;

use rusqlite::Connection;

use super::{Store, StoreError, opening};
use crate::domain::{Cancel, CheckReport, Finding, FindingKind, JobProgress, Permission};
use crate::store::edit::links::is_own;
use crate::store::schema::GRANTS;
use crate::store::schema::ids::IdForm;
use crate::store::schema::own;
use crate::store::sqlite::integrity;
use crate::store::sqlite::interrupts;
use crate::store::sqlite::tables;
use grants::CheckedGrant;

/// The maximum number of faults of the file that are listed.
const FAULTS: u32 = 100;

impl Store {
    /// Checks everything. `whole` also compares every index with its table, which
    /// reads the whole file; without it only the structure of the file is checked.
    /// While the file is read, which takes minutes if it is large, other programs
    /// can write only in WAL mode. A damaged replica of a server is not used again.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] soon after `progress` is cancelled.
    pub fn check(
        &mut self,
        whole: bool,
        progress: &mut JobProgress<'_>,
    ) -> Result<CheckReport, StoreError> {
        self.authorize(Permission::SeeEverything)?;
        let cancel = progress.cancel().cloned().unwrap_or_default();
        interrupts::stop_when_cancelled(&mut self.connection, &cancel)?;
        let (damage, report) = self.beside(
            |connection| {
                opening::use_large_cache(connection, false)?;
                interrupts::stop_when_cancelled(connection, &cancel)
            },
            |connection| damage(connection, whole),
            || self.check_contents(whole, &cancel, progress),
        );
        let report = damage.and_then(|damage| {
            let mut report = report?;
            if damage.count > 0 {
                report.findings.insert(0, damage);
            }
            Ok(report)
        });
        interrupts::never_stop(&mut self.connection)?;
        if report.as_ref().is_ok_and(CheckReport::is_damaged) {
            self.forget_replica()?;
        }
        report
    }

    /// Checks everything except the file itself.
    fn check_contents(
        &self,
        whole: bool,
        cancel: &Cancel,
        progress: &mut JobProgress<'_>,
    ) -> Result<CheckReport, StoreError> {
        let connection = &self.connection;
        let count = |table: &str| -> rusqlite::Result<u64> {
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
        };
        let grant_rows = count(GRANTS)?;
        progress.begin(grant_rows);
        // If the file is damaged, reading everything in order finds more.
        let access = unless_cancelled(self.access_and_pairs(progress, cancel))?;
        let pass = unless_cancelled(self.pass_over_grants(cancel))?.flatten();
        let has_pairs_only = access.as_ref().is_some_and(|(_, pairs)| *pairs == grant_rows);
        let mut findings = Vec::new();
        // If each row is the only one of its cell, and its user and company exist, no grant
        // needs a closer look.
        if !(has_pairs_only && pass.as_ref().is_some_and(|pass| pass.ids_are_usable)) {
            findings.extend(self.grants(grant_rows, progress)?);
        }
        findings.push(self.company_ids());
        findings.push(broken_references(connection)?);
        let [references, grants] = reused::waiting(connection)?;
        findings.extend([references, grants, reused::no_free_ids(connection)?]);
        let suspects = pass.as_ref().and_then(|pass| pass.suspects.as_deref());
        findings.push(reused::reused(connection, &self.schema, suspects)?);
        findings.push(journal::find_inconsistencies(connection)?);
        findings.push(journal::triggers_on_it(connection)?);
        findings.push(own_tables(connection)?);
        findings.push(missing_status(connection)?);
        findings.retain(|finding| finding.count > 0);
        let role_table = self.schema.select_roles.as_deref();
        let role_table = role_table.and_then(|sql| sql.rsplit(' ').next()).map(str::to_owned);
        Ok(CheckReport {
            findings,
            whole,
            role_table,
            dashed_ids: self.catalog.id_form == IdForm::Dashed,
            own_format: own::format_of(connection)?,
            users: count("hrm_users")?,
            companies: self.companies().len() as u64,
            grant_rows,
            access: access.map(|(found, _)| found),
        })
    }

    fn grants(
        &self,
        rows: u64,
        progress: &mut JobProgress<'_>,
    ) -> Result<Vec<Finding>, StoreError> {
        let mut orphans = Finding::new(FindingKind::OrphanGrants);
        let mut duplicates = Finding::new(FindingKind::DuplicateGrants);
        let mut unusable = Finding::new(FindingKind::UnusableGrantIds);
        let names = grants::IdNames::of(&self.connection, &self.catalog)?;
        progress.begin(rows);
        grants::walk(&self.connection, &self.catalog, progress, |grant| {
            let CheckedGrant { is_orphan, is_duplicate, is_unusable, .. } = grant;
            for (applies, finding) in [
                (*is_orphan, &mut orphans),
                (*is_duplicate, &mut duplicates),
                (*is_unusable, &mut unusable),
            ] {
                if applies {
                    finding.add(|| names.name(grant));
                }
            }
            Ok(())
        })?;
        Ok(vec![orphans, duplicates, unusable])
    }

    fn company_ids(&self) -> Finding {
        let mut found = Finding::new(FindingKind::UnusableCompanyIds);
        for company in self.companies().iter().filter(|company| !company.id.is_usable()) {
            found.add(|| format!("{} {}: {}", company.code, company.name, company.id));
        }
        found
    }
}

/// The result; `None` if it could not be read.
///
/// # Errors
/// [`StoreError::Cancelled`].
fn unless_cancelled<T>(read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(StoreError::Cancelled) => Err(StoreError::Cancelled),
        Err(_) => Ok(None),
    }
}

fn damage(connection: &Connection, whole: bool) -> Result<Finding, StoreError> {
    let mut found = Finding::new(FindingKind::Damage);
    for fault in integrity::faults(connection, whole, FAULTS)? {
        found.add(|| fault);
    }
    Ok(found)
}

/// Broken references in all tables except grantgrid's own and the table of grants, whose
/// orphans are a finding of their own.
fn broken_references(connection: &Connection) -> Result<Finding, StoreError> {
    let mut found = Finding::new(FindingKind::BrokenReferences);
    for table in tables::all(connection)? {
        if is_own(&table) || table.eq_ignore_ascii_case(GRANTS) {
            continue;
        }
        let parents = match integrity::broken_references(connection, &table) {
            Ok(parents) => parents,
            // SQLite cannot check a key that refers to columns that are not unique.
            Err(error) => {
                found.add(|| format!("{table}: {error}"));
                continue;
            }
        };
        for (parent, count) in parents {
            let refer = if count == 1 { "row refers" } else { "rows refer" };
            found.add_many(count, || {
                format!("{table}: {count} {refer} to missing rows of {parent}")
            });
        }
    }
    Ok(found)
}

fn own_tables(connection: &Connection) -> Result<Finding, StoreError> {
    let mut found = Finding::new(FindingKind::OwnTables);
    for missing in own::incomplete(connection)? {
        found.add(|| missing);
    }
    Ok(found)
}

fn missing_status(connection: &Connection) -> Result<Finding, StoreError> {
    let mut found = Finding::new(FindingKind::MissingStatus);
    for (table, noun) in [("hrm_users", "users"), ("hrm_company", "companies")] {
        if tables::has_column(connection, table, "is_active")? {
            let sql = format!("SELECT count(*) FROM {table} WHERE is_active IS NULL");
            let count: u64 = connection.query_row(&sql, [], |row| row.get(0))?;
            if count > 0 {
                found.add_many(count, || format!("{noun}: {count}"));
            }
        }
    }
    Ok(found)
}
