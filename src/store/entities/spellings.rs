//! How the usernames and email addresses in drafts are spelled in the database.

use std::collections::HashMap;

use rusqlite::Connection;

use super::table_info::TableInfo;
use crate::domain::lookalike::looks;
use crate::domain::naming::{NameKind, NameTable};
use crate::domain::{Draft, Field};
use crate::store::StoreError;
use crate::store::sql_value::{SqlValue, text};

/// The fields by which people identify a user.
pub(super) const KNOWN_BY: [(Field, &str); 2] =
    [(Field::Username, "username"), (Field::Email, "email")];

/// The spellings in the database of the values in drafts.
#[derive(Default)]
pub(super) struct Spellings {
    alike: HashMap<(Field, String), Vec<String>>,
    /// The users whose usernames look the same as those of lines.
    users: Vec<NamedUser>,
    /// The same users, by username; a row is an index in `users`.
    usernames: NameTable,
}

/// A user by id and username.
pub(super) type NamedUser = (SqlValue, String);

impl Spellings {
    /// Reads all users once, and keeps the spellings of the values in the drafts.
    pub(super) fn read<'d>(
        connection: &Connection,
        users: &TableInfo,
        drafts: impl Iterator<Item = &'d Draft>,
    ) -> Result<Self, StoreError> {
        let mut spellings = Self::default();
        for draft in drafts {
            for (field, _) in KNOWN_BY {
                let stated = draft.get(field).map(|text| (field, looks(text)));
                spellings.alike.extend(stated.map(|key| (key, Vec::new())));
            }
        }
        for (field, column) in KNOWN_BY {
            let is_stated = spellings.alike.keys().any(|(stated, _)| *stated == field);
            if users.has(column) && is_stated {
                spellings.read_column(connection, field, column)?;
            }
        }
        Ok(spellings)
    }

    fn read_column(
        &mut self,
        connection: &Connection,
        field: Field,
        column: &str,
    ) -> Result<(), StoreError> {
        let sql = format!("SELECT {column}, id FROM main.hrm_users");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = text(row, 0)?;
            let Some(known) = self.alike.get_mut(&(field, looks(&text))) else {
                continue;
            };
            known.push(text.clone());
            if field == Field::Username {
                self.usernames.add(self.users.len(), NameKind::Name, &text);
                self.users.push((row.get(1)?, text));
            }
        }
        Ok(())
    }

    /// The users whose username fits one of these texts best, among those for which `may_be`
    /// returns true.
    pub(super) fn named(
        &self,
        texts: &[&str],
        may_be: impl Fn(&NamedUser) -> bool,
    ) -> Vec<&NamedUser> {
        let best = self.usernames.best(texts.iter().copied(), |_, at| may_be(&self.users[at]));
        best.into_iter().flat_map(|best| best.rows).map(|at| &self.users[at]).collect()
    }

    /// The users whose username equals one of these texts when folded.
    pub(super) fn like(&self, texts: &[&str]) -> Vec<&NamedUser> {
        let rows = self.usernames.like(texts.iter().copied());
        rows.into_iter().map(|at| &self.users[at]).collect()
    }

    /// Adds the values of a draft that was written.
    pub(super) fn note(&mut self, draft: &Draft) {
        for (field, text) in draft.stated() {
            if let Some(known) = self.alike.get_mut(&(field, looks(text))) {
                known.push(text.trim().to_owned());
            }
        }
    }

    /// Different texts that look the same.
    pub(super) fn others<'s>(
        &'s self,
        field: Field,
        text: &'s str,
    ) -> impl Iterator<Item = &'s str> {
        let known = self.alike.get(&(field, looks(text)));
        known.into_iter().flatten().map(String::as_str).filter(move |other| *other != text)
    }
}
