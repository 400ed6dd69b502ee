//! Creates users and their employee records.

use crate::domain::role::{HR_MANAGER, SUPER_ADMIN, TENANT_ADMIN};
use std::ops::Range;

use rusqlite::params;

use super::builder::DemoBuilder;
use super::companies::DemoCompanies;
use super::dice::{Dice, DiceSubject};
use super::names::DemoNames;
use super::times;
use crate::store::StoreError;

const INSERT_USER: &str = "INSERT INTO hrm_users \
     (id, username, email, password_hash, first_name, last_name, is_active, must_reset_password, \
     organization_id, role_id, reporting_manager_id, created_at, updated_at) \
     VALUES (?1, ?2, ?3, 'scrypt:unusable', ?4, ?5, ?6, 1, ?7, ?8, ?9, ?10, ?10)";
const INSERT_EMPLOYEE: &str = "INSERT INTO hrm_employee \
     (employee_id, first_name, last_name, email, timezone, department, hire_date, basic_salary, \
     allowances, employee_cpf_rate, employer_cpf_rate, is_active, is_manager, user_id, \
     organization_id, company_id, created_at, modified_at, created_by) \
     VALUES (?1, ?2, ?3, ?4, 'UTC', ?5, ?6, ?7, 0, 20, 17, ?8, ?9, ?10, ?11, ?12, ?13, ?13, \
     'system')";

/// The HR system's roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DemoRole {
    SuperAdmin,
    TenantAdmin,
    HrManager,
    Manager,
    Employee,
}

impl DemoRole {
    pub(super) const ALL: [Self; 5] =
        [Self::SuperAdmin, Self::TenantAdmin, Self::HrManager, Self::Manager, Self::Employee];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SuperAdmin => SUPER_ADMIN,
            Self::TenantAdmin => TENANT_ADMIN,
            Self::HrManager => HR_MANAGER,
            Self::Manager => "Manager",
            Self::Employee => "Employee",
        }
    }

    /// The role of user number `at`. The first is a Super Admin. There are few other Super
    /// Admins, and proportionally fewer if there are many users.
    fn of(at: u32, users: u32, dice: &mut Dice) -> Self {
        let supers = users.min(1000) / 100 + users / 25_000;
        if dice.below(users) < supers || at == 0 {
            return Self::SuperAdmin;
        }
        match dice.below(100) {
            0..4 => Self::TenantAdmin,
            4..11 => Self::HrManager,
            11..22 => Self::Manager,
            _ => Self::Employee,
        }
    }
}

/// What the grants of a user depend on. The user's id is the index plus one.
pub(super) struct DemoUser {
    pub(super) role: DemoRole,
    pub(super) tenant: u32,
    /// The index of the home company.
    pub(super) home: Option<u32>,
}

/// Creates this many users. `role_ids` are in the order of [`DemoRole::ALL`].
pub(super) fn make(
    making: &DemoBuilder<'_>,
    names: &DemoNames,
    companies: &DemoCompanies,
    role_ids: &[i64],
    users: u32,
) -> Result<Vec<DemoUser>, StoreError> {
    let DemoBuilder { connection, calendar, seed, cancel } = *making;
    let mut dice = Dice::new(seed, DiceSubject::People);
    let mut insert_user = connection.prepare(INSERT_USER)?;
    let mut insert_employee = connection.prepare(INSERT_EMPLOYEE)?;
    let mut usernames = Usernames::new(names);
    let mut managers: Vec<Option<u32>> = vec![None; companies.of_tenant.len()];
    let mut people = Vec::with_capacity(users as usize);
    let mut employees: u32 = 0;
    let digits = users.to_string().len().max(4);

    for at in 0..users {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let id = at + 1;
        let role = DemoRole::of(at, users, &mut dice);
        let tenant = dice.index_in(&companies.of_tenant);
        let organization = tenant + 1;
        let (first, last, username) = usernames.next(&mut dice);
        let email = format!("{username}@example.com");
        let active = match dice.below(100) {
            0..6 => Some(false),
            6..8 => None,
            _ => Some(true),
        };
        let came = calendar.moment(times::arrival(at, users), &mut dice);
        insert_user.execute(params![
            id,
            username,
            email,
            first,
            last,
            active,
            organization,
            role_ids[role as usize],
            managers[tenant],
            came.as_str(),
        ])?;

        let home = home(&companies.of_tenant[tenant], &mut dice);
        let employed = dice.percent(if role == DemoRole::SuperAdmin { 50 } else { 93 });
        if employed {
            employees += 1;
            insert_employee.execute(params![
                format!("E{employees:0digits$}"),
                first,
                last,
                email,
                dice.pick(&names.departments),
                calendar.midnight(times::arrival(at, users) - dice.below(360)).date(),
                2000 + 50 * dice.below(180),
                active.unwrap_or(true),
                role == DemoRole::Manager,
                id,
                organization,
                home.map(|index| companies.ids[index as usize].as_str()),
                came.as_str(),
            ])?;
        }
        if role == DemoRole::Manager {
            managers[tenant] = Some(id);
        }
        let tenant = u32::try_from(tenant).unwrap_or(0);
        people.push(DemoUser { role, tenant, home: home.filter(|_| employed) });
    }
    Ok(people)
}

/// A company of the tenant, more likely one of the first, which are large; none for one user
/// in a hundred, or if the tenant has no companies.
fn home(of_tenant: &Range<u32>, dice: &mut Dice) -> Option<u32> {
    let count = of_tenant.end - of_tenant.start;
    let index = dice.below(count).min(dice.below(count));
    (count > 0 && !dice.percent(1)).then_some(of_tenant.start + index)
}

/// Assigns names and unused usernames. The first user is the account that every HR system has.
struct Usernames<'a> {
    names: &'a DemoNames,
    none_yet: bool,
    /// How often each pair of first and last name was assigned.
    given: Vec<u32>,
}

impl<'a> Usernames<'a> {
    fn new(names: &'a DemoNames) -> Self {
        Self { names, none_yet: true, given: vec![0; names.first.len() * names.last.len()] }
    }

    fn next(&mut self, dice: &mut Dice) -> (&'a str, &'a str, String) {
        let names = self.names;
        if std::mem::take(&mut self.none_yet) {
            return ("Super", "Admin", "superadmin".to_owned());
        }
        let first = dice.index_in(&names.first);
        let mut last = *dice.pick(&names.last_of_group[names.first[first].group]);
        if dice.percent(12) {
            last = dice.index_in(&names.last);
        }
        let given = &mut self.given[first * names.last.len() + last];
        *given += 1;
        let (first, last) = (&names.first[first], &names.last[last]);
        let number = if *given > 1 { given.to_string() } else { String::new() };
        (first.text, last.text, format!("{}.{}{number}", first.plain, last.plain))
    }
}
