//! The worker's jobs with files, and the completion of paths.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::console::job::JobKind;
use crate::console::message::{FileMessage, Message};
use crate::console::plans::{ExportPlan, Reading};
use crate::domain::{Cancel, JobProgress, Statistics};
use crate::exchange::{
    self, EncodingSample, ExchangeError, Export, Exported, Import, Mode, NewFile, Sheets, Source,
};
use crate::store::{Store, StoreError};
use crate::text::system_error::with_causes;

/// The most candidates for a path.
const CANDIDATES: usize = 500;

/// Writes a file.
pub(crate) fn export(
    store: &Store,
    plan: &ExportPlan,
    replace: bool,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    let ExportPlan { path, mut export, everything } = plan.clone();
    if everything {
        export.users = store.user_ids(cancel)?;
        export.companies = store.companies().iter().map(|company| company.id.clone()).collect();
    }
    let watch = &mut JobProgress::new(cancel, progress);
    match written(store, &export, &path, replace, watch) {
        Err(ExchangeError::Exists(_)) => {
            Ok(Message::File(FileMessage::Exists(Box::new(plan.clone()))))
        }
        Ok(written) => Ok(Message::File(FileMessage::Exported { path, written })),
        Err(error) => as_message(JobKind::Export, error),
    }
}

/// Writes a whole file, or none.
fn written(
    store: &Store,
    export: &Export,
    path: &str,
    replace: bool,
    watch: &mut JobProgress<'_>,
) -> Result<Exported, ExchangeError> {
    let mut file = NewFile::begin(&expanded(path), replace, store.path())?;
    let written = exchange::export(store, export, &mut file, watch)?;
    file.finish()?;
    Ok(written)
}

/// Reads a file, and previews importing it.
pub(crate) fn plan(
    store: &mut Store,
    (path, mode, reading): (&str, Mode, &Reading),
    totals: Option<&Statistics>,
    sheets: &mut Sheets,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    let import = Import { mode, ..reading.import() };
    let source = Source::open(&expanded(path), &import.limits);
    let source = source.map(|it| it.in_encoding(reading.encoding));
    let watch = &mut JobProgress::new(cancel, &mut *progress);
    let plan = source
        .and_then(|source| exchange::plan_noting_sheets(store, &source, &import, sheets, watch));
    let plan = match plan {
        Ok(plan) => plan,
        Err(error) => return as_message(JobKind::Plan, error),
    };
    let people = store.people(&plan.bulk.everybody(), cancel)?;
    let known = totals.copied().unwrap_or_default();
    let mut preview = store.preview(&plan.bulk, &known, &mut JobProgress::new(cancel, progress))?;
    if totals.is_none() {
        preview.set_totals(&store.totals_for(&preview, cancel)?);
    }
    let file = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (plan, preview) = (Box::new(plan), Box::new(preview));
    Ok(Message::File(FileMessage::Planned { file, plan, people, preview }))
}

/// Passes errors of the store on, and turns other errors into a message.
pub(crate) fn as_message(job: JobKind, error: ExchangeError) -> Result<Message, StoreError> {
    match error {
        ExchangeError::Store(error) => Err(error),
        ExchangeError::EncodingGuess { encoding, line, sample, others } => {
            let guess = EncodingSample { encoding, text: sample };
            let samples = std::iter::once(guess).chain(others).collect();
            Ok(Message::File(FileMessage::EncodingGuess { job, line, samples }))
        }
        error => Ok(Message::JobFailed(job, with_causes(&error))),
    }
}

/// The paths that begin like this text. Folders end with a slash; hidden files are included
/// only if the dot was typed.
pub(crate) fn candidates(typed: &str) -> Vec<String> {
    let (folder, begun) = match typed.rfind('/') {
        Some(at) => typed.split_at(at + 1),
        None => ("", typed),
    };
    let path = if folder.is_empty() { PathBuf::from(".") } else { expanded(folder) };
    let Ok(entries) = fs::read_dir(path) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_meant = name.starts_with(begun) && (!name.starts_with('.') || !begun.is_empty());
            let slash = if entry.path().is_dir() { "/" } else { "" };
            is_meant.then(|| format!("{folder}{name}{slash}"))
        })
        .take(CANDIDATES)
        .collect();
    names.sort();
    names
}

/// A path with `~` replaced by the home folder.
pub(crate) fn expanded(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => path.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_path_has_candidates() {
        let folder = tempfile::tempdir().expect("a folder");
        let base = folder.path().to_str().expect("a path").to_owned();
        for name in ["access.csv", "access.xlsx", ".hidden"] {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        fs::create_dir(folder.path().join("archive")).expect("a folder");
        let of = |typed: &str| -> Vec<String> {
            let names = candidates(&format!("{base}/{typed}"));
            names.into_iter().map(|name| name[base.len() + 1..].to_owned()).collect()
        };
        assert_eq!(of(""), ["access.csv", "access.xlsx", "archive/"]);
        assert_eq!(of("acc"), ["access.csv", "access.xlsx"]);
        assert_eq!(of("ar"), ["archive/"]);
        assert_eq!(of(".h"), [".hidden"]);
        assert_eq!(of("none/"), [""; 0]);
    }
}
