//! Who can work where on a server: every answer compared with the access policy evaluated in
//! the server's own SQL, before and after edits.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::{Hrm, hrm};

/// Every pair with access: the username, the company's id, the reason; `g` tells whether there
/// is a grant.
const PLAIN: &str = "
    WITH home AS (
        SELECT DISTINCT ON (user_id) user_id, company_id FROM hrm_employee
        WHERE user_id IS NOT NULL ORDER BY user_id, id
    ), person AS (
        SELECT u.id, u.username, u.is_active IS TRUE AS active, r.name AS role,
               h.company_id AS home, coalesce(hc.tenant_id, o.tenant_id) AS tenant
        FROM hrm_users u LEFT JOIN hrm_roles r ON r.id = u.role_id
        LEFT JOIN home h ON h.user_id = u.id
        LEFT JOIN hrm_company hc ON hc.id = h.company_id
        LEFT JOIN organization o ON o.id = u.organization_id
    ), cell AS (
        SELECT p.*, c.id AS company, c.tenant_id AS of_tenant,
               EXISTS (SELECT 1 FROM hrm_user_company_access a
                       WHERE a.user_id = p.id AND a.company_id = c.id) AS granted
        FROM person p CROSS JOIN hrm_company c
    ), answered AS (
        SELECT cell.*, CASE
            WHEN NOT active THEN NULL
            WHEN role = 'Super Admin' THEN 'role'
            WHEN role = 'Tenant Admin' THEN CASE WHEN of_tenant = tenant THEN 'role' END
            WHEN company = home THEN 'home'
            WHEN granted THEN 'grant' END AS reason
        FROM cell
    )";

/// The texts of the first column.
fn column(hrm: &Hrm, query: &str) -> BTreeSet<String> {
    let rows = hrm.client().query(&format!("{PLAIN} {query}"), &[]).expect(query);
    rows.iter().map(|row| row.get(0)).collect()
}

fn number(hrm: &Hrm, query: &str) -> i64 {
    hrm.number(&format!("{PLAIN} {query}"))
}

struct Answers<'a> {
    hrm: &'a Hrm,
    url: String,
}

impl Answers<'_> {
    fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--json", "--db", &self.url]].concat();
        self.hrm.grantgrid(&arguments).succeeds().json()
    }

    fn texts(&self, arguments: &[&str], fields: &[&str]) -> BTreeSet<String> {
        let json = self.json(arguments);
        let text = |it: &Value| -> Vec<String> {
            fields.iter().map(|field| it[*field].as_str().expect("a text").to_owned()).collect()
        };
        json.as_array().expect("an array").iter().map(|it| text(it).join(" ")).collect()
    }

    /// Asserts that every answer about access equals the server's.
    fn require_plain(&self) {
        let hrm = self.hrm;
        for company in column(hrm, "SELECT id::text FROM hrm_company") {
            let query = format!(
                "SELECT username || ' ' || reason FROM answered
                 WHERE company = '{company}' AND reason IS NOT NULL"
            );
            let who = self.texts(&["who", &company], &["username", "reason"]);
            assert_eq!(who, column(hrm, &query), "{company}");
        }
        for user in ["root.admin", "mei.tan", "lena.vogt", "arjun.nair", "tom.baker", "emp007"] {
            let query = format!(
                "SELECT c.code || ' ' || c.name || ' ' || reason FROM answered
                 JOIN hrm_company c ON c.id = company
                 WHERE username = '{user}' AND reason IS NOT NULL"
            );
            let fields = ["company_code", "company_name", "reason"];
            assert_eq!(self.texts(&["access", user], &fields), column(hrm, &query), "{user}");
        }
        for (filter, condition) in [
            ("effective:>0", "reason IS NOT NULL"),
            ("is:implied", "reason IS NOT NULL AND NOT granted"),
            ("is:ineffective", "granted AND (reason IS NULL)"),
        ] {
            let users = format!("SELECT username FROM answered WHERE {condition}");
            let companies = format!("SELECT company::text FROM answered WHERE {condition}");
            let listed = |kind, field| self.texts(&[kind, "--where", filter], &[field]);
            assert_eq!(listed("users", "username"), column(hrm, &users), "{filter}");
            assert_eq!(listed("companies", "id"), column(hrm, &companies), "{filter}");
        }
        let figures = self.json(&["stats"]);
        for (field, query) in [
            ("effective_pairs", "SELECT count(*) FROM answered WHERE reason IS NOT NULL"),
            (
                "implied_pairs",
                "SELECT count(*) FROM answered WHERE reason IS NOT NULL AND NOT granted",
            ),
            (
                "ineffective_grants",
                "SELECT count(*) FROM answered WHERE granted AND reason IS NULL",
            ),
            ("grants", "SELECT count(*) FROM answered WHERE granted"),
            ("active_users", "SELECT count(*) FROM person WHERE active"),
            (
                "users_without_effective_access",
                "SELECT count(*) FROM person p WHERE active AND NOT EXISTS
                 (SELECT 1 FROM answered a WHERE a.id = p.id AND reason IS NOT NULL)",
            ),
        ] {
            assert_eq!(figures[field], number(hrm, query), "{field}");
        }
    }
}

#[test]
fn every_answer_about_access_equals_the_policy_evaluated_on_the_server() {
    let Some(hrm) = hrm() else { return };
    let answers = Answers { hrm: &hrm, url: hrm.url() };
    answers.require_plain();
    // Edits by grantgrid, and by the HR application.
    for arguments in [
        &["grant", "--user", "siti.rahman", "mei.tan", "--company", "MUC", "SYD", "--force"][..],
        &["revoke", "--user", "lena.vogt", "--company", "MUC", "--force"],
        &["user", "edit", "arjun.nair", "--role", "Tenant Admin", "--force"],
        &["user", "deactivate", "emp007", "--force"],
    ] {
        hrm.grantgrid(&[arguments, &["--db", &answers.url]].concat()).succeeds();
    }
    hrm.run(
        "UPDATE hrm_users SET is_active = true WHERE username = 'tom.baker';
         DELETE FROM hrm_user_company_access
         WHERE user_id = (SELECT id FROM hrm_users WHERE username = 'siti.rahman');
         UPDATE hrm_employee SET company_id = (SELECT id FROM hrm_company WHERE code = 'KUL')
         WHERE user_id = (SELECT id FROM hrm_users WHERE username = 'emp012');",
    );
    answers.require_plain();
}
