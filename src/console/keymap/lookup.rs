//! Looks up lines of the key table by context, and puts contexts into words.

use super::table::{BINDINGS, Binding, Context, EVERYWHERE, PANES};

/// The lines of a context, in the order of the table.
pub(crate) fn bound_in(context: Context) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| binding.contexts.contains(&context))
}

/// The names of contexts, as a phrase.
pub(super) fn context_names(contexts: &[Context]) -> String {
    if contexts == EVERYWHERE {
        return "everywhere".into();
    }
    let (panes, rest) = match contexts.strip_prefix(PANES) {
        Some(rest) => (Some("panes"), rest),
        None => (None, contexts),
    };
    let names = rest.iter().map(|context| context.name());
    panes.into_iter().chain(names).collect::<Vec<_>>().join(", ")
}
