//! The key table: the contexts, the actions, and a line for each meaning of a key. Keys,
//! hints, help, the configuration and docs/console.md are made from it. What an action does is
//! in `update/perform.rs` and in the dialogs.

use super::super::key::{Key, KeyCode};
use super::declare::{ActionKind, ContextKind, Group};

contexts! {
    Users = "Users": Pane,
    Companies = "Companies": Pane,
    Matrix = "Access matrix": Pane,
    /// The cursor has jumped to a match, and the jump was not ended yet. Keys that have no meaning
    /// here have that of the pane.
    Matches = "matches": OverPane shows,
    /// A list is open.
    Reading = "lists": List shows,
    /// The help for one pane is open.
    HelpKeys = "help on a pane": List shows,
    /// The full help is open, with its search field.
    Help = "help": ListWithField shows,
    /// The question about marked users or companies that the filter hides.
    Hidden = "prompt": Prompt,
    /// The preview of a bulk change.
    Preview = "preview": ListWithField,
    /// Long-running work is in progress.
    Progress = "progress": Work,
    /// A filter is being typed.
    Filter = "filter": Fields shows,
    /// A sort order is chosen.
    Sort = "sort": List shows,
    /// The columns of the Users pane are chosen.
    Columns = "columns": List shows,
    /// The form of a user or company.
    Form = "form": Fields,
    /// The confirmation before a user or company is deleted.
    Delete = "deletion": List,
    /// The history of changes.
    History = "history": List shows,
    /// The history by user.
    HistoryByUser = "history by user": List shows,
    /// The filter of the history is being typed.
    HistoryFilter = "history filter": Fields shows,
    /// The confirmation before a change is undone.
    Undo = "undo preview": ListWithField,
    /// The explanation of a cell.
    Why = "why": List,
    /// The list of who can work in a company.
    Who = "who": List,
    /// The filter of that list is being typed.
    WhoFilter = "who filter": Fields shows,
    /// The users or companies found in pasted text.
    Pasted = "pasted names": List,
    /// The text to copy is chosen.
    Copy = "copy menu": List shows,
    /// A saved filter is chosen.
    SavedFilters = "saved filters": List shows,
    /// The name of a filter is being typed.
    FilterName = "filter name": Fields shows,
    /// The name of a user or company to go to is being typed.
    Jump = "jump": ListWithField shows,
    /// The command palette.
    Palette = "palette": ListWithField,
    /// The role rules.
    Rules = "role rules": List,
    /// The access policy.
    Policy = "access policy": List,
    /// The statistics.
    Statistics = "statistics": Sections shows,
    /// The findings about access.
    Findings = "findings": List shows,
    /// The path of a file to write or read is being typed.
    File = "export and import": Fields,
    /// The confirmation before a file is overwritten.
    Replace = "overwrite prompt": Prompt,
    /// The problems of a file.
    Problems = "file problems": List,
}

actions! {
    Moves {
        Up, Down, Left, Right, PageUp, PageDown, HalfPageUp, HalfPageDown, First, Last,
        PageLeft, PageRight, FirstColumn, LastColumn, NextMatch, PreviousMatch,
    }
    Shows {
        FocusUsers, FocusCompanies, FocusMatrix, NextPane, PreviousPane, Zoom, SwitchView,
        Rules, NextField, PreviousField, Filter, Jump, SavedFilters, SaveFilter, Sort, Columns, ShowColumn,
        Narrower, Wider, Complete, Older, Newer, History, OnlyCell, ByUser, AllCompanies, Statistics, Findings, WithoutCompany, Messages,
        Help, Legend, Palette, Redraw, Reload, Suspend, Interrupt, Close,
    }
    ShowsTarget {
        Card, Who, Why, Copy,
    }
    Changes {
        Clear, NextScope, Default, ScopeAll, ScopeTenant, ScopeHome, ScopeNone, AllMarked,
        OnlyShown, New, Deactivate, UndoThis, Undo, Redo, Demo, Quit, Import, Replace,
        SkipProblems,
    }
    ChangesTarget {
        Toggle, Mark, Range, MarkAll, Invert, GrantSelection, RevokeSelection, SetSelection,
        GrantShown, CopyCompanies, AddCopied, ReplaceWithCopied, Populate, EditThis, Delete, Leave, Export,
    }
    Confirms {
        Accept,
    }
}

/// One line of the key table.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) action: Action,
    pub(crate) keys: &'static [Key],
    pub(crate) contexts: &'static [Context],
    pub(crate) group: Group,
    /// The description of the key, for help and docs/console.md.
    pub(crate) does: &'static str,
    /// The beginning of the description, which is enough in the help of a pane.
    short: &'static str,
    /// What replaces it in some panes.
    short_in: &'static [(Context, &'static str)],
    /// The word in the hints, if the key is shown there.
    pub(crate) hint: Option<&'static str>,
}

impl Binding {
    /// The short description of the key.
    pub(crate) fn short(&self) -> &'static str {
        self.short
    }

    /// The short description of the key in a context.
    pub(crate) fn short_in(&self, context: Context) -> &'static str {
        let other = self.short_in.iter().find(|(pane, _)| *pane == context);
        other.map_or(self.short, |(_, short)| short)
    }
}

pub(super) const EVERYWHERE: &[Context] = &Context::ALL;
pub(super) const PANES: &[Context] = contexts_of!(Pane);
const CELLS: &[Context] = &[Context::Companies, Context::Matrix];
/// Dialogs with a list and no input field.
const UNTYPED: &[Context] = contexts_of!(List);
/// Dialogs with a list.
const LISTS: &[Context] = contexts_of!(List, ListWithField);
/// Panes, and dialogs that can be scrolled by page.
const PAGED: &[Context] = contexts_of!(Pane, List, ListWithField, Sections);
/// Those of them without an input field.
const PAGED_BY_LETTER: &[Context] = contexts_of!(Pane, List, Sections);
/// Dialogs that a letter can close, because they have no input field.
const LETTER_CLOSES: &[Context] = contexts_of!(List, Sections, Prompt);
/// All dialogs.
const CLOSABLE: &[Context] = contexts_of!(List, ListWithField, Sections, Prompt, Fields, Work);

/// Dialogs in which a letter shows their keys, and those in which any key does: not help itself,
/// and not work that can only be cancelled.
const HELPED_BY_LETTER: &[Context] = &with_help::<{ LETTER_CLOSES.len() - 1 }>(LETTER_CLOSES);
const HELPED: &[Context] = &with_help::<{ CLOSABLE.len() - 3 }>(CLOSABLE);

/// Whether digits are a count in a context. They are not if anything can be typed there, such
/// as the number that confirms a deletion.
pub(crate) fn accepts_counts(context: Context) -> bool {
    PAGED_BY_LETTER.contains(&context) && context != Context::Delete
}

/// The number of contexts of these kinds.
const fn count(kinds: &[ContextKind]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < Context::ALL.len() {
        count += is_of(Context::ALL[at], kinds) as usize;
        at += 1;
    }
    count
}

/// The `N` contexts of these kinds.
const fn found<const N: usize>(kinds: &[ContextKind]) -> [Context; N] {
    let mut all = [Context::ALL[0]; N];
    let (mut at, mut filled) = (0, 0);
    while at < Context::ALL.len() {
        if is_of(Context::ALL[at], kinds) {
            all[filled] = Context::ALL[at];
            filled += 1;
        }
        at += 1;
    }
    all
}

/// The contexts from which help can be opened.
const fn with_help<const N: usize>(all: &[Context]) -> [Context; N] {
    let mut helped = [all[0]; N];
    let (mut at, mut filled) = (0, 0);
    while at < all.len() {
        if !matches!(all[at], Context::HelpKeys | Context::Help | Context::Progress) {
            helped[filled] = all[at];
            filled += 1;
        }
        at += 1;
    }
    helped
}

const fn is_of(context: Context, kinds: &[ContextKind]) -> bool {
    let mut at = 0;
    while at < kinds.len() {
        if kinds[at] as u8 == context.kind() as u8 {
            return true;
        }
        at += 1;
    }
    false
}

use KeyCode::{BackTab, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right, Tab, Up};

/// The table. The hints of a dialog are shown in this order, as many as fit.
#[rustfmt::skip] // one line for each entry
pub(crate) const BINDINGS: &[Binding] = &[
    bind!(Mark, [Key::char(' ')], &[Context::Users], Mark, "mark or unmark this user", "mark"),
    bind!(Toggle, [Key::char(' ')], CELLS, Edit, "grant or revoke this cell", "toggle"),
    bind!(Filter, [Key::char('/')], PANES, Mark, "filter the users" + " (in Companies: the companies)", [Companies: "filter the companies"], "filter"),
    bind!(GrantSelection, [Key::char('+')], PANES, Edit, "grant the selection" + " (selected companies to selected users), after a preview", "grant"),
    bind!(RevokeSelection, [Key::char('-')], PANES, Edit, "revoke the selection" + " (selected companies from selected users), after a preview", "revoke"),
    bind!(SetSelection, [Key::char('=')], PANES, Edit, "set exactly the selection" + " (these companies for these users), after a preview", "set"),
    bind!(GrantShown, [Key::char('A')], PANES, Edit, "grant everything shown" + " (all shown companies to all shown users), after a preview"),
    bind!(CopyCompanies, [Key::char('y')], PANES, Edit, "copy this user's companies"),
    bind!(AddCopied, [Key::char('p')], PANES, Edit, "add the copied companies" + " (to the selected users), after a preview"),
    bind!(ReplaceWithCopied, [Key::char('P')], PANES, Edit, "replace by the copied ones" + " (the selected users' companies), after a preview"),
    bind!(Mark, [Key::char('m')], PANES, Mark, "mark or unmark" + " (what is under the cursor)"),
    bind!(Range, [Key::char('v')], PANES, Mark, "start a range" + "; press again to mark it (a block in the matrix)", "range"),
    bind!(MarkAll, [Key::ctrl('a')], PANES, Mark, "mark all shown"),
    bind!(Invert, [Key::char('*')], PANES, Mark, "invert the marks"),
    bind!(Clear, [Key::plain(Esc)], PANES, Mark, "clear range, marks, filter" + " (in this order)", "clear"),
    bind!(Undo, [Key::char('u')], PANES, Edit, "undo the last change" + "; one from an earlier session after a preview", "undo"),
    bind!(Redo, [Key::char('U')], PANES, Edit, "redo the last undone change" + "; one from an earlier session after a preview"),
    bind!(Up, [Key::plain(Up), Key::char('k')], PANES, Move, "one up"),
    bind!(Down, [Key::plain(Down), Key::char('j')], PANES, Move, "one down"),
    bind!(Left, [Key::plain(Left), Key::char('h')], PANES, Move, "one company to the left" + " (in a list: the pane to the left)", [Users: "the pane to the left", Companies: "the pane to the left"]),
    bind!(Right, [Key::plain(Right), Key::char('l')], PANES, Move, "one company to the right" + " (in a list: the pane to the right)", [Users: "the pane to the right", Companies: "the pane to the right"]),
    bind!(PageUp, [Key::plain(PageUp)], PAGED, Move, "a page up"),
    bind!(PageDown, [Key::plain(PageDown)], PAGED, Move, "a page down"),
    bind!(PageUp, [Key::ctrl('b')], PAGED_BY_LETTER, Move, "a page up, where nothing is typed"),
    bind!(PageDown, [Key::ctrl('f')], PAGED_BY_LETTER, Move, "a page down, where nothing is typed"),
    bind!(HalfPageUp, [Key::ctrl('u')], PAGED_BY_LETTER, Move, "half a page up"),
    bind!(HalfPageDown, [Key::ctrl('d')], PAGED_BY_LETTER, Move, "half a page down"),
    bind!(First, [Key::char('g'), Key::plain(Home)], PANES, Move, "to the first"),
    bind!(Last, [Key::char('G'), Key::plain(End)], PANES, Move, "to the last"),
    bind!(PageLeft, [Key::char('H')], &[Context::Matrix], Move, "a page left" + " (of companies)"),
    bind!(PageRight, [Key::char('L')], &[Context::Matrix], Move, "a page right" + " (of companies)"),
    bind!(FirstColumn, [Key::char('0')], &[Context::Matrix], Move, "to the first company"),
    bind!(LastColumn, [Key::char('$')], &[Context::Matrix], Move, "to the last company"),
    bind!(FocusUsers, [Key::char('1')], PANES, Panes, "go to the users"),
    bind!(FocusCompanies, [Key::char('2')], PANES, Panes, "go to this user's companies"),
    bind!(FocusMatrix, [Key::char('3')], PANES, Panes, "go to the access matrix"),
    bind!(NextPane, [Key::plain(Tab)], PANES, Panes, "the next pane", "pane"),
    bind!(PreviousPane, [Key::plain(BackTab)], PANES, Panes, "the previous pane"),
    bind!(Zoom, [Key::char('z')], PANES, Panes, "zoom the pane" + " (to the whole screen, or back)", "zoom"),
    bind!(SwitchView, [Key::char('E')], PANES, Panes, "effective access or grants" + " (what the panes show)", "effective"),
    bind!(New, [Key::char('n')], PANES, Edit, "new user…" + " (in Companies: new company…)", [Companies: "new company…"], "new"),
    bind!(EditThis, [Key::char('e')], PANES, Edit, "edit this user…" + " (in Companies: this company…)", [Companies: "edit this company…"], "edit"),
    bind!(Delete, [Key::char('D')], PANES, Edit, "delete or deactivate" + " (this user, in Companies this company); shows what is affected"),
    bind!(Leave, [Key::char('X')], PANES, Edit, "leaver: deactivate, revoke" + " (everything from the marked users, or this one), after a preview"),
    bind!(Populate, [Key::char('r')], PANES, Edit, "populate by the rules" + " (give the shown users the companies their rules require), after a preview", "populate"),
    bind!(Rules, [Key::char('R')], PANES, Edit, "role rules, access policy" + " (which companies each role should have, and which it reaches)", "rules"),
    bind!(History, [Key::char('t')], PANES, Edit, "history: who changed what" + " (when, and why)", "history"),
    bind!(Accept, [Key::plain(Enter)], &[Context::History], Edit, "show the cells of the change", "its cells"),
    bind!(Filter, [Key::char('/')], &[Context::History], Edit, "filter the history" + ": who, where, lost:, gained:, kind:, operator:me, since:7d", "filter"),
    bind!(Accept, [Key::plain(Enter)], &[Context::HistoryFilter], Edit, "show the matching changes; empty shows all", "show"),
    bind!(UndoThis, [Key::char('u')], &[Context::History], Edit, "undo this change, after a preview", "undo it"),
    bind!(ByUser, [Key::char('p')], &[Context::History], Edit, "by user: who gained and lost what in the changes shown", "by user"),
    bind!(Accept, [Key::plain(Enter)], &[Context::HistoryByUser], Edit, "the changes of this user", "changes"),
    bind!(OnlyCell, [Key::char('c')], &[Context::History], Edit, "only changes of this cell; press again for all", "this cell"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Undo], Edit, "undo or redo the change as previewed", "undo it"),
    bind!(Why, [Key::char('w')], PANES, Console, "why: who granted this" + " (or revoked it, when, and what the rules require)", "why"),
    bind!(Card, [Key::plain(Enter)], &[Context::Users], Console, "this user in full" + " (role, home, tenant, and every company with the reason)", "details"),
    bind!(Who, [Key::plain(Enter)], &[Context::Companies], Console, "who can get in" + " (into this company), and why", "who"),
    bind!(Why, [Key::plain(Enter)], &[Context::Matrix], Console, "why the user can or cannot get in"),
    bind!(Statistics, [Key::char('s')], PANES, Console, "statistics" + " (grants by user, company, role and month)", "statistics"),
    bind!(Findings, [Key::char('!')], PANES, Console, "findings for auditors" + " (what they ask about first)", "findings"),
    bind!(Copy, [Key::char('Y')], PANES, Console, "copy to the clipboard" + " (a name, the list shown, a row, the answer of why)", "copy"),
    bind!(Copy, [Key::char('Y')], &[Context::Why], Console, "copy this answer to the clipboard", "copy"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Copy], Console, "copy the chosen text to the terminal's clipboard", "copy it"),
    bind!(Messages, [Key::char('M')], PANES, Console, "messages of this session" + " (newest first)", "messages"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Findings], Console, "go to the users or companies of the finding", "show them"),
    bind!(AllCompanies, [Key::char('w')], &[Context::Why], Console, "all companies of the user; press again for the one company", "all companies"),
    bind!(Card, [Key::plain(Enter)], &[Context::Who], Console, "the chosen user: every company with the reason", "the user"),
    bind!(Why, [Key::char('w')], &[Context::Who], Console, "why the chosen user can get in", "why"),
    bind!(Filter, [Key::char('/')], &[Context::Who], Console, "filter who can get in" + ", in the language of the users' filter", "filter"),
    bind!(Accept, [Key::plain(Enter)], &[Context::WhoFilter], Console, "keep the filter of who can get in", "keep"),
    bind!(History, [Key::char('t')], &[Context::Why], Console, "the history of this cell", "history"),
    bind!(Who, [Key::char('c')], &[Context::Why], Console, "who can get into this company", "who"),
    bind!(NextPane, [Key::plain(Tab)], &[Context::Rules], Console, "the access policy: what the HR system does", "policy"),
    bind!(NextPane, [Key::plain(Tab)], &[Context::Policy], Console, "the role rules: what should be granted", "rules"),
    bind!(NextScope, [Key::char(' '), Key::plain(Enter)], &[Context::Policy], Edit, "change the chosen part of the role's policy to the next value", "change"),
    bind!(Left, [Key::plain(Left), Key::char('h')], &[Context::Policy], Move, "the part of the policy to the left"),
    bind!(Right, [Key::plain(Right), Key::char('l')], &[Context::Policy], Move, "the part of the policy to the right"),
    bind!(Default, [Key::char('d')], &[Context::Policy], Edit, "reset the role's policy to the default of the HR system", "default"),
    bind!(Undo, [Key::char('u')], &[Context::Policy], Edit, "undo the last change, to a policy or a grant", "undo"),
    bind!(Redo, [Key::char('U')], &[Context::Policy], Edit, "redo the last undone change, to a policy or a grant"),
    bind!(NextScope, [Key::char(' '), Key::plain(Enter)], &[Context::Rules], Edit, "change the role's rule to the next scope"),
    bind!(ScopeAll, [Key::char('a')], &[Context::Rules], Edit, "the rule grants all companies", "all"),
    bind!(ScopeTenant, [Key::char('t')], &[Context::Rules], Edit, "the rule grants the companies of the user's tenant", "tenant"),
    bind!(ScopeHome, [Key::char('h')], &[Context::Rules], Edit, "the rule grants the user's home company", "home"),
    bind!(ScopeNone, [Key::char('n')], &[Context::Rules], Edit, "the rule grants no companies", "none"),
    bind!(Populate, [Key::char('r')], &[Context::Rules], Edit, "populate the shown users by these rules, after a preview", "populate"),
    bind!(Undo, [Key::char('u')], &[Context::Rules], Edit, "undo the last change, to a rule or a grant", "undo"),
    bind!(Redo, [Key::char('U')], &[Context::Rules], Edit, "redo the last undone change, to a rule or a grant"),
    bind!(Export, [Key::char('x')], PANES, Console, "export to a file" + " (what is shown, what is marked, or everything)", "export"),
    bind!(Import, [Key::char('i')], PANES, Edit, "import from a file" + " (grants, users or companies), after a preview", "import"),
    bind!(Accept, [Key::plain(Enter)], &[Context::File], Edit, "write the file, or read it and show a preview", "continue"),
    bind!(Up, [Key::plain(Up)], &[Context::File], Move, "previous line"),
    bind!(Down, [Key::plain(Down)], &[Context::File], Move, "next line"),
    bind!(Left, [Key::plain(Left)], &[Context::File], Move, "previous option; in the path, one character to the left"),
    bind!(Right, [Key::plain(Right)], &[Context::File], Move, "next option; in the path, one character to the right"),
    bind!(Complete, [Key::plain(Tab)], &[Context::File], Edit, "complete the path; press again for the next match", "complete the path"),
    bind!(Replace, [Key::char('y')], &[Context::Replace], Edit, "overwrite the file", "overwrite"),
    bind!(SkipProblems, [Key::char('s')], &[Context::Problems], Edit, "skip the problems and preview the rest", "skip them"),
    bind!(Demo, [Key::char('d')], PANES, Console, "open demo data" + " (in an empty database; not kept when you quit)", "demo"),
    bind!(Palette, [Key::char(':'), Key::ctrl('p')], PANES, Console, "palette: find an action" + " (and run it)", "actions"),
    bind!(Legend, [Key::plain(F(2))], PANES, Console, "legend: what the signs mean", "legend"),
    bind!(Help, [Key::char('?'), Key::plain(F(1))], PANES, Console, "help: keys of this pane" + "; press again for all keys and symbols", "help"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Statistics], Console, "go to the users behind the figure", "its users"),
    bind!(NextPane, [Key::plain(Tab)], &[Context::Statistics], Console, "the next section of the statistics", "section"),
    bind!(PreviousPane, [Key::plain(BackTab)], &[Context::Statistics], Console, "the previous section"),
    bind!(Sort, [Key::char('o')], &[Context::Statistics], Console, "sort the companies by users, drift, code or name", "sort"),
    bind!(WithoutCompany, [Key::char('n')], &[Context::Statistics], Console, "go to the users without a company", "without a company"),
    bind!(Left, [Key::plain(Left), Key::char('h')], &[Context::Statistics], Move, "the bar or the figure to the left" + "; in a list, the previous section"),
    bind!(Right, [Key::plain(Right), Key::char('l')], &[Context::Statistics], Move, "the bar or figure to the right" + "; in a list, the next section"),
    bind!(Up, [Key::plain(Up), Key::char('k')], &[Context::Statistics], Move, "one line up in the statistics, or one bar to the left"),
    bind!(Down, [Key::plain(Down), Key::char('j')], &[Context::Statistics], Move, "one line down in the statistics, or one bar to the right"),
    bind!(First, [Key::char('g'), Key::plain(Home)], &[Context::Statistics], Move, "to the first line or bar"),
    bind!(Last, [Key::char('G'), Key::plain(End)], &[Context::Statistics], Move, "to the last line or bar"),
    bind!(Close, [Key::char('s')], &[Context::Statistics], Console, "close the statistics"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Palette], Edit, "run the selected action", "run"),
    bind!(Quit, [Key::char('q')], PANES, Console, "quit" + "; every edit is already saved", "quit"),
    bind!(Redraw, [Key::ctrl('l')], EVERYWHERE, Console, "redraw the screen"),
    bind!(Reload, [Key::plain(F(5))], PANES, Console, "reload the database"),
    bind!(Suspend, [Key::ctrl('z')], EVERYWHERE, Console, "suspend" + " (`fg` to return)"),
    bind!(Interrupt, [Key::ctrl('c')], EVERYWHERE, Console, "quit immediately" + " (with exit status 130)"),
    bind!(SavedFilters, [Key::char('F'), Key::char('&')], PANES, Mark, "saved filters" + " (choose one by its name)", "saved"),
    bind!(Accept, [Key::plain(Enter)], &[Context::SavedFilters], Mark, "filter the list by the chosen filter", "show"),
    bind!(Delete, [Key::char('D')], &[Context::SavedFilters], Mark, "remove the chosen filter, if it was saved from the screen", "remove"),
    bind!(SaveFilter, [Key::char('S')], PANES, Mark, "save this filter" + " (under a name)"),
    bind!(Accept, [Key::plain(Enter)], &[Context::FilterName], Mark, "save the filter under this name", "save"),
    bind!(Jump, [Key::char('f')], PANES, Mark, "jump to a user" + " (in Companies: a company) by some letters of the name; nothing is filtered", [Companies: "jump to a company"], "jump"),
    bind!(NextMatch, [Key::char('n'), Key::char(';')], &[Context::Matches], Mark, "after a jump: the next match", "next match"),
    bind!(PreviousMatch, [Key::char('N'), Key::char(',')], &[Context::Matches], Mark, "after a jump: the previous match", "previous"),
    bind!(Clear, [Key::plain(Esc)], &[Context::Matches], Mark, "end the jump" + ", so that the keys for its matches have their usual meaning again", "end jump"),
    bind!(NextMatch, [Key::char(';')], PANES, Mark, "the next match" + " (of the last jump)"),
    bind!(PreviousMatch, [Key::char(',')], PANES, Mark, "the previous match" + " (of the last jump)"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Jump], Mark, "go to the chosen user or company" + "; if the filter hides it, press again to clear the filter", "go there"),
    bind!(Sort, [Key::char('o')], PANES, Mark, "sort the users" + " (in Companies: the companies)", [Companies: "sort the companies"], "sort"),
    bind!(Columns, [Key::char('|')], PANES, Mark, "choose the columns" + " (of the users)", "columns"),
    bind!(ShowColumn, [Key::char(' '), Key::plain(Enter)], &[Context::Columns], Mark, "show or hide the chosen column", "show or hide"),
    bind!(Narrower, [Key::char('<')], &[Context::Columns], Mark, "make the chosen column narrower", "narrower"),
    bind!(Wider, [Key::char('>')], &[Context::Columns], Mark, "make the chosen column wider", "wider"),
    bind!(Default, [Key::char('d')], &[Context::Columns], Mark, "show the columns of the configuration" + ", or the default ones, with the usual widths", "default"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Filter], Mark, "keep the filter", "keep"),
    bind!(Complete, [Key::plain(Tab)], &[Context::Filter, Context::HistoryFilter], Mark, "complete a field or value; press again for the next", "complete"),
    bind!(Older, [Key::plain(Up)], &[Context::Filter], Mark, "an older filter", "older"),
    bind!(Newer, [Key::plain(Down)], &[Context::Filter], Mark, "a newer filter"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Sort], Mark, "sort by this; press again to reverse", "sort"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Preview], Edit, "commit the previewed change", "commit"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Form], Edit, "save the form; with a list entry selected, use it", "save"),
    bind!(NextField, [Key::plain(Tab)], &[Context::Form], Edit, "to the next field of a form", "next field"),
    bind!(PreviousField, [Key::plain(BackTab)], &[Context::Form], Edit, "to the previous field"),
    bind!(Up, [Key::plain(Up)], &[Context::Form], Edit, "one line up in the list under the field"),
    bind!(Down, [Key::plain(Down)], &[Context::Form], Edit, "one line down in the list under the field"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Delete], Edit, "delete it, if only grants refer to it", "delete"),
    bind!(Deactivate, [Key::char('a')], &[Context::Delete], Edit, "deactivate it instead, or activate it again", "deactivate"),
    bind!(AllMarked, [Key::char('a')], &[Context::Hidden], Edit, "all marked, including hidden", "all marked"),
    bind!(OnlyShown, [Key::char('s')], &[Context::Hidden], Edit, "only the visible marked ones", "only shown"),
    bind!(Accept, [Key::plain(Enter)], &[Context::Pasted], Mark, "mark the users or companies of the pasted names", "mark them"),
    bind!(Filter, [Key::char('/')], &[Context::HelpKeys], Console, "search all keys, signs and words", "search"),
    bind!(Help, [Key::char('?')], &[Context::HelpKeys], Console, "all keys, signs and words, with a search", "everything"),
    bind!(Close, [Key::plain(Esc)], CLOSABLE, Console, "close a dialog; stop running work", "close"),
    bind!(Close, [Key::char('q')], LETTER_CLOSES, Console, "close a dialog in which nothing is typed"),
    bind!(Close, [Key::plain(F(1))], &[Context::HelpKeys, Context::Help], Console, "close help"),
    bind!(Up, [Key::plain(Up)], LISTS, Move, "one line up in a dialog"),
    bind!(Down, [Key::plain(Down)], LISTS, Move, "one line down in a dialog"),
    bind!(Up, [Key::char('k')], UNTYPED, Move, "one line up in a list"),
    bind!(Down, [Key::char('j')], UNTYPED, Move, "one line down in a list"),
    bind!(First, [Key::char('g'), Key::plain(Home)], UNTYPED, Move, "to the first line of a list"),
    bind!(Last, [Key::char('G'), Key::plain(End)], UNTYPED, Move, "to the last line of a list"),
    bind!(Help, [Key::char('?')], HELPED_BY_LETTER, Console, "help: keys of this dialog" + ", where nothing is typed", "help"),
    bind!(Help, [Key::plain(F(1))], HELPED, Console, "help: keys of the dialog or line", "help"),
    bind!(NextField, [Key::plain(Tab)], &[Context::Preview], Edit, "to the other field, if there are two"),
];
