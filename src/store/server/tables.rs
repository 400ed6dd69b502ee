//! What grantgrid reads on a server, table by table. Nothing else is ever read: no password
//! hash, no pay, no bank account, no identity document.

/// A table, and what is read of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ReadTable {
    pub(super) name: &'static str,
    /// The columns that are read if the table has them; the first is its key.
    pub(super) columns: &'static [&'static str],
    /// The columns that it must have; none if the table may be missing.
    pub(super) required: &'static [&'static str],
    /// The integer column by whose ranges its rows are compared.
    pub(super) range_column: Option<&'static str>,
}

use crate::store::schema::GRANTS;

pub(super) const USERS: &str = "hrm_users";
pub(super) const ROLES: [&str; 2] = ["hrm_roles", "role"];

/// Each table comes before those that refer to it.
pub(super) const TABLES: [ReadTable; 8] = [
    ReadTable {
        name: "hrm_tenant",
        columns: &["id", "name", "code", "is_active"],
        required: &[],
        range_column: None,
    },
    ReadTable {
        name: ROLES[0],
        columns: &["id", "name", "is_active"],
        required: &[],
        range_column: None,
    },
    ReadTable {
        name: ROLES[1],
        columns: &["id", "name", "is_active"],
        required: &[],
        range_column: None,
    },
    ReadTable {
        name: "organization",
        columns: &["id", "name", "tenant_id"],
        required: &[],
        range_column: None,
    },
    ReadTable {
        name: "hrm_company",
        columns: &["id", "tenant_id", "name", "code", "currency_code", "is_active", "created_at"],
        required: &["id", "code", "name"],
        range_column: None,
    },
    ReadTable {
        name: USERS,
        columns: &[
            "id",
            "username",
            "email",
            "first_name",
            "last_name",
            "is_active",
            "organization_id",
            "role_id",
            "created_at",
        ],
        required: &["id", "username"],
        range_column: Some("id"),
    },
    ReadTable {
        name: "hrm_employee",
        columns: &["id", "employee_id", "user_id", "company_id", "first_name", "last_name"],
        required: &[],
        range_column: Some("id"),
    },
    ReadTable {
        name: GRANTS,
        columns: &["id", "user_id", "company_id", "created_at", "modified_at"],
        required: &["id", "user_id", "company_id", "created_at"],
        range_column: Some("user_id"),
    },
];

/// Indexes that make reading fast, in addition to those of unique columns.
pub(super) const INDEXES: [(&str, &str, &str); 6] = [
    ("ix_hrm_users_role_id", USERS, "role_id"),
    ("ix_hrm_users_organization_id", USERS, "organization_id"),
    ("idx_hrm_company_tenant_id", "hrm_company", "tenant_id"),
    ("idx_hrm_company_code", "hrm_company", "code"),
    ("ix_hrm_employee_user_id", "hrm_employee", "user_id"),
    ("ix_user_company_access_company_id", GRANTS, "company_id"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_private_is_read() {
        const PRIVATE: [&str; 12] = [
            "password",
            "hash",
            "salary",
            "allowance",
            "rate",
            "bank",
            "account",
            "cpf",
            "nric",
            "birth",
            "permit",
            "phone",
        ];
        for table in TABLES {
            for column in table.columns {
                assert!(!PRIVATE.iter().any(|part| column.contains(part)), "{column}");
            }
            assert!(table.required.iter().all(|it| table.columns.contains(it)));
            assert_eq!(table.columns[0], "id");
        }
    }
}
