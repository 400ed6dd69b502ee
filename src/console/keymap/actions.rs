//! What keys ask for, and the contexts in which they do.

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
    Jump,
    SavedFilters,
    NextMatch,
    PreviousMatch,
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
    Messages,
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

/// Declares the contexts, each with its name in help and in messages.
macro_rules! contexts {
    ($($(#[$doc:meta])* $context:ident = $name:literal,)+) => {
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
        }
    };
}

contexts! {
    Users = "Users",
    Companies = "Companies",
    Matrix = "Access matrix",
    /// A list is open.
    Reading = "lists",
    /// Help is open, and its search is typed.
    Help = "help",
    /// The question about marks that the filter hides.
    Hidden = "prompt",
    /// The preview of a bulk change.
    Preview = "preview",
    /// Long work is under way.
    Progress = "progress",
    /// A filter is being typed.
    Filter = "filter",
    /// The choice of an order.
    Sort = "sort",
    /// The form of a user or company.
    Form = "form",
    /// The question before one is deleted.
    Delete = "deletion",
    /// The history of changes.
    History = "history",
    /// The history's filter is being typed.
    HistoryFilter = "history filter",
    /// The question before one change is undone.
    Undo = "undo preview",
    /// Why a cell is as it is.
    Why = "why",
    /// Who can get into a company.
    Who = "who",
    /// Names that were pasted.
    Pasted = "pasted names",
    /// The choice of a saved filter.
    SavedFilters = "saved filters",
    /// A name to jump to is being typed.
    Jump = "jump",
    /// The command palette.
    Palette = "palette",
    /// The role rules.
    Rules = "role rules",
    /// The access policy.
    Policy = "access policy",
    /// The statistics.
    Statistics = "statistics",
    /// The findings about access.
    Findings = "findings",
    /// A file is named, to be written or read.
    File = "export and import",
    /// The question before a file is replaced.
    Replace = "overwrite prompt",
    /// The problems of a file.
    Problems = "file problems",
}
