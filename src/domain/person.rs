//! Who a user id belongs to. The HR system gives the id of a deleted user to
//! somebody else, so an id that was seen a moment ago may mean another person by now.

use super::UserId;

/// A fingerprint of the person whom a user id belongs to: of the time at which the user
/// was created, or of the username where the database keeps none. It is compared within
/// one run of the program and never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Person(u64);

impl Person {
    pub(crate) fn new(fingerprint: u64) -> Self {
        Self(fingerprint)
    }
}

/// Users and the persons whom their ids belonged to when somebody looked.
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

    /// Those of the users who are known.
    #[must_use]
    pub fn only(&self, users: &[UserId]) -> Self {
        users.iter().filter_map(|user| Some((*user, self.get(*user)?))).collect()
    }

    /// Forgets everybody but these users.
    pub fn retain(&mut self, is_kept: impl Fn(UserId) -> bool) {
        self.known.retain(|(user, _)| is_kept(*user));
    }

    /// Every user with the person, ascending.
    pub fn iter(&self) -> impl Iterator<Item = (UserId, Person)> {
        self.known.iter().copied()
    }

    /// Notes who has this id.
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
