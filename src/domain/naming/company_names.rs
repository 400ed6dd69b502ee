//! Finds companies by their names, and by those of their tenants.

use super::{NameKind, NameMatch, NameTable};
use crate::domain::{Company, TenantId};

/// Companies and their names. A company is an index into the list they were made from.
#[derive(Debug)]
pub(crate) struct CompanyNames {
    names: NameTable,
    /// The companies, by the names of their tenants.
    of_tenants: NameTable,
}

impl CompanyNames {
    pub(crate) fn new(all: &[Company]) -> Self {
        let mut known = Self { names: NameTable::default(), of_tenants: NameTable::default() };
        for (at, company) in all.iter().enumerate() {
            known.names.add(at, NameKind::Code, &company.code);
            known.names.add(at, NameKind::Name, &company.name);
            known.names.add(at, NameKind::Id, company.id.as_str());
            for label in company.labels() {
                known.names.add(at, NameKind::Label, &label);
            }
            let names = [
                (NameKind::Code, company.tenant_code.as_deref()),
                (NameKind::Name, company.tenant_name.as_deref()),
                (NameKind::Id, company.tenant.as_ref().map(TenantId::as_str)),
            ];
            for (kind, name) in names {
                known.of_tenants.add(at, kind, name.unwrap_or_default());
            }
        }
        known
    }

    /// The company with this code, name, id or label.
    pub(crate) fn find(&self, text: &str) -> NameMatch {
        self.names.find(text)
    }

    /// The company that one of several alternative texts names. If `among` is given, only
    /// these companies are considered; ascending.
    pub(crate) fn find_among<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
        among: Option<&[usize]>,
    ) -> NameMatch {
        let may_be = |at| among.is_none_or(|among| among.binary_search(&at).is_ok());
        self.names.best(texts, |_, at| may_be(at)).into()
    }

    /// Whether there is a company with this code; if `among` is given, among these companies;
    /// ascending.
    pub(crate) fn has_code(&self, code: &str, among: Option<&[usize]>) -> bool {
        let may_be = |at| among.is_none_or(|among| among.binary_search(&at).is_ok());
        self.names.best([code], |kind, at| kind == NameKind::Code && may_be(at)).is_some()
    }

    /// The companies, ascending, of the tenant that one of several alternative texts names by
    /// code, name or id; empty if there is none.
    pub(crate) fn of_tenant<'t>(
        &self,
        texts: impl IntoIterator<Item = &'t str>,
    ) -> Option<Vec<usize>> {
        self.of_tenants.best(texts, |_, _| true).map(|best| best.rows)
    }
}
