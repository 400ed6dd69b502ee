//! Names that look the same as a name that was asked for, but differ from it.

use super::{difference, looks};

/// The first of these names that looks the same as `wanted`.
pub(crate) fn twin<'n>(
    wanted: &str,
    names: impl IntoIterator<Item = &'n String>,
) -> Option<&'n String> {
    let wanted = looks(wanted);
    names.into_iter().find(|name| !name.trim().is_empty() && looks(name) == wanted)
}

/// The label of an entity that has these names. If one of them looks the same as `wanted`,
/// adds how it differs: `sarah (differs only in spaces: …)`.
pub(crate) fn distinguishable<'n>(
    label: String,
    names: impl IntoIterator<Item = &'n String>,
    wanted: &str,
) -> String {
    match twin(wanted, names) {
        Some(twin) => format!("{label} (differs {})", difference(twin, wanted)),
        None => label,
    }
}
