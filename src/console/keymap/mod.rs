//! What keys mean: the only source for routing, hints, help and docs/console.md
//! is the [`table`]. Adding a key is adding a line there, and its meaning in
//! `update`.

mod risk;
mod table;

use super::key::Key;
use super::state::Pane;
pub(crate) use risk::{is_risky, moves, only_moves, takes_target};
pub(crate) use table::BINDINGS;
use table::{EVERYWHERE, PANES};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    HalfPageUp,
    HalfPageDown,
    First,
    Last,
    PageLeft,
    PageRight,
    FirstColumn,
    LastColumn,
    FocusUsers,
    FocusCompanies,
    FocusMatrix,
    NextPane,
    PreviousPane,
    Zoom,
    SwitchView,
    Card,
    Who,
    Toggle,
    Mark,
    Range,
    MarkAll,
    Invert,
    Clear,
    GrantSelection,
    RevokeSelection,
    SetSelection,
    GrantShown,
    Take,
    Give,
    GiveOnly,
    Populate,
    Rules,
    NextScope,
    Default,
    ScopeAll,
    ScopeTenant,
    ScopeHome,
    ScopeNone,
    AllMarked,
    OnlyShown,
    NextField,
    PreviousField,
    New,
    EditThis,
    Delete,
    Deactivate,
    Accept,
    Filter,
    Sort,
    Complete,
    Older,
    Newer,
    History,
    OnlyCell,
    Why,
    AllCompanies,
    Statistics,
    Findings,
    WithoutCompany,
    UndoThis,
    Undo,
    Redo,
    Help,
    Palette,
    Demo,
    Redraw,
    Reload,
    Suspend,
    Quit,
    Interrupt,
    Close,
    Export,
    Import,
    Replace,
    SkipProblems,
}

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Context {
    Users,
    Companies,
    Matrix,
    /// Help or a list is open.
    Reading,
    /// The question about marks that the filter hides.
    Hidden,
    /// The preview of a bulk change.
    Preview,
    /// Long work is under way.
    Progress,
    /// A filter is being typed.
    Filter,
    /// The choice of an order.
    Sort,
    /// The form of a user or company.
    Form,
    /// The question before one is deleted.
    Delete,
    /// The history of changes.
    History,
    /// The history's filter is being typed.
    HistoryFilter,
    /// The question before one change is undone.
    Undo,
    /// Why a cell is as it is.
    Why,
    /// Who can get into a company.
    Who,
    /// The command palette.
    Palette,
    /// The role rules.
    Rules,
    /// The access policy.
    Policy,
    /// The statistics.
    Statistics,
    /// The findings about access.
    Findings,
    /// A file is named, to be written or read.
    File,
    /// The question before a file is replaced.
    Replace,
    /// The problems of a file.
    Problems,
}

impl Context {
    pub(crate) const ALL: [Self; 24] = [
        Self::Users,
        Self::Companies,
        Self::Matrix,
        Self::Reading,
        Self::Hidden,
        Self::Preview,
        Self::Progress,
        Self::Filter,
        Self::Sort,
        Self::Form,
        Self::Delete,
        Self::History,
        Self::HistoryFilter,
        Self::Undo,
        Self::Why,
        Self::Who,
        Self::Palette,
        Self::Rules,
        Self::Policy,
        Self::Statistics,
        Self::Findings,
        Self::File,
        Self::Replace,
        Self::Problems,
    ];

    /// The name in help and in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::Companies => "Companies",
            Self::Matrix => "Access matrix",
            Self::Reading => "lists",
            Self::Hidden => "prompt",
            Self::Preview => "preview",
            Self::Progress => "progress",
            Self::Filter => "filter",
            Self::Sort => "sort",
            Self::Form => "form",
            Self::Delete => "deletion",
            Self::History => "history",
            Self::HistoryFilter => "history filter",
            Self::Undo => "undo preview",
            Self::Why => "why",
            Self::Who => "who",
            Self::Palette => "palette",
            Self::File => "export and import",
            Self::Replace => "overwrite prompt",
            Self::Problems => "file problems",
            Self::Rules => "role rules",
            Self::Policy => "access policy",
            Self::Statistics => "statistics",
            Self::Findings => "findings",
        }
    }
}

impl From<Pane> for Context {
    fn from(pane: Pane) -> Self {
        match pane {
            Pane::Users => Self::Users,
            Pane::Companies => Self::Companies,
            Pane::Matrix => Self::Matrix,
        }
    }
}

/// The headings under which help lists the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    Move,
    Panes,
    Mark,
    Edit,
    Console,
}

impl Group {
    pub(crate) const ALL: [Self; 5] =
        [Self::Move, Self::Panes, Self::Mark, Self::Edit, Self::Console];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Panes => "Panes",
            Self::Mark => "Marking",
            Self::Edit => "Editing",
            Self::Console => "Console",
        }
    }
}

/// One line of the key table.
pub(crate) struct Binding {
    pub(crate) action: Action,
    pub(crate) keys: &'static [Key],
    pub(crate) contexts: &'static [Context],
    pub(crate) group: Group,
    /// What the key does, for help and docs/console.md.
    pub(crate) does: &'static str,
    /// The word in the hint line, where the key is worth a hint.
    pub(crate) hint: Option<&'static str>,
}

/// What a key means in a context.
pub(crate) fn action(context: Context, key: Key) -> Option<Action> {
    bound_in(context).find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

/// Whether a key changes the database, or leads to it.
pub(crate) fn edits(context: Context, key: Key) -> bool {
    bound_in(context).any(|binding| binding.group == Group::Edit && binding.keys.contains(&key))
}

/// The contexts in which a key has a meaning.
pub(crate) fn contexts_of(key: Key) -> Vec<Context> {
    Context::ALL.into_iter().filter(|context| action(*context, key).is_some()).collect()
}

/// The lines of a context, in the order of the table.
pub(crate) fn bound_in(context: Context) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| binding.contexts.contains(&context))
}

/// The keys of a line, as a person reads them.
pub(crate) fn keys_of(binding: &Binding) -> String {
    binding.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// The key table as docs/console.md has it.
#[cfg(test)]
pub(crate) fn markdown() -> String {
    let line = |binding: &Binding| {
        let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
        format!("| {} | {} | {} |\n", keys.join(" "), places(binding), binding.does)
    };
    let lines = Group::ALL
        .into_iter()
        .flat_map(|group| BINDINGS.iter().filter(move |binding| binding.group == group).map(line));
    std::iter::once("| key | where | does |\n| --- | --- | --- |\n".to_owned())
        .chain(lines)
        .collect()
}

/// Where a line holds, in words.
pub(crate) fn places(binding: &Binding) -> String {
    if binding.contexts == EVERYWHERE {
        return "everywhere".into();
    }
    let (panes, rest) = match binding.contexts.strip_prefix(PANES) {
        Some(rest) => (Some("panes"), rest),
        None => (None, binding.contexts),
    };
    let names = rest.iter().map(|context| context.name());
    panes.into_iter().chain(names).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_is_bound_twice_in_one_context() {
        for context in Context::ALL {
            let mut seen = HashSet::new();
            for binding in bound_in(context) {
                for key in binding.keys {
                    assert!(seen.insert(*key), "{key} is bound twice in {}", context.name());
                }
            }
        }
    }

    #[test]
    fn what_must_never_be_is_not() {
        for context in Context::ALL {
            assert_ne!(action(context, Key::ctrl('z')), Some(Action::Undo));
            assert!(matches!(action(context, Key::ctrl('d')), Some(Action::HalfPageDown) | None));
        }
    }

    #[test]
    fn every_line_says_what_it_does_once() {
        let mut seen = HashSet::new();
        for binding in BINDINGS {
            assert!(seen.insert(binding.does), "“{}” is listed twice", binding.does);
            assert!(!binding.keys.is_empty() && !binding.contexts.is_empty());
        }
    }

    #[test]
    fn the_documentation_has_this_table() {
        let page = include_str!("../../../docs/console.md");
        assert!(page.contains(&markdown()), "put this into docs/console.md:\n{}", markdown());
    }
}
