//! The persons to whom user ids belong: the HR system may give the id of a deleted user
//! to somebody else, who must not be affected by what was decided about the first.

use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::by_id::{CHUNK, dense};
use crate::domain::{Cancel, People, Person, UserId};
use crate::store::schema::HrSchema;
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

impl Store {
    /// The persons whom the ids of these users belong to now. Users who are gone are left out.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn people(&self, users: &[UserId], cancel: &Cancel) -> Result<People, StoreError> {
        let mut people = Vec::with_capacity(users.len());
        let mut users = users.to_vec();
        users.sort_unstable();
        let visit = |user, person, _: &str| {
            people.push((user, person));
            Ok(())
        };
        for_each_person(&self.connection, &self.schema, &users, cancel, visit)?;
        Ok(people.into_iter().collect())
    }

    /// Runs `work`. If an id of these people then belongs to somebody else, its previews and
    /// changes fail with [`StoreError::AnotherPerson`] and change nothing.
    pub fn with_people<T>(&mut self, people: People, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.people, people);
        let done = work(self);
        self.people = before;
        done
    }

    /// # Errors
    /// [`StoreError::AnotherPerson`] if an id of these people now belongs to somebody else.
    pub fn require_same(&self, people: &People) -> Result<(), StoreError> {
        require_same(&self.connection, &self.schema, people)
    }

    /// The same for the people of [`Store::with_people`].
    pub(crate) fn require_people(&self, connection: &Connection) -> Result<(), StoreError> {
        require_same(connection, &self.schema, &self.people)
    }
}

fn require_same(
    connection: &Connection,
    schema: &HrSchema,
    people: &People,
) -> Result<(), StoreError> {
    if people.is_empty() {
        return Ok(());
    }
    let users: Vec<UserId> = people.iter().map(|(user, _)| user).collect();
    for_each_person(connection, schema, &users, &Cancel::default(), |user, person, username| {
        match people.get(user) {
            Some(known) if known != person => {
                Err(StoreError::AnotherPerson { id: user, username: username.to_owned() })
            }
            _ => Ok(()),
        }
    })
}

/// Visits the existing users among these, ascending, with the person and the username.
fn for_each_person(
    connection: &Connection,
    schema: &HrSchema,
    users: &[UserId],
    cancel: &Cancel,
    mut visit: impl FnMut(UserId, Person, &str) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&select_people_between(schema))?;
    for part in users.chunks(usize::try_from(CHUNK).unwrap_or(usize::MAX)) {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        // Reads all users in between, or looks up each.
        let ranges = match dense(part) {
            Some(ends) => vec![ends],
            None => part.iter().map(|user| (user.0, user.0)).collect(),
        };
        let mut wanted = part.iter().copied().peekable();
        for (from, end) in ranges {
            let mut rows = statement.query([from, end])?;
            while let Some(row) = rows.next()? {
                let id = UserId(row.get(0)?);
                while wanted.next_if(|user| *user < id).is_some() {}
                if wanted.next_if_eq(&id).is_some() {
                    visit(id, fingerprint(row.get_ref(1)?), &text(row, 2)?)?;
                }
            }
        }
    }
    Ok(())
}

pub(crate) fn select_people_between(schema: &HrSchema) -> String {
    format!(
        "SELECT id, {}, username FROM hrm_users WHERE id >= ?1 AND id <= ?2 ORDER BY id",
        schema.user_person
    )
}

/// The person for a value of [`HrSchema::user_person`].
pub(crate) fn fingerprint(value: ValueRef<'_>) -> Person {
    let mut hasher = DefaultHasher::new();
    match value {
        ValueRef::Null => 0_u8.hash(&mut hasher),
        ValueRef::Integer(number) => (1_u8, number).hash(&mut hasher),
        ValueRef::Real(number) => (2_u8, number.to_bits()).hash(&mut hasher),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => (3_u8, bytes).hash(&mut hasher),
    }
    Person::new(hasher.finish())
}
