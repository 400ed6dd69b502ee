//! The axis of companies: all of them, and the cursor among them.

use crate::domain::{Company, CompanyId};
use crate::text;

#[derive(Debug, Default)]
pub(crate) struct Companies {
    all: Vec<Company>,
    /// The columns of the widest code.
    pub(crate) code_width: usize,
    pub(crate) cursor: usize,
    /// The first company shown in the Companies pane.
    pub(crate) top: usize,
    /// The first company shown in the access matrix.
    pub(crate) left: usize,
}

impl Companies {
    pub(crate) fn new(all: Vec<Company>) -> Self {
        let mut companies = Self::default();
        companies.replace(all);
        companies
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn current(&self) -> Option<&Company> {
        self.get(self.cursor)
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Company> {
        self.all.get(at)
    }

    pub(crate) fn position(&self, id: &CompanyId) -> Option<usize> {
        self.all.iter().position(|company| company.id == *id)
    }

    /// Takes a new list in; the cursor stays on its company, or near the place
    /// where the company was.
    pub(crate) fn replace(&mut self, all: Vec<Company>) {
        let current = self.current().map(|company| company.id.clone());
        self.all = all;
        let width = |company: &Company| text::width(&text::safe(&company.code));
        self.code_width = self.all.iter().map(width).max().unwrap_or(0);
        if let Some(at) = current.and_then(|id| self.position(&id)) {
            self.cursor = at;
        }
        self.cursor = self.cursor.min(self.all.len().saturating_sub(1));
    }
}
