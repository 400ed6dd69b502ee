//! What a file says of some users and some companies: for each of its users,
//! which of its companies they shall have.

use super::{CompanyId, UserId};

/// The cells of an import. Marks are kept as numbers of columns, so that ten
/// million of them take little.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    mirror: bool,
    companies: Vec<CompanyId>,
    /// Columns in which nothing is taken away.
    spared: Vec<u32>,
    /// Ascending by user, each once.
    rows: Vec<Row>,
    marks: Vec<u32>,
}

/// Where the marks of a user stand: those that grant, then those of cells
/// that are left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    user: UserId,
    start: usize,
    granted: u32,
    left_alone: u32,
    /// Nothing is taken from the user.
    spared: bool,
}

/// What a sheet says of a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks<'s> {
    /// The columns that grant.
    pub granted: &'s [u32],
    /// Those of cells that are left as they are.
    pub left_alone: &'s [u32],
    /// Whether nothing is taken away, whatever the sheet says.
    pub spared: bool,
}

impl Sheet {
    /// An empty sheet with these companies as its columns, each once. With
    /// `mirror`, what it does not grant in its users × companies is taken
    /// away.
    #[must_use]
    pub fn new(mirror: bool, companies: Vec<CompanyId>) -> Self {
        Self { mirror, companies, ..Self::default() }
    }

    /// Takes nothing away in these columns.
    pub fn spare(&mut self, columns: Vec<u32>) {
        self.spared = columns;
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

    fn put(&mut self, user: UserId, (granted, left_alone): (&[u32], &[u32]), spared: bool) {
        let count = |marks: &[u32]| u32::try_from(marks.len()).unwrap_or(u32::MAX);
        self.rows.push(Row {
            user,
            start: self.marks.len(),
            granted: count(granted),
            left_alone: count(left_alone),
            spared,
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
    pub fn spared(&self) -> &[u32] {
        &self.spared
    }

    /// What it says of a user; nothing of one that is not in the file.
    #[must_use]
    pub fn marks_of(&self, user: UserId) -> Marks<'_> {
        let Ok(at) = self.rows.binary_search_by_key(&user, |row| row.user) else {
            return Marks::default();
        };
        let Row { start, granted, left_alone, spared, .. } = self.rows[at];
        let (granted, left_alone) = self.marks[start..][..granted as usize + left_alone as usize]
            .split_at(granted as usize);
        Marks { granted, left_alone, spared }
    }
}
