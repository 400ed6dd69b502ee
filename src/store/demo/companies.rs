//! Creates tenants, their organizations and companies, which are small tables.

use std::ops::Range;

use rusqlite::{Connection, params};

use super::dice::{Dice, DiceSubject, SeededId};
use super::names::DemoNames;
use super::times::Calendar;
use crate::store::StoreError;

/// The number of companies of a tenant, as long as there are names of tenants.
const COMPANIES_PER_TENANT: u32 = 6;

const INSERT_TENANT: &str = "INSERT INTO hrm_tenant \
     (id, name, code, is_active, created_by, created_at) VALUES (?1, ?2, ?3, 1, 'system', ?4)";
const INSERT_ORGANIZATION: &str = "INSERT INTO organization \
     (id, name, tenant_id, created_at, modified_at, created_by) \
     VALUES (?1, ?2, ?3, ?4, ?4, 'system')";
const INSERT_COMPANY: &str = "INSERT INTO hrm_company \
     (id, tenant_id, name, code, currency_code, is_active, created_by, created_at) \
     VALUES (?1, ?2, ?3, ?4, 'SGD', ?5, 'system', ?6)";

/// The companies that were created. A company is identified by its index.
pub(super) struct DemoCompanies {
    pub(super) ids: Vec<SeededId>,
    /// Each tenant's companies, which are adjacent. The id of a tenant's organization is the
    /// index of the tenant plus one.
    pub(super) of_tenant: Vec<Range<u32>>,
}

impl DemoCompanies {
    pub(super) fn count(&self) -> u32 {
        self.of_tenant.last().map_or(0, |last| last.end)
    }

    /// Creates the tenants, the organizations and this many companies.
    pub(super) fn make(
        connection: &Connection,
        names: &DemoNames,
        calendar: &Calendar,
        seed: u64,
        count: u32,
    ) -> Result<Self, StoreError> {
        let mut dice = Dice::new(seed, DiceSubject::DemoCompanies);
        let most = u32::try_from(names.tenants.len()).unwrap_or(u32::MAX);
        let tenants = (count / COMPANIES_PER_TENANT).clamp(1, most);
        let mut insert_tenant = connection.prepare(INSERT_TENANT)?;
        let mut insert_organization = connection.prepare(INSERT_ORGANIZATION)?;
        let mut insert_company = connection.prepare(INSERT_COMPANY)?;

        let mut made = Self { ids: Vec::new(), of_tenant: Vec::new() };
        for (at, (code, name)) in (0..tenants).zip(&names.tenants) {
            let tenant = dice.id();
            let opened = calendar.moment(at * 7, &mut dice);
            insert_tenant.execute(params![tenant.as_str(), name, code, opened.as_str()])?;
            let organization = format!("{name} HQ");
            insert_organization.execute(params![
                at + 1,
                organization,
                tenant.as_str(),
                opened.as_str()
            ])?;
            let companies = share(count, at, tenants)..share(count, at + 1, tenants);
            for index in companies.clone() {
                let (code, name) = called(index, names, &mut dice);
                let id = dice.id();
                let since = calendar.moment(90 + dice.below(250), &mut dice);
                let active = !dice.percent(8);
                insert_company.execute(params![
                    id.as_str(),
                    tenant.as_str(),
                    name,
                    code,
                    active,
                    since.as_str()
                ])?;
                made.ids.push(id);
            }
            made.of_tenant.push(companies);
        }
        Ok(made)
    }
}

/// The start of part number `at` of `parts`.
fn share(count: u32, at: u32, parts: u32) -> u32 {
    let begin = u64::from(count) * u64::from(at) / u64::from(parts);
    u32::try_from(begin).unwrap_or(count)
}

/// Code and name, taken from a city. From the second round of cities on, they are numbered.
fn called(index: u32, names: &DemoNames, dice: &mut Dice) -> (String, String) {
    let cities = names.cities.len();
    let (code, city) = names.cities[index as usize % cities];
    let site = if dice.percent(15) { *dice.pick(&names.sites) } else { "Office" };
    match index as usize / cities + 1 {
        1 => (code.to_owned(), format!("{city} {site}")),
        round => (format!("{code}{round}"), format!("{city} {site} {round}")),
    }
}
