//! How the key table is written: the macros that declare its contexts, actions and
//! lines, and what can be said of each.

/// What a context is like, which decides the keys that it shares with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContextKind {
    Pane,
    /// A dialog with a list in which nothing is typed, so that letters are keys.
    List,
    /// A dialog with a list and a field that letters go to.
    ListWithField,
    /// A dialog with sections that the cursor goes through in ways of its own.
    Sections,
    /// A dialog that lets one of a few letters decide.
    Prompt,
    /// A dialog with fields that letters go to.
    Fields,
    /// Nothing but work that can be stopped.
    Work,
}

/// What an action does, which decides whether a paste may ever do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActionKind {
    /// Moves the cursor.
    Moves,
    /// Shows something, or leaves.
    Shows,
    /// Shows something of what is under the cursor.
    ShowsTarget,
    /// Changes data or marks, begins a change, or ends the session.
    Changes,
    /// The same with what is under the cursor, selected or shown.
    ChangesTarget,
    /// Confirms: shows or changes, as its context says.
    Confirms,
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

/// Declares the contexts, each with its name in help and in messages, what it is like,
/// and `shows` where confirming changes nothing.
macro_rules! contexts {
    ($($(#[$doc:meta])* $context:ident = $name:literal: $kind:ident $($shows:ident)?,)+) => {
        /// Where a key has its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Context {
            $($(#[$doc])* $context,)+
        }

        impl Context {
            pub(crate) const ALL: [Self; [$(Self::$context),+].len()] = [$(Self::$context),+];

            /// The name in help and in messages.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$context => $name,)+
                }
            }

            const fn kind(self) -> ContextKind {
                match self {
                    $(Self::$context => ContextKind::$kind,)+
                }
            }

            /// Whether to confirm here only shows something.
            pub(crate) fn only_shows(self) -> bool {
                match self {
                    $(Self::$context => contexts!(@shows $($shows)?),)+
                }
            }
        }
    };
    (@shows) => { false };
    (@shows shows) => { true };
}

/// Declares the actions by what they do.
macro_rules! actions {
    ($($kind:ident { $($(#[$doc:meta])* $action:ident,)+ })+) => {
        /// What a key asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Action {
            $($($(#[$doc])* $action,)+)+
        }

        impl Action {
            /// What it does.
            pub(crate) fn kind(self) -> ActionKind {
                match self {
                    $($(Self::$action)|+ => ActionKind::$kind,)+
                }
            }
        }
    };
}

/// The contexts of these kinds, in the order of their declaration.
macro_rules! contexts_of {
    ($($kind:ident),+) => {{
        const KINDS: &[ContextKind] = &[$(ContextKind::$kind),+];
        const FOUND: [Context; count(KINDS)] = found(KINDS);
        &FOUND
    }};
}

/// A line of the key table: an action, its keys, where they have this meaning, the
/// heading in help, what it does, and the word in the hint line.
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
