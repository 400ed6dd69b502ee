//! The lists of names in `assets/demo`. A line is a name; the text after ` = ` is its spelling
//! in usernames. A line that begins with `#` starts a group: a person's first and last name
//! are mostly of the same group.

/// A name and its spelling in lower-case ASCII letters.
pub(super) struct DemoName {
    pub(super) text: &'static str,
    pub(super) plain: String,
    pub(super) group: usize,
}

/// All lists of names.
pub(super) struct DemoNames {
    pub(super) first: Vec<DemoName>,
    pub(super) last: Vec<DemoName>,
    /// For each group of first names, the last names of the same group.
    pub(super) last_of_group: Vec<Vec<usize>>,
    /// Code and name.
    pub(super) cities: Vec<(&'static str, &'static str)>,
    /// Code and name.
    pub(super) tenants: Vec<(&'static str, &'static str)>,
    pub(super) sites: Vec<&'static str>,
    pub(super) departments: Vec<&'static str>,
}

impl DemoNames {
    pub(super) fn load() -> Self {
        let first = people(include_str!("../../../assets/demo/first-names.txt"));
        let last = people(include_str!("../../../assets/demo/last-names.txt"));
        let groups = first.iter().map(|name| name.group + 1).max().unwrap_or(0);
        let of_group = |group| (0..last.len()).filter(|&at| last[at].group == group).collect();
        Self {
            last_of_group: (0..groups).map(of_group).collect(),
            first,
            last,
            cities: coded(include_str!("../../../assets/demo/cities.txt")),
            tenants: coded(include_str!("../../../assets/demo/tenants.txt")),
            sites: lines(include_str!("../../../assets/demo/sites.txt")).collect(),
            departments: lines(include_str!("../../../assets/demo/departments.txt")).collect(),
        }
    }
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn coded(list: &'static str) -> Vec<(&'static str, &'static str)> {
    lines(list).map(|line| line.split_once(" = ").unwrap_or((line, line))).collect()
}

fn people(list: &'static str) -> Vec<DemoName> {
    let mut names = Vec::new();
    let mut groups: usize = 0;
    for line in list.lines().filter(|line| !line.is_empty()) {
        if line.starts_with('#') {
            groups += 1;
        } else {
            let (text, spelling) = line.split_once(" = ").unwrap_or((line, line));
            let letters = spelling.chars().filter(char::is_ascii_alphabetic);
            let plain = letters.map(|letter| letter.to_ascii_lowercase()).collect();
            names.push(DemoName { text, plain, group: groups.saturating_sub(1) });
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn people_with_different_names_have_different_usernames() {
        let names = DemoNames::load();
        for list in [&names.first, &names.last] {
            let plain: HashSet<&str> = list.iter().map(|name| name.plain.as_str()).collect();
            let twice: Vec<&str> = list
                .iter()
                .enumerate()
                .filter(|(at, name)| list[..*at].iter().any(|other| other.plain == name.plain))
                .map(|(_, name)| name.text)
                .collect();
            assert_eq!(plain.len(), list.len(), "{twice:?}");
            for DemoName { text, plain, .. } in list {
                assert!(text.is_ascii() || plain.len() > 1, "{text} needs an ASCII spelling");
                assert!(!plain.is_empty() && text.chars().count() <= 50, "{text}");
            }
        }
    }

    #[test]
    fn each_group_of_first_names_has_its_last_names() {
        let names = DemoNames::load();
        assert_eq!(names.last_of_group.len(), 15);
        assert!(names.last_of_group.iter().all(|group| group.len() >= 8));
    }

    #[test]
    fn codes_are_short_and_distinct() {
        let names = DemoNames::load();
        for list in [&names.cities, &names.tenants] {
            let codes: HashSet<&str> = list.iter().map(|(code, _)| *code).collect();
            let texts: HashSet<&str> = list.iter().map(|(_, text)| *text).collect();
            assert_eq!((codes.len(), texts.len()), (list.len(), list.len()));
            assert!(codes.iter().all(|code| code.bytes().all(|byte| byte.is_ascii_uppercase())));
        }
        assert!(names.cities.iter().all(|(code, _)| code.len() <= 3));
    }
}
