//! The axis of companies: all of them, those shown and their order, and the cursor among them.

use std::collections::{BTreeSet, HashMap};

use super::{LostTarget, Pending};
use crate::console::geometry::CodeWidths;
use crate::domain::{Company, CompanyId, TenantId};
use crate::text;

#[derive(Debug, Default)]
pub(crate) struct Companies {
    /// In the order of the database; rows refer to companies by their index here.
    all: Vec<Company>,
    indexes: HashMap<CompanyId, usize>,
    /// The indexes of those shown, in the order shown.
    shown: Vec<usize>,
    /// The list that was requested and has not arrived yet.
    pub(crate) pending: Pending,
    /// The company that was under the cursor and disappeared. Until the cursor is moved, no
    /// edit is applied to the company that is there now.
    lost: Option<CompanyId>,
    /// Whether every marked company is gone from the database. Until the cursor is moved, no
    /// edit is applied to the company under it instead.
    lost_marks: bool,
    /// The cursor goes to this company as soon as it is in the list.
    wanted: Option<CompanyId>,
    pub(crate) code_widths: CodeWidths,
    /// The columns that the longest tenant name needs.
    pub(crate) tenant_width: usize,
    pub(crate) cursor: usize,
    /// The first visible company in the Companies pane.
    pub(crate) top: usize,
    /// The first visible company in the access matrix.
    pub(crate) left: usize,
}

impl Companies {
    pub(crate) fn new(all: Vec<Company>) -> Self {
        let mut companies = Self::default();
        companies.replace(all);
        companies
    }

    /// The number of shown companies.
    pub(crate) fn len(&self) -> usize {
        self.shown.len()
    }

    /// The number of all companies.
    pub(crate) fn total(&self) -> usize {
        self.all.len()
    }

    pub(crate) fn current(&self) -> Option<&Company> {
        self.get(self.cursor)
    }

    /// What happened to the company under the cursor, if it is not the one that was there.
    pub(crate) fn lost_target(&self) -> Option<LostTarget> {
        match self.lost {
            Some(_) => Some(LostTarget::Unlisted),
            None => self.lost_marks.then_some(LostTarget::Unmarked),
        }
    }

    /// Must be called when the last marked company is gone from the database.
    pub(crate) fn lose_marks(&mut self) {
        self.lost_marks = true;
    }

    /// The company at a position in the shown list.
    pub(crate) fn get(&self, at: usize) -> Option<&Company> {
        self.all.get(self.index(at)?)
    }

    /// The index, in the order of the database, of the company at a position in the shown
    /// list.
    pub(crate) fn index(&self, at: usize) -> Option<usize> {
        self.shown.get(at).copied()
    }

    /// All of them, in the order of the database.
    pub(crate) fn all(&self) -> &[Company] {
        &self.all
    }

    /// Those shown, in their order.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Company> {
        self.shown.iter().map(|index| &self.all[*index])
    }

    /// A company by its id, shown or not.
    pub(crate) fn by_id(&self, id: &CompanyId) -> Option<&Company> {
        self.indexes.get(id).map(|index| &self.all[*index])
    }

    /// The index of a company in the order of the database.
    pub(crate) fn index_of(&self, id: &CompanyId) -> Option<usize> {
        self.indexes.get(id).copied()
    }

    /// The position of a company in the shown list.
    pub(crate) fn position(&self, id: &CompanyId) -> Option<usize> {
        let index = self.indexes.get(id)?;
        self.shown.iter().position(|shown| shown == index)
    }

    /// The codes of all companies, for completion.
    pub(crate) fn codes(&self) -> Vec<String> {
        self.all.iter().map(|company| company.code.clone()).collect()
    }

    /// The codes and names of the companies' tenants, for completion.
    pub(crate) fn tenants(&self) -> Vec<String> {
        let names = |company: &Company| [company.tenant_code.clone(), company.tenant_name.clone()];
        let names: BTreeSet<String> = self.all.iter().flat_map(names).flatten().collect();
        names.into_iter().collect()
    }

    /// The name of a tenant that has a company.
    pub(crate) fn tenant_name(&self, tenant: &TenantId) -> Option<&str> {
        let company = self.all.iter().find(|company| company.tenant.as_ref() == Some(tenant));
        company?.tenant_name.as_deref()
    }

    /// Replaces all companies. Those shown stay the same, as far as they still exist; if all
    /// were shown, all are.
    pub(crate) fn replace(&mut self, all: Vec<Company>) {
        let current = self.under_cursor();
        let filtered = self.shown.len() < self.all.len();
        let shown: Vec<CompanyId> = self.shown().map(|company| company.id.clone()).collect();
        let sorted = !self.shown.is_sorted();
        self.all = all;
        self.indexes =
            self.all.iter().enumerate().map(|(at, company)| (company.id.clone(), at)).collect();
        let tenants = self.all.iter().filter_map(|company| company.tenant_name.as_deref());
        let tenants = tenants.map(|name| text::width(&text::safe(name)));
        self.tenant_width = tenants.max().unwrap_or(0);
        let width = |company: &Company| text::width(&text::safe(&company.code));
        let mut widths: Vec<usize> = self.all.iter().map(width).collect();
        widths.sort_unstable();
        let usual = widths.get(widths.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0);
        let longest = widths.last().copied().unwrap_or(0);
        let with_inactive = self.all.iter().any(|company| !company.active);
        self.code_widths = CodeWidths { longest, usual, with_inactive };
        self.shown = if filtered || sorted {
            shown.iter().filter_map(|id| self.indexes.get(id).copied()).collect()
        } else {
            (0..self.all.len()).collect()
        };
        self.stay_on(current);
    }

    /// Shows these companies, in this order. The cursor stays on its company, or near its old
    /// position.
    pub(crate) fn show(&mut self, ids: &[CompanyId]) {
        let wanted = self.wanted.take().filter(|id| ids.contains(id));
        let current = wanted.or_else(|| self.under_cursor());
        self.shown = ids.iter().filter_map(|id| self.indexes.get(id).copied()).collect();
        self.stay_on(current);
    }

    /// Moves the cursor to this position, or to the last. If it cannot move, that does not
    /// count as choosing the company that is there now, unless there is no other.
    pub(crate) fn move_to(&mut self, at: usize) {
        let at = at.min(self.shown.len().saturating_sub(1));
        if at != self.cursor || self.shown.len() < 2 {
            (self.lost, self.lost_marks) = (None, false);
        }
        // Moving the cursor ends waiting for another company.
        self.wanted = None;
        self.cursor = at;
    }

    /// Goes to a company now, or as soon as it is in the list that is being read.
    pub(crate) fn go_to(&mut self, id: &CompanyId) {
        match self.position(id) {
            Some(at) => self.move_to(at),
            None => self.wanted = Some(id.clone()),
        }
    }

    fn under_cursor(&self) -> Option<CompanyId> {
        self.lost.clone().or_else(|| self.current().map(|company| company.id.clone()))
    }

    /// Goes to a company. If it disappeared, and not because of a new filter or order, it is
    /// remembered as lost.
    fn stay_on(&mut self, company: Option<CompanyId>) {
        match company.as_ref().and_then(|id| self.position(id)) {
            Some(at) => (self.cursor, self.lost) = (at, None),
            None if self.lost.is_none() && self.pending.is_replaced && !self.pending.is_reread => {
                self.move_to(self.cursor);
            }
            None => {
                self.lost = company;
                self.cursor = self.cursor.min(self.shown.len().saturating_sub(1));
            }
        }
    }
}
