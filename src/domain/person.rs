//! Who a user id belongs to. The HR system may give the id of a deleted user to
//! somebody else, so an id that was read a moment ago may now belong to another person.

use super::UserId;

/// A fingerprint of the person whom a user id belongs to: a hash of the time when the user
/// was created, or of the username if the database has no such time. It is compared within
/// one run of the program and never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Person(u64);

impl Person {
    pub(crate) fn new(fingerprint: u64) -> Self {
        Self(fingerprint)
    }
}

/// User ids, and the person to whom each belonged when it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Ascending by id, each once.
    known: Vec<(UserId, Person)>,
}

impl People {
    /// Nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nobody is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The person of this id, if it is known.
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

    /// Keeps only these users.
    pub fn retain(&mut self, is_kept: impl Fn(UserId) -> bool) {
        self.known.retain(|(user, _)| is_kept(*user));
    }

    /// Every user with the person, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (UserId, Person)> {
        self.known.iter().copied()
    }

    /// Records the person who has this id.
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
