//! The effect of an import of users or companies on effective access, collected line by line.

use std::collections::HashSet;

use crate::domain::{AccessEffect, Draft, Field, Reach, UserId};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::reading::access_change::AccessBefore;
use crate::store::reading::affected_users::users_by_reach;
use crate::store::reading::effective::BasisReader;

/// The users whose access the lines of an import may change, with their access before.
pub(super) struct AccessWatch {
    before: AccessBefore,
    reader: BasisReader,
    watched: HashSet<UserId>,
    added: Vec<UserId>,
}

impl AccessWatch {
    /// For an import of this many lines of users.
    pub(super) fn of_users(writer: &Writer<'_>, lines: usize) -> Result<Self, StoreError> {
        let (connection, schema, catalog) = (writer.connection, writer.schema(), writer.catalog);
        Ok(Self {
            before: AccessBefore::new(catalog),
            reader: BasisReader::new(connection, schema, catalog, None, lines)?,
            watched: HashSet::new(),
            added: Vec::new(),
        })
    }

    /// For an import of companies.
    pub(super) fn of_companies(writer: &Writer<'_>) -> Result<Self, StoreError> {
        let (connection, schema, catalog) = (writer.connection, writer.schema(), writer.catalog);
        let users = users_by_reach(connection, schema, catalog, &[Reach::All, Reach::Tenant])?;
        let mut watch = Self::of_users(writer, 0)?;
        watch.before = AccessBefore::read(connection, schema, catalog, users)?;
        watch.before.count_others(connection, schema, catalog)?;
        Ok(watch)
    }

    /// Must be called before a user is changed as this draft says.
    pub(super) fn watch(
        &mut self,
        writer: &Writer<'_>,
        user: UserId,
        draft: &Draft,
    ) -> Result<(), StoreError> {
        if decides_access(draft) && self.watched.insert(user) {
            let (connection, schema) = (writer.connection, writer.schema());
            self.before.add(&self.reader, connection, schema, writer.catalog, &[user])?;
        }
        Ok(())
    }

    /// Must be called after a user was added.
    pub(super) fn added(&mut self, user: UserId) {
        self.added.push(user);
    }

    /// The effect on all these users.
    pub(super) fn finish(self, writer: &Writer<'_>) -> Result<AccessEffect, StoreError> {
        let within = writer.catalog.within.as_ref();
        self.before.effect(writer.connection, writer.schema(), within, &self.added)
    }
}

/// Whether a draft of a user sets a field that decides access.
pub(super) fn decides_access(draft: &Draft) -> bool {
    [Field::Role, Field::Organization, Field::Home, Field::Active]
        .into_iter()
        .any(|field| draft.get(field).is_some())
}
