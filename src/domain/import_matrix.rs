//! The access matrix of a file: for each user in it, which of its companies they
//! should have.

use super::{CompanyId, UserId};

/// The cells of an import. Marks are stored as column numbers, so that ten
/// million of them take little memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportMatrix {
    mirror: bool,
    companies: Vec<CompanyId>,
    /// Columns in which nothing is revoked.
    protected: Vec<u32>,
    /// Ascending by user, each once.
    rows: Vec<MatrixLine>,
    marks: Vec<u32>,
}

/// The marks of a user as ranges of `marks`: the columns that grant, then those that stay
/// unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MatrixLine {
    user: UserId,
    start: usize,
    granted: u32,
    unchanged: u32,
    /// Whether nothing is revoked from the user.
    protected: bool,
}

/// The marks of one user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserTargets<'s> {
    /// The columns that grant.
    pub granted: &'s [u32],
    /// The columns of cells that stay unchanged.
    pub unchanged: &'s [u32],
    /// Whether nothing is revoked, whatever the file says.
    pub protected: bool,
}

impl ImportMatrix {
    /// An empty matrix with these companies as its columns, each once. With `mirror`, cells of
    /// its users and companies that it does not grant are revoked.
    #[must_use]
    pub fn new(mirror: bool, companies: Vec<CompanyId>) -> Self {
        Self { mirror, companies, ..Self::default() }
    }

    /// Revokes nothing in these columns.
    pub fn protect(&mut self, columns: Vec<u32>) {
        self.protected = columns;
    }

    /// Adds a user, with the columns that grant and those that stay unchanged, each ascending.
    /// Users must be added by ascending id, each once.
    pub fn push(&mut self, user: UserId, granted: &[u32], unchanged: &[u32]) {
        self.put(user, (granted, unchanged), false);
    }

    /// Adds a user from whom nothing is revoked.
    pub fn push_protected(&mut self, user: UserId, granted: &[u32]) {
        self.put(user, (granted, &[]), true);
    }

    fn put(&mut self, user: UserId, (granted, unchanged): (&[u32], &[u32]), protected: bool) {
        let count = |marks: &[u32]| u32::try_from(marks.len()).unwrap_or(u32::MAX);
        self.rows.push(MatrixLine {
            user,
            start: self.marks.len(),
            granted: count(granted),
            unchanged: count(unchanged),
            protected,
        });
        self.marks.extend_from_slice(granted);
        self.marks.extend_from_slice(unchanged);
    }

    /// Whether grants that are not in the file are revoked.
    #[must_use]
    pub fn mirrors(&self) -> bool {
        self.mirror
    }

    /// The companies, by column.
    #[must_use]
    pub fn companies(&self) -> &[CompanyId] {
        &self.companies
    }

    /// The users, by id.
    #[must_use]
    pub fn users(&self) -> Vec<UserId> {
        self.rows.iter().map(|row| row.user).collect()
    }

    /// The columns in which nothing is revoked.
    #[must_use]
    pub fn protected(&self) -> &[u32] {
        &self.protected
    }

    /// The marks of a user; empty for a user who is not in the file.
    #[must_use]
    pub fn marks_of(&self, user: UserId) -> UserTargets<'_> {
        let Ok(at) = self.rows.binary_search_by_key(&user, |row| row.user) else {
            return UserTargets::default();
        };
        let MatrixLine { start, granted, unchanged, protected, .. } = self.rows[at];
        let (granted, unchanged) =
            self.marks[start..][..granted as usize + unchanged as usize].split_at(granted as usize);
        UserTargets { granted, unchanged, protected }
    }
}
