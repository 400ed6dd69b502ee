//! The macros in which the key table is written. They declare its contexts, actions and lines,
//! and what is known about each.

/// The kind of a context, which decides which keys it shares with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContextKind {
    Pane,
    /// A few keys that come before those of the pane for a moment.
    OverPane,
    /// A dialog with a list and no input field, so that letters are keys.
    List,
    /// A dialog with a list, and a field that letters go to.
    ListWithField,
    /// A dialog with sections, in which the cursor moves in its own way.
    Sections,
    /// A dialog in which one of a few letters decides.
    Prompt,
    /// A dialog with fields that letters go to.
    Fields,
    /// A dialog about work in progress, which can only be cancelled.
    Work,
}

/// What an action does, which decides whether a paste may ever trigger it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActionKind {
    /// Moves the cursor.
    Moves,
    /// Shows something, or closes a dialog.
    Shows,
    /// Shows something about what is under the cursor.
    ShowsTarget,
    /// Changes data or marks, begins a change, or ends the session.
    Changes,
    /// The same, for what is under the cursor, selected or shown.
    ChangesTarget,
    /// Confirms: depending on the context, this shows or changes something.
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

/// Declares the contexts, each with its name in help and messages, its kind, and `shows` if
/// confirming changes nothing.
macro_rules! contexts {
    ($($(#[$doc:meta])* $context:ident = $name:literal: $kind:ident $($shows:ident)?,)+) => {
        /// A context, in which keys have their meanings.
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

            /// Whether confirming only shows something here.
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

/// Declares the actions, grouped by their kind.
macro_rules! actions {
    ($($kind:ident { $($(#[$doc:meta])* $action:ident,)+ })+) => {
        /// What a key does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Action {
            $($($(#[$doc])* $action,)+)+
        }

        impl Action {
            /// The kind of the action.
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

/// A line of the key table: an action, its keys, the contexts, the heading in help, the
/// description, and the word in the hints. Of a description in two parts (`"…" + "…"`), the
/// help of a pane has the first only; in brackets follows what replaces it in single panes.
macro_rules! bind {
    ($action:ident, [$($key:expr),+], $contexts:expr, $group:ident, $does:literal $(+ $rest:literal)?
        $(, [$($pane:ident: $short:literal),+])? $(, $hint:literal)?) => {
        Binding {
            action: Action::$action,
            keys: &[$($key),+],
            contexts: $contexts,
            group: Group::$group,
            does: concat!($does $(, $rest)?),
            short: $does,
            short_in: &[$($((Context::$pane, $short)),+)?],
            hint: bind!(@hint $($hint)?),
        }
    };
    (@hint) => { None };
    (@hint $hint:literal) => { Some($hint) };
}
