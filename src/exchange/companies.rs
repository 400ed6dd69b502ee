//! How a file names a company, and which company a text in a file names. What
//! is written is always read back as the same company: the code, where only
//! one company answers to it, else more than the code.

use std::cell::OnceCell;
use std::collections::HashMap;

use uuid::Uuid;

use super::format::Heading;
use crate::domain::lookalike::{difference, folded, listed, looks, typed, untyped};
use crate::domain::{Company, CompanyId, placeholder};

/// The companies by all their names.
pub(super) struct CompanyColumns<'a> {
    all: &'a [Company],
    /// From the first on: a text that has a meaning in one is not looked for
    /// in the next.
    exact: [CompanyNames; 4],
    /// The same without spaces around them.
    trimmed: [CompanyNames; 4],
    /// And folded.
    folded: [CompanyNames; 4],
    /// The companies of each tenant by its code and its name, exactly and folded.
    tenants: [CompanyNames; 2],
    /// The first code or name of a company, and of a tenant, by how it looks.
    twins: OnceCell<[Twins<'a>; 2]>,
}

/// The companies that each of these names means, as an import of a file takes them.
pub(crate) fn companies_named<'c>(all: &'c [Company], names: &[String]) -> Vec<Vec<&'c Company>> {
    let columns = CompanyColumns::new(all);
    let found = |name: &String| match columns.find(name) {
        CompanyMatch::Nobody => Vec::new(),
        CompanyMatch::One(at) => vec![&all[at]],
        CompanyMatch::Several(indexes) => indexes.into_iter().map(|at| &all[at]).collect(),
    };
    names.iter().map(found).collect()
}

/// Names by how they look.
type Twins<'a> = HashMap<String, &'a str>;

/// The indexes of the companies that answer to a text.
type CompanyNames = HashMap<String, Vec<usize>>;

/// Whom a text names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CompanyMatch {
    Nobody,
    One(usize),
    Several(Vec<usize>),
}

impl CompanyMatch {
    /// Either.
    pub(super) fn or(self, other: Self) -> Self {
        let indexes = |named| match named {
            Self::Nobody => Vec::new(),
            Self::One(at) => vec![at],
            Self::Several(indexes) => indexes,
        };
        let mut all = [indexes(self), indexes(other)].concat();
        all.sort_unstable();
        all.dedup();
        match all[..] {
            [] => Self::Nobody,
            [one] => Self::One(one),
            _ => Self::Several(all),
        }
    }
}

impl<'a> CompanyColumns<'a> {
    pub(super) fn new(all: &'a [Company]) -> Self {
        let mut companies = Self {
            all,
            exact: Default::default(),
            trimmed: Default::default(),
            folded: Default::default(),
            tenants: Default::default(),
            twins: OnceCell::new(),
        };
        for (at, company) in all.iter().enumerate() {
            for (tier, names) in names(company).into_iter().enumerate() {
                for name in names.into_iter().filter(|name| !name.trim().is_empty()) {
                    add(&mut companies.folded[tier], folded(&name), at);
                    add(&mut companies.trimmed[tier], name.trim().to_owned(), at);
                    add(&mut companies.exact[tier], name, at);
                }
            }
            let tenant = company.tenant_code.iter().chain(&company.tenant_name);
            for name in tenant.filter(|name| !name.trim().is_empty()) {
                let [exact, nearly] = &mut companies.tenants;
                add(exact, name.clone(), at);
                add(nearly, folded(name), at);
            }
        }
        companies
    }

    /// Whom a text names: a code, a name, `CODE (TENANT)` or an id, exactly;
    /// else the same but for spaces around it, or when folded. It may be written as
    /// [`typed`] does.
    pub(super) fn find(&self, text: &str) -> CompanyMatch {
        self.find_where(text, |_| true)
    }

    /// The same among these companies only, which stand in their order.
    pub(super) fn find_among(&self, text: &str, among: &[usize]) -> CompanyMatch {
        self.find_where(text, |at| among.binary_search(&at).is_ok())
    }

    /// The companies of the tenant with this code or name, in their order:
    /// exactly, else but for spaces around it, or when folded.
    pub(super) fn of_tenant(&self, tenant: &str) -> Option<&[usize]> {
        let [exact, same] = &self.tenants;
        let as_written = |tenant: &str| {
            let nearly = || exact.get(tenant.trim()).or_else(|| same.get(&folded(tenant)));
            exact.get(tenant).or_else(nearly).map(Vec::as_slice)
        };
        as_written(tenant).or_else(|| as_written(&untyped(tenant)?))
    }

    fn find_where(&self, text: &str, is_meant: impl Fn(usize) -> bool) -> CompanyMatch {
        match self.find_as_written(text, &is_meant) {
            CompanyMatch::Nobody => untyped(text)
                .map_or(CompanyMatch::Nobody, |text| self.find_as_written(&text, &is_meant)),
            found => found,
        }
    }

    fn find_as_written(&self, text: &str, is_meant: &impl Fn(usize) -> bool) -> CompanyMatch {
        let trimmed = text.trim();
        let wanted = folded(text);
        let exactly = self.exact.iter().map(|names| names.get(text));
        let nearly = self.trimmed.iter().map(|names| names.get(trimmed));
        let alike = self.folded.iter().map(|names| names.get(&wanted));
        let id = Uuid::try_parse(trimmed).ok().map(|id| id.simple().to_string());
        let by_id = id.and_then(|id| self.exact[3].get(&id));
        let answering = exactly.chain(nearly).chain([by_id]).chain(alike).flatten();
        let mut meant = answering
            .map(|found| found.iter().copied().filter(|at| is_meant(*at)).collect::<Vec<_>>())
            .filter(|found| !found.is_empty());
        match meant.next() {
            None => CompanyMatch::Nobody,
            Some(found) => match found[..] {
                [one] => CompanyMatch::One(one),
                _ => CompanyMatch::Several(found),
            },
        }
    }

    /// What is said of a name that no company has: which one looks the same, and what
    /// differs.
    pub(super) fn unknown(&self, name: &str) -> String {
        if let Some(why) = placeholder::not_a_name(name) {
            return format!("“{}” {why}, and no company is called that", typed(name));
        }
        let [companies, _] = self.twins();
        format!("unknown company “{}”{}", typed(name), twin_among(name, companies))
    }

    /// The same of a name that no tenant has.
    pub(super) fn unknown_tenant(&self, name: &str) -> String {
        if let Some(why) = placeholder::not_a_name(name) {
            return format!("“{}” {why}, and no tenant is called that", typed(name));
        }
        let [_, tenants] = self.twins();
        format!("there is no tenant “{}”{}", typed(name), twin_among(name, tenants))
    }

    /// The names of companies and of tenants by how they look, once they are asked for.
    fn twins(&self) -> &[Twins<'a>; 2] {
        self.twins.get_or_init(|| {
            let companies = self.all.iter().flat_map(|company| [&company.code, &company.name]);
            let tenants = self.all.iter().flat_map(|it| [&it.tenant_code, &it.tenant_name]);
            [by_looks(companies), by_looks(tenants.flatten())]
        })
    }

    /// What a file calls a company.
    pub(super) fn reference(&self, at: usize) -> String {
        let company = &self.all[at];
        let [codes, _, labels, ids] = names(company);
        let is_clear =
            |name: &String| Heading::of(name).is_none() && self.find(name) == CompanyMatch::One(at);
        let mut names = codes.into_iter().chain(labels).chain(ids);
        names.find(is_clear).unwrap_or_else(|| company.id.to_string())
    }
}

/// Which of these names looks the same as an unknown one, as the rest of a sentence;
/// empty if none does.
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

/// The codes, names, labels and ids of a company: one each, but for labels,
/// and an id without its dashes.
fn names(company: &Company) -> [Vec<String>; 4] {
    let id = company.id.as_str();
    let plain = Uuid::try_parse(id).ok().map(|id| id.simple().to_string());
    let ids = std::iter::once(id.to_owned()).chain(plain).collect();
    [vec![company.code.clone()], vec![company.name.clone()], company.labels(), ids]
}

/// The indexes of these companies, in their order, each once; those that are
/// gone are left out.
pub(super) fn indexes_of(all: &[Company], wanted: &[CompanyId]) -> Vec<usize> {
    let mut indexes: HashMap<&CompanyId, usize> =
        all.iter().enumerate().map(|(at, company)| (&company.id, at)).collect();
    wanted.iter().filter_map(|id| indexes.remove(id)).collect()
}

fn add(names: &mut CompanyNames, name: String, at: usize) {
    let indexes = names.entry(name).or_default();
    if indexes.last() != Some(&at) {
        indexes.push(at);
    }
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
    fn what_is_written_is_read_back_as_the_same_company() {
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
        let companies = CompanyColumns::new(&all);
        let references: Vec<String> = (0..all.len()).map(|at| companies.reference(at)).collect();
        for (at, reference) in references.iter().enumerate() {
            assert_eq!(companies.find(reference), CompanyMatch::One(at), "{reference:?}");
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
    fn spaces_count_only_where_they_tell() {
        let all =
            [company(1, " X", "a", "A"), company(2, "X", "b", "A"), company(3, "Y ", "c", "A")];
        let companies = CompanyColumns::new(&all);
        for (text, at) in [
            (" X", CompanyMatch::One(0)),
            ("X", CompanyMatch::One(1)),
            ("X ", CompanyMatch::Several(vec![0, 1])),
            ("Y", CompanyMatch::One(2)),
            (" y", CompanyMatch::One(2)),
        ] {
            assert_eq!(companies.find(text), at, "{text:?}");
        }
    }

    #[test]
    fn people_write_names_in_many_ways() {
        let all = [company(1, "HQ", "Head Office", "A"), company(2, "HQ", "Blue", "B")];
        let companies = CompanyColumns::new(&all);
        for (text, at) in [
            ("head office", CompanyMatch::One(0)),
            (" Blue ", CompanyMatch::One(1)),
            ("HQ", CompanyMatch::Several(vec![0, 1])),
            ("hq (b)", CompanyMatch::One(1)),
            (" HQ (B)\t", CompanyMatch::One(1)),
            ("c2c1c1c1-0000-4000-8000-00000000000c", CompanyMatch::One(1)),
            ("XX", CompanyMatch::Nobody),
            ("", CompanyMatch::Nobody),
        ] {
            assert_eq!(companies.find(text), at, "{text:?}");
        }
        for tenant in ["B", " b ", "B Group", "b group"] {
            let among = companies.of_tenant(tenant).expect("a tenant");
            assert_eq!(companies.find_among("HQ", among), CompanyMatch::One(1), "{tenant:?}");
            assert_eq!(
                companies.find_among("Head Office", among),
                CompanyMatch::Nobody,
                "{tenant:?}"
            );
        }
        assert_eq!(companies.of_tenant("C"), None);
    }
}
