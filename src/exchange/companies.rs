//! How a file names a company, and the message about an unknown name. An exported name is always
//! read back as the same company: the code if only one company has it, otherwise more than the
//! code.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use super::format::Heading;
use crate::domain::lookalike::{difference, listed, looks, typed};
use crate::domain::naming::{CompanyNames, NameMatch};
use crate::domain::{Company, CompanyId, placeholder};
use crate::store::{similar_companies, similar_names};

/// The maximum number of unknown names for which similar companies are searched.
const HINTS: usize = 10;

/// The companies, as files name them.
pub(super) struct CompanyReferences<'a> {
    all: &'a [Company],
    pub(super) names: &'a CompanyNames,
    /// The first code or name of a company, and of a tenant, by how it looks.
    twins: OnceCell<[Twins<'a>; 2]>,
    /// The number of further unknown names for which similar companies are searched.
    hints_left: Cell<usize>,
}

/// Names by how they look.
type Twins<'a> = HashMap<String, &'a str>;

impl<'a> CompanyReferences<'a> {
    pub(super) fn new(all: &'a [Company], names: &'a CompanyNames) -> Self {
        Self { all, names, twins: OnceCell::new(), hints_left: Cell::new(HINTS) }
    }

    /// The message about an unknown company: which one looks the same and how it differs, otherwise
    /// which are the most similar.
    pub(super) fn unknown(&self, name: &str) -> String {
        if let Some(why) = placeholder::not_a_name(name) {
            return format!("“{}” {why}, and no company is called that", typed(name));
        }
        let [companies, _] = self.twins();
        let mut similar = twin_among(name, companies);
        if similar.is_empty() && self.hints_left.get() > 0 {
            self.hints_left.update(|left| left - 1);
            let (candidates, alike) = similar_companies(self.all, name);
            similar = similar_names(&candidates, alike);
        }
        format!("unknown company “{}”{similar}", typed(name))
    }

    /// The message about an unknown tenant.
    pub(super) fn unknown_tenant(&self, name: &str) -> String {
        if let Some(why) = placeholder::not_a_name(name) {
            return format!("“{}” {why}, and no tenant is called that", typed(name));
        }
        let [_, tenants] = self.twins();
        format!("there is no tenant “{}”{}", typed(name), twin_among(name, tenants))
    }

    /// The names of companies and of tenants by how they look, collected when first needed.
    fn twins(&self) -> &[Twins<'a>; 2] {
        self.twins.get_or_init(|| {
            let companies = self.all.iter().flat_map(|company| [&company.code, &company.name]);
            let tenants = self.all.iter().flat_map(|it| [&it.tenant_code, &it.tenant_name]);
            [by_looks(companies), by_looks(tenants.flatten())]
        })
    }

    /// The name of a company in a file.
    pub(super) fn reference(&self, at: usize) -> String {
        let company = &self.all[at];
        let is_clear = |name: &String| {
            Heading::of(name).is_none() && self.names.find(name) == NameMatch::One(at)
        };
        let mut names = std::iter::once(company.code.clone()).chain(company.labels());
        names.find(is_clear).unwrap_or_else(|| company.id.to_string())
    }
}

/// Which of these names looks the same as an unknown one, as the end of a sentence; empty if
/// none does.
fn twin_among(unknown: &str, twins: &Twins<'_>) -> String {
    twins.get(&looks(unknown)).map_or_else(String::new, |twin| {
        format!(", which differs from {} {}", listed(twin), difference(unknown, twin))
    })
}

fn by_looks<'n>(names: impl Iterator<Item = &'n String>) -> Twins<'n> {
    let mut twins = HashMap::new();
    for name in names.filter(|name| !name.trim().is_empty()) {
        twins.entry(looks(name)).or_insert(name.as_str());
    }
    twins
}

/// The indexes of these companies, in their order, each once; companies that no longer exist are
/// left out.
pub(super) fn indexes_of(all: &[Company], wanted: &[CompanyId]) -> Vec<usize> {
    let mut indexes: HashMap<&CompanyId, usize> =
        all.iter().enumerate().map(|(at, company)| (&company.id, at)).collect();
    wanted.iter().filter_map(|id| indexes.remove(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn company(number: u8, code: &str, name: &str, tenant: &str) -> Company {
        Company {
            id: CompanyId::new(&format!("c{number}c1c1c100004000800000000000000c")),
            code: code.into(),
            name: name.into(),
            tenant: None,
            tenant_name: Some(format!("{tenant} Group")),
            tenant_code: Some(tenant.into()),
            active: true,
        }
    }

    #[test]
    fn exported_companies_are_read_back_as_the_same() {
        let all = [
            company(0, "NYC", "New York", "A"),
            company(1, "HQ", "Head Office", "A"),
            company(2, "HQ", "Head Office", "B"),
            company(3, "hq", "Other", "B"),
            company(4, "Role", "Rolling", "A"),
            company(5, "", "", ""),
            company(6, " NYC", "x", "A"),
            company(7, "DUP", "Twin", "T"),
            company(8, "DUP", "Twin", "T"),
            company(9, "HQ (A)", "Sly", "Z"),
        ];
        let companies = CompanyNames::new(&all);
        let of_file = CompanyReferences::new(&all, &companies);
        let references: Vec<String> = (0..all.len()).map(|at| of_file.reference(at)).collect();
        for (at, reference) in references.iter().enumerate() {
            assert_eq!(companies.find(reference), NameMatch::One(at), "{reference:?}");
        }
        assert_eq!(
            references,
            [
                "NYC",
                "HQ (A Group)",
                "HQ (B)",
                "hq",
                "Role (A)",
                " ()",
                " NYC",
                all[7].id.as_str(),
                all[8].id.as_str(),
                "HQ (A)",
            ]
        );
    }

    #[test]
    fn spaces_matter_only_if_they_distinguish_names() {
        let all =
            [company(1, " X", "a", "A"), company(2, "X", "b", "A"), company(3, "Y ", "c", "A")];
        let companies = CompanyNames::new(&all);
        for (text, at) in [
            (" X", NameMatch::One(0)),
            ("X", NameMatch::One(1)),
            ("X ", NameMatch::Several(vec![0, 1])),
            ("Y", NameMatch::One(2)),
            (" y", NameMatch::One(2)),
        ] {
            assert_eq!(companies.find(text), at, "{text:?}");
        }
    }

    #[test]
    fn people_write_names_in_many_ways() {
        let all = [company(1, "HQ", "Head Office", "A"), company(2, "HQ", "Blue", "B")];
        let companies = CompanyNames::new(&all);
        for (text, at) in [
            ("head office", NameMatch::One(0)),
            (" Blue ", NameMatch::One(1)),
            ("HQ", NameMatch::Several(vec![0, 1])),
            ("hq (b)", NameMatch::One(1)),
            (" HQ (B)\t", NameMatch::One(1)),
            ("c2c1c1c1-0000-4000-8000-00000000000c", NameMatch::One(1)),
            ("XX", NameMatch::Unknown),
            ("", NameMatch::Unknown),
        ] {
            assert_eq!(companies.find(text), at, "{text:?}");
        }
        for tenant in ["B", " b ", "B Group", "b group"] {
            let among = companies.of_tenant([tenant]).expect("a tenant");
            let find = |text| companies.find_among([text], Some(&among));
            assert_eq!(find("HQ"), NameMatch::One(1), "{tenant:?}");
            assert_eq!(find("Head Office"), NameMatch::Unknown, "{tenant:?}");
        }
        assert_eq!(companies.of_tenant(["C"]), None);
    }
}
