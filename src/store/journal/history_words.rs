//! Words in the history's filter: the users, companies and changes that they match, compared
//! as in the filters of the lists, and the conditions on changes that follow.

use std::collections::BTreeSet;

use super::Visibility;
use super::conditions::Conditions;
use crate::domain::naming::NamePolicy;
use crate::domain::{Company, HistoryQuery, HistoryWord, Holder};
use crate::store::schema::own::{self, JournalForm};
use crate::store::select::Matcher;
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// If a word matches more users than this, only the first cells of each change are searched.
const MOST_SEARCHED: usize = 50;

impl Store {
    /// The user with this name, otherwise the company, otherwise all users and companies whose
    /// names contain it. An empty name means anyone.
    pub(super) fn find_holder(&self, name: &str) -> Result<Holder, StoreError> {
        if name.is_empty() {
            return Ok(Holder::Anyone);
        }
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
        let matcher = Matcher::new(name)?;
        let has_it = |name: &str| matcher.is_in(name.as_bytes());
        // Access to a company may be lost that was never granted.
        let is_listed = |it: &Company| has_it(&it.code) || has_it(&it.name);
        let is_known = !word.users.is_empty()
            || !word.companies.is_empty()
            || self.companies().iter().any(is_listed);
        if is_known { Ok(Holder::Named(Box::new(word))) } else { Err(unknown) }
    }

    /// The users and companies whose names contain a word, and the changes whose own texts do.
    pub(super) fn history_word(&self, word: &str) -> Result<HistoryWord, StoreError> {
        let mut found = HistoryWord::of(word);
        if !own::exists(&self.connection)? {
            return Ok(found);
        }
        let matcher = Matcher::new(word)?;
        self.name_users(&mut found, &matcher)?;
        self.name_companies(&mut found, &matcher)?;
        let mut changes = BTreeSet::new();
        self.for_each_text(
            &texts_of_changes(JournalForm::of(&self.connection)?, self.visibility()),
            |change, text| {
                // ASCII texts are compared in SQL, so that later changes are found too.
                if !text.is_ascii() && matcher.is_in(text.as_bytes()) {
                    changes.insert(change);
                }
            },
        )?;
        found.changes = changes.into_iter().collect();
        Ok(found)
    }

    /// The users whose names contain a word.
    ///
    /// # Errors
    /// `unknown` if there are none, or if it is not about an unknown or ambiguous name.
    pub(super) fn users_of_word(
        &self,
        word: &str,
        unknown: StoreError,
    ) -> Result<Box<HistoryWord>, StoreError> {
        let is_name =
            matches!(unknown, StoreError::NoSuchUser { .. } | StoreError::AmbiguousUser { .. });
        if !is_name || !own::exists(&self.connection)? {
            return Err(unknown);
        }
        let mut found = HistoryWord::of(word);
        self.name_users(&mut found, &Matcher::new(word)?)?;
        if found.users.is_empty() { Err(unknown) } else { Ok(Box::new(found)) }
    }

    /// The companies whose codes or names contain a word.
    ///
    /// # Errors
    /// As [`Store::users_of_word`].
    pub(super) fn companies_of_word(
        &self,
        word: &str,
        unknown: StoreError,
    ) -> Result<Box<HistoryWord>, StoreError> {
        let is_name = matches!(
            unknown,
            StoreError::NoSuchCompany { .. } | StoreError::AmbiguousCompany { .. }
        );
        if !is_name || !own::exists(&self.connection)? {
            return Err(unknown);
        }
        let mut found = HistoryWord::of(word);
        let matcher = Matcher::new(word)?;
        self.name_companies(&mut found, &matcher)?;
        // A company that was edited, but never granted, has no number in the journal.
        let has_it = |name: &str| matcher.is_in(name.as_bytes());
        let is_listed = |it: &Company| has_it(&it.code) || has_it(&it.name);
        let is_known = !found.companies.is_empty() || self.companies().iter().any(is_listed);
        if is_known { Ok(Box::new(found)) } else { Err(unknown) }
    }

    fn name_users(&self, found: &mut HistoryWord, matcher: &Matcher) -> Result<(), StoreError> {
        // Current names, as in the lists.
        let listed = self.users_having(matcher)?;
        let mut users: BTreeSet<i64> = listed.into_iter().map(|user| user.0).collect();
        if self.visibility() == Visibility::Whole {
            // Names stored in the journal, including those of deleted users.
            self.for_each_text("SELECT id, username FROM grantgrid_user", |id, name| {
                if matcher.is_in(name.as_bytes()) {
                    users.insert(id);
                }
            })?;
        }
        found.has_many = users.len() > MOST_SEARCHED;
        found.users = users.into_iter().collect();
        Ok(())
    }

    fn name_companies(&self, found: &mut HistoryWord, matcher: &Matcher) -> Result<(), StoreError> {
        self.for_each_text(
            "SELECT number, code FROM grantgrid_company \
             UNION ALL SELECT number, name FROM grantgrid_company",
            |number, name| {
                if matcher.is_in(name.as_bytes()) {
                    found.companies.push(number);
                }
            },
        )
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

impl HistoryWord {
    /// A word that no name contains.
    fn of(word: &str) -> Self {
        Self { text: word.to_owned(), ..Self::default() }
    }

    /// Whether upper and lower case are the same.
    fn folds(&self) -> bool {
        !NamePolicy::FILTER.is_case_sensitive(&self.text)
    }
}

/// A query for the texts of changes, each with the id of its change.
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

/// Adds the condition that changes `c` match a word.
pub(super) fn add_word(
    conditions: &mut Conditions,
    word: &HistoryWord,
    visibility: Visibility,
    form: JournalForm,
) {
    let parameter = conditions.add_text(&word.text);
    let has = |value: &str| {
        let value = if word.folds() { format!("lower({value})") } else { value.to_owned() };
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
        if !word.users.is_empty() {
            // The label of an edited user has the username, but not the full name.
            let users = conditions.add_ids(&word.users);
            ways.push(format!(
                "EXISTS (SELECT 1 FROM grantgrid_row r WHERE r.change_id = c.id \
                 AND r.table_name = 'hrm_users' \
                 AND r.row_key IN (SELECT value FROM {users}){of_rows})"
            ));
        }
    }
    if !word.changes.is_empty() {
        let changes = conditions.add_ids(&word.changes);
        ways.push(format!("c.id IN (SELECT value FROM {changes})"));
    }
    ways.extend(cell_conditions(conditions, word, &visibility.of_cells()));
    conditions.push(&format!(" AND ({})", ways.join(" OR ")));
}

/// Conditions on changes `c`, one of which is true if a change has a cell of a user or company
/// that matches the word. `cells` is a further condition on these cells `x`.
pub(super) fn cell_conditions(
    conditions: &mut Conditions,
    word: &HistoryWord,
    cells: &str,
) -> Vec<String> {
    let mut ways = Vec::new();
    if !word.users.is_empty() {
        let list = format!("(SELECT value FROM {})", conditions.add_ids(&word.users));
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
    if !word.companies.is_empty() {
        let companies = conditions.add_ids(&word.companies);
        ways.push(format!(
            "EXISTS (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id \
             AND x.company IN (SELECT value FROM {companies}){cells})"
        ));
    }
    ways
}

/// Adds the condition that changes `c` are of the users and companies named by a part of their
/// names: that they have cells of these or, if only one axis is named, changed their rows.
pub(super) fn add_named(
    conditions: &mut Conditions,
    query: &HistoryQuery,
    visibility: Visibility,
    form: JournalForm,
) {
    if query.users.is_none() && query.companies.is_none() {
        return;
    }
    let cells = format!("{}{}", cells_of_named(conditions, query), visibility.of_cells());
    let mut ways =
        vec![format!("EXISTS (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id{cells})")];
    let is_alone = query.user.is_none() && query.company.is_none();
    let row = |table: &str, is_of: &str| {
        format!(
            "EXISTS (SELECT 1 FROM grantgrid_row r WHERE r.change_id = c.id \
             AND r.table_name = '{table}' AND {is_of}{})",
            visibility.of_rows()
        )
    };
    match (&query.users, &query.companies) {
        (Some(word), None) if form.rows && is_alone => {
            let users = conditions.add_ids(&word.users);
            ways.push(row("hrm_users", &format!("r.row_key IN (SELECT value FROM {users})")));
        }
        (None, Some(word)) if form.rows && is_alone => {
            let companies = conditions.add_ids(&word.companies);
            let text = conditions.add_text(&word.text);
            // The label of a row is `company NYC`, with the code at that time.
            let code = "substr(r.label, 9)";
            let folded = if word.folds() { format!("lower({code})") } else { code.to_owned() };
            let is_of = format!(
                "(instr({folded}, {text}) > 0 OR {code} IN (SELECT k.code \
                 FROM grantgrid_company k JOIN {companies} j ON j.value = k.number))"
            );
            ways.push(row("hrm_company", &is_of));
        }
        _ => {}
    }
    conditions.push(&format!(" AND ({})", ways.join(" OR ")));
}

/// The conditions on cells `x` that they are of the users and companies of a query.
pub(super) fn cells_of_named(conditions: &mut Conditions, query: &HistoryQuery) -> String {
    let users = match (&query.users, query.user) {
        (Some(word), _) => {
            format!(" AND x.user_id IN (SELECT value FROM {})", conditions.add_ids(&word.users))
        }
        (None, Some(_)) => " AND x.user_id = ?3".to_owned(),
        (None, None) => String::new(),
    };
    let companies = match (&query.companies, &query.company) {
        (Some(word), _) => {
            let companies = conditions.add_ids(&word.companies);
            format!(" AND x.company IN (SELECT value FROM {companies})")
        }
        (None, Some(_)) => " AND x.company = ?4".to_owned(),
        (None, None) => String::new(),
    };
    users + &companies
}
