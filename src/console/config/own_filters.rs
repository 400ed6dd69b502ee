//! Filters saved in the console: `filters.toml` beside the configuration, in the same format.
//! The program writes this file itself; since another console may do so too, every change
//! reads it again first.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::location::filters_file;
use super::print;
use super::read;
use super::values::SavedFilter;
use crate::console::own_file;

/// The file of saved filters.
#[derive(Clone, Debug)]
pub(crate) struct OwnFilters {
    path: PathBuf,
}

/// A change of the saved filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FilterEdit {
    /// Save a filter, replacing one with the same name.
    Save(SavedFilter),
    Remove(SavedFilter),
}

impl OwnFilters {
    /// The file of the current user; `None` without a home folder.
    pub(crate) fn of_person() -> Option<Self> {
        filters_file().map(|path| Self { path })
    }

    /// Reads the saved filters.
    ///
    /// # Errors
    ///
    /// A sentence for the user, if the file cannot be read or has an error.
    pub(crate) fn load(&self) -> Result<Vec<SavedFilter>, String> {
        match fs::read(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(format!("{}: {error}", self.path.display())),
            Ok(bytes) => read::config(&bytes, &[]).map(|config| config.filters).map_err(|found| {
                let first = found.first().map(ToString::to_string).unwrap_or_default();
                format!("{}: {first}", self.path.display())
            }),
        }
    }

    /// Saves or removes a filter, and returns all saved filters afterwards.
    ///
    /// # Errors
    ///
    /// Those of reading, and a sentence for the user if the file cannot be written.
    pub(crate) fn edit(&self, edit: &FilterEdit) -> Result<Vec<SavedFilter>, String> {
        let mut filters = self.load()?;
        let (FilterEdit::Save(filter) | FilterEdit::Remove(filter)) = edit;
        filters.retain(|it| (it.axis, &it.name) != (filter.axis, &filter.name));
        if let FilterEdit::Save(filter) = edit {
            filters.push(filter.clone());
        }
        let text = print::own_filters(&filters);
        own_file::replace(&self.path, &text)
            .map_err(|error| format!("{}: {error}", self.path.display()))?;
        Ok(filters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Axis;

    fn filter(name: &str, text: &str) -> SavedFilter {
        SavedFilter { axis: Axis::Users, name: name.into(), text: text.into() }
    }

    #[test]
    fn filters_are_saved_replaced_and_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = OwnFilters { path: folder.path().join("grantgrid/filters.toml") };
        assert_eq!(file.load(), Ok(Vec::new()));
        let odd = filter("a \"b\" = #", "role:\"HR Manager\" n:0");
        file.edit(&FilterEdit::Save(odd.clone())).expect("it is written");
        let all = file.edit(&FilterEdit::Save(filter("idle", "n:0"))).expect("it is written");
        assert_eq!(all.len(), 2);
        file.edit(&FilterEdit::Save(filter("idle", "n:1"))).expect("it is written");
        let mut read = file.load().expect("it can be read");
        read.sort_by(|one, other| one.name.cmp(&other.name));
        assert_eq!(read, [odd.clone(), filter("idle", "n:1")]);
        let left = file.edit(&FilterEdit::Remove(odd)).expect("it is written");
        assert_eq!(left, [filter("idle", "n:1")]);
        let names = fs::read_dir(folder.path().join("grantgrid")).expect("the folder").count();
        assert_eq!(names, 1, "nothing is left beside it");
    }

    #[test]
    fn a_file_with_an_error_is_reported_and_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = OwnFilters { path: folder.path().join("filters.toml") };
        let faulty = "[filters.users]\n\"a\" = \"rol:x\"\n";
        fs::write(&file.path, faulty).expect("a file");
        let sentence = file.edit(&FilterEdit::Save(filter("b", "n:0"))).expect_err("a sentence");
        assert!(sentence.contains("filters.toml: line 2, column 7: unknown field"), "{sentence}");
        assert_eq!(fs::read_to_string(&file.path).expect("the file"), faulty);
    }
}
