//! The key table: the only source for routing, hints, help and the README.
//! Adding a key is adding a line here and its meaning in `update`.

use crossterm::event::KeyCode;

use super::key::Key;
use super::state::Pane;

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
    AllMarked,
    OnlyShown,
    NextField,
    Accept,
    Filter,
    Sort,
    Complete,
    Older,
    Newer,
    History,
    OnlyCell,
    UndoThis,
    Undo,
    Redo,
    Help,
    Redraw,
    Reload,
    Suspend,
    Quit,
    Interrupt,
    Close,
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
    /// The history of changes.
    History,
    /// The question before one change is undone.
    Undo,
}

impl Context {
    pub(crate) const ALL: [Self; 11] = [
        Self::Users,
        Self::Companies,
        Self::Matrix,
        Self::Reading,
        Self::Hidden,
        Self::Preview,
        Self::Progress,
        Self::Filter,
        Self::Sort,
        Self::History,
        Self::Undo,
    ];

    /// The name in help and in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::Companies => "Companies",
            Self::Matrix => "Access matrix",
            Self::Reading => "help and lists",
            Self::Hidden => "question",
            Self::Preview => "preview",
            Self::Progress => "progress",
            Self::Filter => "filter",
            Self::Sort => "order",
            Self::History => "history",
            Self::Undo => "undo of one change",
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
    /// What the key does, for help and the README.
    pub(crate) does: &'static str,
    /// The word in the hint line, where the key is worth a hint.
    pub(crate) hint: Option<&'static str>,
}

const EVERYWHERE: &[Context] = &Context::ALL;
const PANES: &[Context] = &[Context::Users, Context::Companies, Context::Matrix];
const USERS: &[Context] = &[Context::Users];
const CELLS: &[Context] = &[Context::Companies, Context::Matrix];
const MATRIX: &[Context] = &[Context::Matrix];
const LISTS: &[Context] =
    &[Context::Reading, Context::Preview, Context::History, Context::Undo, Context::Sort];
const PAGED: &[Context] = &[
    Context::Users,
    Context::Companies,
    Context::Matrix,
    Context::Reading,
    Context::Preview,
    Context::History,
    Context::Undo,
];
const READING: &[Context] = &[Context::Reading];
const HIDDEN: &[Context] = &[Context::Hidden];
const PREVIEW: &[Context] = &[Context::Preview];
const FILTER: &[Context] = &[Context::Filter];
const SORT: &[Context] = &[Context::Sort];
const HISTORY: &[Context] = &[Context::History];
const UNDO: &[Context] = &[Context::Undo];
const CLOSABLE: &[Context] = &[
    Context::Reading,
    Context::Hidden,
    Context::Preview,
    Context::Progress,
    Context::History,
    Context::Undo,
    Context::Filter,
    Context::Sort,
];

macro_rules! bind {
    ($action:ident, [$($key:expr),+], $contexts:expr, $group:ident, $does:literal $(, $hint:literal)?) => {
        Binding {
            action: Action::$action,
            keys: &[$($key),+],
            contexts: $contexts,
            group: Group::$group,
            does: $does,
            hint: bind!(@hint $($hint)?),
        }
    };
    (@hint) => { None };
    (@hint $hint:literal) => { Some($hint) };
}

use KeyCode::{BackTab, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Tab, Up};

/// The table. Hints are shown in this order, as many as there is room for.
pub(crate) const BINDINGS: &[Binding] = &[
    bind!(Mark, [Key::char(' ')], USERS, Mark, "mark the user under the cursor", "mark"),
    bind!(
        Toggle,
        [Key::char(' ')],
        CELLS,
        Edit,
        "grant or revoke the cell under the cursor",
        "toggle"
    ),
    bind!(
        Filter,
        [Key::char('/')],
        PANES,
        Mark,
        "filter the users (in Companies: the companies)",
        "filter"
    ),
    bind!(
        GrantSelection,
        [Key::char('+')],
        PANES,
        Edit,
        "grant the selected companies to the selected users, after a preview",
        "grant"
    ),
    bind!(
        RevokeSelection,
        [Key::char('-')],
        PANES,
        Edit,
        "revoke the selected companies from the selected users, after a preview",
        "revoke"
    ),
    bind!(
        Undo,
        [Key::char('u')],
        PANES,
        Edit,
        "undo the newest change, after a restart too",
        "undo"
    ),
    bind!(Redo, [Key::char('U')], PANES, Edit, "redo the change undone last"),
    bind!(Up, [Key::plain(Up), Key::char('k')], PANES, Move, "one up"),
    bind!(Down, [Key::plain(Down), Key::char('j')], PANES, Move, "one down"),
    bind!(
        Left,
        [Key::plain(Left), Key::char('h')],
        PANES,
        Move,
        "one company to the left; in a list, the pane to the left"
    ),
    bind!(
        Right,
        [Key::plain(Right), Key::char('l')],
        PANES,
        Move,
        "one company to the right; in a list, the pane to the right"
    ),
    bind!(PageUp, [Key::plain(PageUp)], PAGED, Move, "a page up"),
    bind!(PageDown, [Key::plain(PageDown)], PAGED, Move, "a page down"),
    bind!(HalfPageUp, [Key::ctrl('u')], PANES, Move, "half a page up"),
    bind!(HalfPageDown, [Key::ctrl('d')], PANES, Move, "half a page down"),
    bind!(First, [Key::char('g'), Key::plain(Home)], PANES, Move, "to the first"),
    bind!(Last, [Key::char('G'), Key::plain(End)], PANES, Move, "to the last"),
    bind!(PageLeft, [Key::char('H')], MATRIX, Move, "a page of companies to the left"),
    bind!(PageRight, [Key::char('L')], MATRIX, Move, "a page of companies to the right"),
    bind!(FirstColumn, [Key::char('0')], MATRIX, Move, "to the first company"),
    bind!(LastColumn, [Key::char('$')], MATRIX, Move, "to the last company"),
    bind!(Mark, [Key::char('m')], PANES, Mark, "mark what is under the cursor, or unmark it"),
    bind!(
        Range,
        [Key::char('v')],
        PANES,
        Mark,
        "begin a range; again: mark it (a block in the matrix)"
    ),
    bind!(MarkAll, [Key::ctrl('a')], PANES, Mark, "mark all shown"),
    bind!(Invert, [Key::char('*')], PANES, Mark, "mark what is not marked, unmark the rest"),
    bind!(Clear, [Key::plain(Esc)], PANES, Mark, "drop the range, else the marks, else the filter"),
    bind!(FocusUsers, [Key::char('1')], PANES, Panes, "go to the users"),
    bind!(
        FocusCompanies,
        [Key::char('2')],
        PANES,
        Panes,
        "go to the companies of the cursor's user"
    ),
    bind!(FocusMatrix, [Key::char('3')], PANES, Panes, "go to the access matrix"),
    bind!(NextPane, [Key::plain(Tab)], PANES, Panes, "the next pane", "pane"),
    bind!(PreviousPane, [Key::plain(BackTab)], PANES, Panes, "the pane before"),
    bind!(
        Zoom,
        [Key::char('z')],
        PANES,
        Panes,
        "give the pane the whole screen, or give it back",
        "zoom"
    ),
    bind!(History, [Key::char('t')], PANES, Edit, "history: who changed what, when and why"),
    bind!(Accept, [Key::plain(Enter)], HISTORY, Edit, "the cells of the change", "its cells"),
    bind!(
        UndoThis,
        [Key::char('u')],
        HISTORY,
        Edit,
        "undo this change, after a preview",
        "undo it"
    ),
    bind!(
        OnlyCell,
        [Key::char('c')],
        HISTORY,
        Edit,
        "only changes of the cursor's cell; again: all",
        "this cell"
    ),
    bind!(
        Accept,
        [Key::plain(Enter)],
        UNDO,
        Edit,
        "undo the change as the preview says",
        "undo it"
    ),
    bind!(
        Help,
        [Key::char('?'), Key::plain(F(1))],
        PANES,
        Console,
        "help: every key and sign",
        "help"
    ),
    bind!(Quit, [Key::char('q')], PANES, Console, "quit; every edit is already saved", "quit"),
    bind!(Redraw, [Key::ctrl('l')], EVERYWHERE, Console, "draw the screen anew"),
    bind!(Reload, [Key::plain(F(5))], PANES, Console, "read the database anew"),
    bind!(Suspend, [Key::ctrl('z')], EVERYWHERE, Console, "back to the shell; `fg` returns"),
    bind!(Interrupt, [Key::ctrl('c')], EVERYWHERE, Console, "quit at once, with exit status 130"),
    bind!(Sort, [Key::char('o')], PANES, Mark, "sort the users (in Companies: the companies)"),
    bind!(Accept, [Key::plain(Enter)], FILTER, Mark, "keep the filter", "keep"),
    bind!(
        Complete,
        [Key::plain(Tab)],
        FILTER,
        Mark,
        "complete a field, a role, a tenant or a code; again: the next",
        "complete"
    ),
    bind!(Older, [Key::plain(Up)], FILTER, Mark, "an older filter", "older"),
    bind!(Newer, [Key::plain(Down)], FILTER, Mark, "a newer filter"),
    bind!(
        Accept,
        [Key::plain(Enter)],
        SORT,
        Mark,
        "sort by it; by the order that stands: the other way round",
        "sort"
    ),
    bind!(
        SetSelection,
        [Key::char('=')],
        PANES,
        Edit,
        "set exactly: the selected users keep the selected companies and lose every other, after a preview"
    ),
    bind!(
        GrantShown,
        [Key::char('A')],
        PANES,
        Edit,
        "grant every shown company to every shown user, after a preview"
    ),
    bind!(Take, [Key::char('y')], PANES, Edit, "take the companies of the cursor's user"),
    bind!(
        Give,
        [Key::char('p')],
        PANES,
        Edit,
        "give the taken companies to the selected users, after a preview"
    ),
    bind!(
        GiveOnly,
        [Key::char('P')],
        PANES,
        Edit,
        "replace the companies of the selected users by the taken ones, after a preview"
    ),
    bind!(
        Close,
        [Key::plain(Esc)],
        CLOSABLE,
        Console,
        "close a dialog; stop what is under way",
        "close"
    ),
    bind!(Accept, [Key::plain(Enter)], PREVIEW, Edit, "commit what the preview says", "commit"),
    bind!(Close, [Key::plain(F(1))], READING, Console, "close help"),
    bind!(Up, [Key::plain(Up)], LISTS, Move, "one line up in a dialog"),
    bind!(Down, [Key::plain(Down)], LISTS, Move, "one line down in a dialog"),
    bind!(NextField, [Key::plain(Tab)], PREVIEW, Edit, "to the other field, where there are two"),
    bind!(
        AllMarked,
        [Key::char('a')],
        HIDDEN,
        Edit,
        "all that is marked, also what is not shown",
        "all marked"
    ),
    bind!(
        OnlyShown,
        [Key::char('s')],
        HIDDEN,
        Edit,
        "only what is shown of the marked",
        "only shown"
    ),
];

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

/// The key table as the README has it.
#[must_use]
pub fn markdown() -> String {
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
    fn no_key_stands_twice_in_one_context() {
        for context in Context::ALL {
            let mut seen = HashSet::new();
            for binding in bound_in(context) {
                for key in binding.keys {
                    assert!(seen.insert(*key), "{key} stands twice in {}", context.name());
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
            assert!(seen.insert(binding.does), "“{}” stands twice", binding.does);
            assert!(!binding.keys.is_empty() && !binding.contexts.is_empty());
        }
    }

    #[test]
    fn the_readme_has_this_table() {
        let readme = include_str!("../../README.md");
        assert!(readme.contains(&markdown()), "put this into README.md:\n{}", markdown());
    }
}
