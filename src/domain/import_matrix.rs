//! What a file says of some users and some companies: for each of its users,
//! which of its companies they shall have.

use super::{CompanyId, UserId};

/// The cells of an import. Marks are kept as numbers of columns, so that ten
/// million of them take little.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportMatrix {
    mirror: bool,
    companies: Vec<CompanyId>,
    /// Columns in which nothing is taken away.
    protected: Vec<u32>,
    /// Ascending by user, each once.
    rows: Vec<MatrixLine>,
    marks: Vec<u32>,
}

/// Where the marks of a user stand: those that grant, then those of cells
/// that are left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MatrixLine {
    user: UserId,
    start: usize,
    granted: u32,
    left_alone: u32,
    /// Nothing is taken from the user.
    protected: bool,
}

/// What a sheet says of a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserTargets<'s> {
    /// The columns that grant.
    pub granted: &'s [u32],
    /// Those of cells that are left as they are.
    pub left_alone: &'s [u32],
    /// Whether nothing is taken away, whatever the sheet says.
    pub protected: bool,
}

impl ImportMatrix {
    /// An empty sheet with these companies as its columns, each once. With
    /// `mirror`, what it does not grant in its users × companies is taken
    /// away.
    #[must_use]
    pub fn new(mirror: bool, companies: Vec<CompanyId>) -> Self {
        Self { mirror, companies, ..Self::default() }
    }

    /// Takes nothing away in these columns.
    pub fn protect(&mut self, columns: Vec<u32>) {
        self.protected = columns;
    }

    /// Adds a user: the columns that grant, and those of cells that are left
    /// as they are, each ascending. Users come by id, each once.
    pub fn push(&mut self, user: UserId, granted: &[u32], left_alone: &[u32]) {
        self.put(user, (granted, left_alone), false);
    }

    /// Adds a user from whom nothing is taken away.
    pub fn push_spared(&mut self, user: UserId, granted: &[u32]) {
        self.put(user, (granted, &[]), true);
    }

    fn put(&mut self, user: UserId, (granted, left_alone): (&[u32], &[u32]), protected: bool) {
        let count = |marks: &[u32]| u32::try_from(marks.len()).unwrap_or(u32::MAX);
        self.rows.push(MatrixLine {
            user,
            start: self.marks.len(),
            granted: count(granted),
            left_alone: count(left_alone),
            protected,
        });
        self.marks.extend_from_slice(granted);
        self.marks.extend_from_slice(left_alone);
    }

    /// Whether cells lose the grants that the file does not have.
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

    /// The columns in which nothing is taken away.
    #[must_use]
    pub fn protected(&self) -> &[u32] {
        &self.protected
    }

    /// What it says of a user; nothing of one that is not in the file.
    #[must_use]
    pub fn marks_of(&self, user: UserId) -> UserTargets<'_> {
        let Ok(at) = self.rows.binary_search_by_key(&user, |row| row.user) else {
            return UserTargets::default();
        };
        let MatrixLine { start, granted, left_alone, protected, .. } = self.rows[at];
        let (granted, left_alone) = self.marks[start..][..granted as usize + left_alone as usize]
            .split_at(granted as usize);
        UserTargets { granted, left_alone, protected }
    }
}
