//! Tells whether a user id still belongs to the same person. The HR system may give the id of
//! a deleted user to somebody else, also between two reads.

use super::UserId;

/// A fingerprint of the person whom a user id belongs to: a hash of the time when the user was
/// created, or of the username if the database has no such time. It is compared only within
/// one run of the program, and never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Person(u64);

impl Person {
    pub(crate) fn new(fingerprint: u64) -> Self {
        Self(fingerprint)
    }
}

/// User ids, each with the person whom it belonged to when it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Ascending by id, each once.
    known: Vec<(UserId, Person)>,
}

impl People {
    /// An empty collection.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the collection is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The person recorded for this id, if any.
    #[must_use]
    pub fn get(&self, user: UserId) -> Option<Person> {
        let at = self.known.binary_search_by_key(&user, |(user, _)| *user).ok()?;
        Some(self.known[at].1)
    }

    /// The entries of these users.
    #[must_use]
    pub fn only(&self, users: &[UserId]) -> Self {
        users.iter().filter_map(|user| Some((*user, self.get(*user)?))).collect()
    }

    /// Keeps only the users for whom `is_kept` returns true.
    pub fn retain(&mut self, is_kept: impl Fn(UserId) -> bool) {
        self.known.retain(|(user, _)| is_kept(*user));
    }

    /// Every user id with its person, by ascending id.
    pub fn iter(&self) -> impl Iterator<Item = (UserId, Person)> {
        self.known.iter().copied()
    }

    /// Records the person whom this id belongs to.
    pub fn insert(&mut self, user: UserId, person: Person) {
        match self.known.binary_search_by_key(&user, |(user, _)| *user) {
            Ok(at) => self.known[at].1 = person,
            Err(at) => self.known.insert(at, (user, person)),
        }
    }
}

impl FromIterator<(UserId, Person)> for People {
    fn from_iter<T: IntoIterator<Item = (UserId, Person)>>(users: T) -> Self {
        let mut known: Vec<_> = users.into_iter().collect();
        known.sort_by_key(|(user, _)| *user);
        known.dedup_by_key(|(user, _)| *user);
        Self { known }
    }
}
