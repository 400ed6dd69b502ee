//! Words of the history's filter: which users, companies and changes have them, found with
//! the comparison of the lists' filters, and what that asks of the changes.

use std::collections::BTreeSet;

use super::Visibility;
use super::conditions::Conditions;
use crate::domain::{HistoryWord, Holder};
use crate::store::schema::own::{self, JournalForm};
use crate::store::select::Matcher;
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// Users of a word that are sought in each change; of more, only the first cells are
/// looked at.
const SOUGHT: usize = 50;

impl Store {
    /// The user of this name, else the company, else whoever and whatever has it in a name.
    pub(super) fn holder(&self, name: &str) -> Result<Holder, StoreError> {
        let unknown = match self.find_user_in_history(name) {
            Ok(user) => return Ok(Holder::User(user)),
            Err(error) => error,
        };
        let unknown = match self.find_company_in_history(name) {
            Ok(company) => return Ok(Holder::Company(company)),
            Err(StoreError::NoSuchCompany { .. }) => unknown,
            Err(other) => other,
        };
        let word = self.history_word(name)?;
        let is_of_nobody = word.users == "[]" && word.companies == "[]";
        if is_of_nobody { Err(unknown) } else { Ok(Holder::Named(Box::new(word))) }
    }

    /// Who and what has a word in the name, and which changes have it in their own texts.
    pub(super) fn history_word(&self, word: &str) -> Result<HistoryWord, StoreError> {
        let mut found = HistoryWord { text: word.to_owned(), ..HistoryWord::default() };
        (found.users, found.companies, found.changes) = ("[]".into(), "[]".into(), "[]".into());
        if !own::exists(&self.connection)? {
            return Ok(found);
        }
        let matcher = Matcher::new(word)?;
        // The names of now, which the lists show.
        let listed = self.users_having(&matcher)?;
        let mut users: BTreeSet<i64> = listed.into_iter().map(|user| user.0).collect();
        let mut companies = Vec::new();
        let mut changes = BTreeSet::new();
        if self.visibility() == Visibility::Whole {
            // And those of then, also of users who are gone.
            self.for_each_text("SELECT id, username FROM grantgrid_user", |id, name| {
                if matcher.is_in(name.as_bytes()) {
                    users.insert(id);
                }
            })?;
        }
        self.for_each_text(
            "SELECT number, code FROM grantgrid_company \
             UNION ALL SELECT number, name FROM grantgrid_company",
            |number, name| {
                if matcher.is_in(name.as_bytes()) {
                    companies.push(number);
                }
            },
        )?;
        self.for_each_text(
            &texts_of_changes(JournalForm::of(&self.connection)?, self.visibility()),
            |change, text| {
                // What is plain the database finds by itself, also in changes that come later.
                if !text.is_ascii() && matcher.is_in(text.as_bytes()) {
                    changes.insert(change);
                }
            },
        )?;
        found.has_many = users.len() > SOUGHT;
        let users = users.into_iter().collect::<Vec<_>>();
        let changes = changes.into_iter().collect::<Vec<_>>();
        found.users = format!("{users:?}");
        found.companies = format!("{companies:?}");
        found.changes = format!("{changes:?}");
        Ok(found)
    }

    fn for_each_text(&self, sql: &str, mut visit: impl FnMut(i64, &str)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            visit(row.get(0)?, &text(row, 1)?);
        }
        Ok(())
    }
}

/// The texts of changes, each with the number of its change.
fn texts_of_changes(form: JournalForm, visibility: Visibility) -> String {
    let mut sql = "SELECT id, operator FROM grantgrid_change \
                   UNION ALL SELECT id, reason FROM grantgrid_change WHERE reason IS NOT NULL"
        .to_owned();
    if form.accounts {
        sql.push_str(
            " UNION ALL SELECT id, account FROM grantgrid_change WHERE account IS NOT NULL",
        );
    }
    if form.rows {
        sql.push_str(" UNION ALL SELECT r.change_id, r.label FROM grantgrid_row r WHERE 1");
        sql.push_str(&visibility.of_rows());
    }
    sql
}

/// Narrows changes `c` down to those that have a word.
pub(super) fn has_word(
    asked: &mut Conditions,
    word: &HistoryWord,
    visibility: Visibility,
    form: JournalForm,
) {
    let parameter = asked.add_text(&word.text);
    let folds = !word.text.chars().any(char::is_uppercase);
    let has = |value: &str| {
        let value = if folds { format!("lower({value})") } else { value.to_owned() };
        format!("instr({value}, {parameter}) > 0")
    };
    let mut ways: Vec<String> =
        ["c.operator", "c.kind", "coalesce(c.reason, '')"].into_iter().map(has).collect();
    if form.accounts {
        ways.push(has("coalesce(c.account, '')"));
    }
    if form.rows {
        let label = has("r.label");
        let of_rows = visibility.of_rows();
        ways.push(format!(
            "EXISTS (SELECT 1 FROM grantgrid_row r WHERE r.change_id = c.id AND {label}{of_rows})"
        ));
        if word.users != "[]" {
            // An edit of a user has the username only.
            let users = asked.add_text(&word.users);
            ways.push(format!(
                "EXISTS (SELECT 1 FROM grantgrid_row r WHERE r.change_id = c.id \
                 AND r.table_name = 'hrm_users' \
                 AND r.row_key IN (SELECT value FROM json_each({users})){of_rows})"
            ));
        }
    }
    if word.changes != "[]" {
        let changes = asked.add_text(&word.changes);
        ways.push(format!("c.id IN (SELECT value FROM json_each({changes}))"));
    }
    ways.extend(with_cells_of(asked, word, &visibility.of_cells()));
    asked.push(format!(" AND ({})", ways.join(" OR ")));
}

/// Conditions on changes `c`, one of which holds if such cells of a change are of users or
/// companies that have the word.
pub(super) fn with_cells_of(
    asked: &mut Conditions,
    word: &HistoryWord,
    cells: &str,
) -> Vec<String> {
    let mut ways = Vec::new();
    if word.users != "[]" {
        let users = asked.add_text(&word.users);
        let list = format!("(SELECT value FROM json_each({users}))");
        ways.push(if word.has_many {
            format!(
                "EXISTS (SELECT 1 FROM (SELECT * FROM grantgrid_cell f WHERE f.change_id = c.id \
                 LIMIT 1000) x WHERE x.user_id IN {list}{cells})"
            )
        } else {
            format!(
                "EXISTS (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id \
                 AND x.user_id IN {list}{cells})"
            )
        });
    }
    if word.companies != "[]" {
        let companies = asked.add_text(&word.companies);
        ways.push(format!(
            "EXISTS (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id \
             AND x.company IN (SELECT value FROM json_each({companies})){cells})"
        ));
    }
    ways
}

/// The condition on cells `x` that they are of users or companies that have the word.
pub(super) fn is_of(asked: &mut Conditions, word: &HistoryWord) -> String {
    let [users, companies] = [&word.users, &word.companies].map(|list| asked.add_text(list));
    format!(
        "(x.user_id IN (SELECT value FROM json_each({users})) \
         OR x.company IN (SELECT value FROM json_each({companies})))"
    )
}
