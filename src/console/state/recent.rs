//! Recent choices in the palette, which lists them first.

/// The most choices that are kept.
const MOST: usize = 30;

/// The names of the choices, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RecentChoices {
    names: Vec<String>,
}

impl RecentChoices {
    /// The choices of earlier sessions, newest first.
    pub(crate) fn new(names: Vec<String>) -> Self {
        let mut recent = Self { names };
        recent.names.truncate(MOST);
        recent
    }

    /// Adds a choice as the newest.
    pub(crate) fn add(&mut self, name: String) {
        self.names.retain(|it| *it != name);
        self.names.insert(0, name);
        self.names.truncate(MOST);
    }

    /// How many newer choices there are; `None` if this is not a recent choice.
    pub(crate) fn rank(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|it| it == name)
    }

    /// The names, newest first.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_first_and_the_oldest_are_dropped() {
        let mut recent = RecentChoices::default();
        for name in ["a", "b", "a"] {
            recent.add(name.into());
        }
        assert_eq!(recent.names(), ["a", "b"]);
        assert_eq!((recent.rank("b"), recent.rank("c")), (Some(1), None));
        for number in 0..MOST {
            recent.add(number.to_string());
        }
        assert_eq!((recent.names().len(), recent.rank("a")), (MOST, None));
    }
}
