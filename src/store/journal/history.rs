//! Lists the journal: changes, newest first, and the cells of one change. Names come from the
//! journal, so that deleted users and companies are listed too.

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, params, params_from_iter};

use super::cells::Cells;
use super::{Visibility, owner, rows};
use crate::domain::lookalike::{Fit, WantedName, untyped};
use crate::domain::naming::{NameKind, NameTable};
use crate::domain::{
    CellCursor, Change, ChangeCell, ChangeId, CompanyId, HistoryNames, HistoryQuery, PersonChanges,
    UserId, company_labels,
};
use crate::store::schema::own::{self, JournalForm};
use crate::store::sql_value::{optional_number, text};
use crate::store::{Store, StoreError};

pub(super) const SELECT_USER_BY_NAME: &str =
    "SELECT id FROM grantgrid_user WHERE username = ?1 ORDER BY id DESC LIMIT 1";
const SELECT_LAST_REVERT: &str = "SELECT id FROM grantgrid_change \
     WHERE id > ?1 AND reverts = ?1 ORDER BY id DESC LIMIT 1";
const SELECT_FORMER_USER: &str = "SELECT id FROM grantgrid_former \
     WHERE kind = 'user' AND name = ?1 ORDER BY until DESC LIMIT 1";
pub(crate) const SELECT_KEY_BY_LABEL: &str = "SELECT row_key FROM grantgrid_row \
     WHERE label = ?1 AND table_name = ?2 ORDER BY change_id DESC LIMIT 1";
pub(crate) const SELECT_USER_BY_NEW_NAME: &str = "SELECT r.row_key \
     FROM grantgrid_value v JOIN grantgrid_row r USING (change_id, number) \
     WHERE v.column_name = 'username' AND v.after = ?1 AND r.table_name = 'hrm_users' \
     ORDER BY v.change_id DESC LIMIT 1";

impl Store {
    /// The part of the journal that the operator may see.
    pub(crate) fn visibility(&self) -> Visibility {
        if self.tenant_within().is_some() { Visibility::Within } else { Visibility::Whole }
    }

    /// The changes that belong to a user's person, if other persons had the same id.
    pub(super) fn changes_of_person(
        &self,
        user: UserId,
        name: &str,
    ) -> Result<Option<PersonChanges>, StoreError> {
        if !own::exists(&self.connection)? {
            return Ok(None);
        }
        let mut found = owner::changes_of(&self.connection, &self.schema, user, name)?;
        if let (Some(found), Visibility::Within) = (&mut found, self.visibility()) {
            found.others.clear();
        }
        Ok(found)
    }

    /// The changes that match the query, newest first; none if grantgrid has never written to
    /// this database.
    pub fn changes(&self, query: &HistoryQuery) -> Result<Vec<Change>, StoreError> {
        if !own::exists(&self.connection)? {
            return Ok(Vec::new());
        }
        let form = JournalForm::of(&self.connection)?;
        let conditions = self.conditions(query, form)?;
        let sql = select_changes_that(self.visibility(), form, &conditions.sql);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(conditions.values), super::read_change)?;
        let mut found: Vec<Change> = found.map(|change| change?).collect::<Result<_, _>>()?;
        for change in &mut found {
            rows::count_rows(&self.connection, change, self.visibility())?;
        }
        Ok(found)
    }

    /// One change; `None` if there is no such number.
    pub fn change(&self, id: ChangeId) -> Result<Option<Change>, StoreError> {
        if !own::exists(&self.connection)? {
            return Ok(None);
        }
        super::change(&self.connection, id, self.visibility())
    }

    /// The newest change that undid or redid another.
    ///
    /// # Errors
    /// Those of the database.
    pub fn last_revert_of(&self, id: ChangeId) -> Result<Option<ChangeId>, StoreError> {
        if !own::exists(&self.connection)? {
            return Ok(None);
        }
        let mut statement = self.connection.prepare_cached(SELECT_LAST_REVERT)?;
        Ok(statement.query_row([id.0], |row| row.get(0).map(ChangeId)).optional()?)
    }

    /// The next `limit` cells of a change after `after`, by user.
    pub fn change_cells(
        &self,
        id: ChangeId,
        after: Option<CellCursor>,
        limit: usize,
    ) -> Result<Vec<ChangeCell>, StoreError> {
        let mut found: Vec<ChangeCell> = Vec::new();
        if limit == 0 || !own::exists(&self.connection)? {
            return Ok(found);
        }
        let is_restricted = self.visibility() == Visibility::Within;
        let names = Cells::of(&self.connection, id)?.hiding_former_names(is_restricted);
        let from = after.map_or((i64::MIN, i64::MIN), |at| (at.user.0, at.company));
        // Within one cell, the added grant comes before the removed one.
        let key = |at: CellCursor| (at.user, at.company, !at.added);
        let mut last = after;
        let mut statement =
            self.connection.prepare_cached(&select_cells_after(self.visibility()))?;
        let mut rows = statement.query(params![id.0, from.0, from.1])?;
        while let Some(row) = rows.next()? {
            let cursor =
                CellCursor { user: UserId(row.get(0)?), company: row.get(1)?, added: row.get(2)? };
            // Several grants of one cell are listed once.
            if last.is_some_and(|last| key(cursor) <= key(last)) {
                continue;
            }
            last = Some(cursor);
            let cell = names.cell(cursor.user, cursor.company)?;
            found.push(ChangeCell { named: names.named(cell)?, added: cursor.added, cursor });
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }

    /// The user with this name, or a deleted user who had it. An operator of one tenant
    /// cannot find deleted users.
    ///
    /// # Errors
    /// [`StoreError::NoSuchUser`], [`StoreError::AmbiguousUser`].
    pub fn find_user_in_history(&self, username: &str) -> Result<UserId, StoreError> {
        let may_name_deleted = self.may_name_deleted()?;
        if may_name_deleted && self.user_called(username)?.is_none() {
            let name = untyped(username);
            let gone = self.user_of_journal(name.as_deref().unwrap_or(username))?;
            if let Some(gone) = gone {
                return Ok(gone);
            }
        }
        match self.find_user(username) {
            Err(error @ StoreError::NoSuchUser { .. }) if may_name_deleted => {
                self.user_like_in_journal(username)?.ok_or(error)
            }
            found => found.map(|user| user.id),
        }
    }

    /// The deleted user whose name matches best, if there is only one.
    fn user_like_in_journal(&self, username: &str) -> Result<Option<UserId>, StoreError> {
        let wanted = WantedName::new(username, false);
        let mut statement =
            self.connection.prepare_cached("SELECT id, username FROM grantgrid_user")?;
        let mut rows = statement.query([])?;
        let mut best: Option<(Fit, Vec<UserId>)> = None;
        while let Some(row) = rows.next()? {
            let Some(fit) = wanted.fit(&text(row, 1)?) else { continue };
            let user = UserId(row.get(0)?);
            match &mut best {
                Some((known, _)) if *known < fit => {}
                Some((known, users)) if *known == fit => users.push(user),
                slot => *slot = Some((fit, vec![user])),
            }
        }
        Ok(best.and_then(|(_, users)| if let [only] = users[..] { Some(only) } else { None }))
    }

    /// The operators and accounts of the changes that the operator may see.
    pub fn history_names(&self) -> Result<HistoryNames, StoreError> {
        let mut names = HistoryNames::default();
        if !own::exists(&self.connection)? {
            return Ok(names);
        }
        let form = JournalForm::of(&self.connection)?;
        let mut statement =
            self.connection.prepare_cached(&select_names(self.visibility(), form))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            names.operators.insert(text(row, 0)?);
            if row.get_ref(1)? != ValueRef::Null {
                names.accounts.insert(text(row, 1)?);
            }
        }
        Ok(names)
    }

    /// The company with this code, exact name, label or id, or a deleted company that
    /// had it.
    ///
    /// # Errors
    /// [`StoreError::NoSuchCompany`], [`StoreError::AmbiguousCompany`].
    pub fn find_company_in_history(&self, name: &str) -> Result<CompanyId, StoreError> {
        match self.find_company(name) {
            Err(error @ StoreError::NoSuchCompany { .. }) => {
                if !self.may_name_deleted()? {
                    return Err(error);
                }
                self.company_of_journal(name)?.ok_or(error)
            }
            found => found.map(|company| company.id.clone()),
        }
    }

    /// Whether names of deleted users and companies may be looked up. Not for an operator
    /// of one tenant, because their tenant is unknown.
    fn may_name_deleted(&self) -> Result<bool, StoreError> {
        Ok(self.visibility() == Visibility::Whole && own::exists(&self.connection)?)
    }

    /// The user who had this name in a change of cells, or of the user's own row.
    fn user_of_journal(&self, username: &str) -> Result<Option<UserId>, StoreError> {
        let found = |sql: &str, values: &[&str]| {
            let mut statement = self.connection.prepare_cached(sql)?;
            let found =
                statement.query_row(params_from_iter(values), |row| optional_number(row, 0));
            found.optional().map(|id| id.flatten().map(UserId))
        };
        let mut known = found(SELECT_USER_BY_NAME, &[username])?;
        if known.is_none() && own::has_former_names(&self.connection)? {
            known = found(SELECT_FORMER_USER, &[username])?;
        }
        if known.is_some() || !own::has_rows(&self.connection)? {
            return Ok(known);
        }
        let label = format!("user {username}");
        match found(SELECT_KEY_BY_LABEL, &[&label, "hrm_users"])? {
            None => Ok(found(SELECT_USER_BY_NEW_NAME, &[username])?),
            known => Ok(known),
        }
    }

    /// The company of the journal that matches best; if there are several, the newest.
    fn company_of_journal(&self, name: &str) -> Result<Option<CompanyId>, StoreError> {
        let (mut ids, mut known) = (Vec::new(), NameTable::default());
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, code, name FROM grantgrid_company ORDER BY number DESC")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, code, full) = (text(row, 0)?, text(row, 1)?, text(row, 2)?);
            known.add(ids.len(), NameKind::Code, &code);
            known.add(ids.len(), NameKind::Name, &full);
            known.add(ids.len(), NameKind::Id, &id);
            for label in company_labels(&code, &full, std::iter::empty()) {
                known.add(ids.len(), NameKind::Label, &label);
            }
            ids.push(id);
        }
        let best = known.best([name], |_, _| true).map(|best| CompanyId::new(&ids[best.rows[0]]));
        if best.is_some() || !own::has_rows(&self.connection)? {
            return Ok(best);
        }
        let label = format!("company {name}");
        let mut statement = self.connection.prepare_cached(SELECT_KEY_BY_LABEL)?;
        let mut rows = statement.query([&*label, "hrm_company"])?;
        Ok(rows.next()?.map(|row| text(row, 0)).transpose()?.map(|id| CompanyId::new(&id)))
    }

    /// The journal's number for a company.
    pub(crate) fn journal_number_of(&self, id: &CompanyId) -> Result<Option<i64>, StoreError> {
        let number = self
            .connection
            .prepare_cached("SELECT number FROM grantgrid_company WHERE id = ?1")?
            .query_row([id.as_str()], |row| row.get(0))
            .optional()?;
        Ok(number)
    }
}

/// The operators and accounts of changes.
fn select_names(visibility: Visibility, form: JournalForm) -> String {
    let (account, narrowed) = (super::visibility::account(form), visibility.of_changes(form));
    format!("SELECT DISTINCT c.operator, {account} FROM grantgrid_change c WHERE 1{narrowed}")
}

/// The cells of a change, starting at one.
pub(crate) fn select_cells_after(visibility: Visibility) -> String {
    format!(
        "SELECT x.user_id, x.company, x.added FROM grantgrid_cell x \
         WHERE x.change_id = ?1 AND (x.user_id, x.company) >= (?2, ?3){} \
         ORDER BY x.user_id, x.company, x.added DESC",
        visibility.of_cells()
    )
}

/// Changes newest first.
#[cfg(test)]
pub(crate) fn select_changes(visibility: Visibility, form: JournalForm) -> String {
    select_changes_that(visibility, form, "")
}

/// The same, restricted to these conditions.
fn select_changes_that(visibility: Visibility, form: JournalForm, conditions: &str) -> String {
    let columns = visibility.columns(form);
    let of_query = of_query(visibility, form);
    format!(
        "SELECT {columns} FROM grantgrid_change c WHERE {of_query}{conditions} \
         ORDER BY c.id DESC LIMIT ?2"
    )
}

/// The condition that restricts changes `c` to those of a query. Cells are found with an
/// index, except for a company without a user, for which they are read up to its first cell.
/// If the journal has `rows`, the rows of the user or company itself match too, but not for a
/// single cell.
pub(super) fn of_query(visibility: Visibility, form: JournalForm) -> String {
    let narrowed = visibility.of_changes(form);
    let account = super::visibility::account(form);
    let (of_cells, of_rows) = (visibility.of_cells(), visibility.of_rows());
    let cell = |of: &str| {
        format!(
            "EXISTS (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id AND {of}{of_cells})"
        )
    };
    let row = |table: &str, key: u8| {
        if !form.rows {
            // Never true.
            return "?8 IS NOT ?8".to_owned();
        }
        format!(
            "EXISTS (SELECT 1 FROM grantgrid_row r WHERE r.table_name = '{table}' \
             AND r.row_key = ?{key} AND r.change_id = c.id{of_rows})"
        )
    };
    format!(
        "c.id <= ?1 AND c.id >= ?10 \
         AND (?5 IS NULL OR c.operator = ?5) \
         AND (?6 IS NULL OR c.at >= ?6) \
         AND (?9 IS NULL OR {account} = ?9) \
         AND (?7 IS NULL OR substr(c.at, 1, length(?7)) <= ?7) \
         AND CASE WHEN ?3 IS NULL AND ?4 IS NULL THEN 1 \
             WHEN ?4 IS NULL THEN {} OR {} \
             WHEN ?3 IS NULL THEN {} OR {} \
             ELSE {} END{narrowed}",
        cell("x.user_id = ?3"),
        row("hrm_users", 3),
        cell("x.company = ?4"),
        row("hrm_company", 8),
        cell("x.user_id = ?3 AND x.company = ?4"),
    )
}
