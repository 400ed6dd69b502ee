//! The key table: a line for each meaning of a key.

use super::super::key::{Key, KeyCode};
use super::actions::{Action, Context};
use super::binding::{Binding, Group};

pub(super) const EVERYWHERE: &[Context] = &Context::ALL;
pub(super) const PANES: &[Context] = &[Context::Users, Context::Companies, Context::Matrix];
const USERS: &[Context] = &[Context::Users];
const CELLS: &[Context] = &[Context::Companies, Context::Matrix];
const COMPANIES: &[Context] = &[Context::Companies];
const MATRIX: &[Context] = &[Context::Matrix];
/// The lists of dialogs in which nothing is typed.
const UNTYPED: &[Context] = &[
    Context::Reading,
    Context::History,
    Context::Rules,
    Context::Policy,
    Context::SavedFilters,
    Context::Sort,
    Context::Why,
    Context::Who,
    Context::Pasted,
    Context::Delete,
    Context::Findings,
    Context::Problems,
];
/// The lists of dialogs.
const LISTS: &[Context] = &joined::<17>(&[
    UNTYPED,
    &[Context::Help, Context::Preview, Context::Undo, Context::Palette, Context::Jump],
]);
/// Panes and dialogs that have pages.
const PAGED: &[Context] = &joined::<21>(&[PANES, LISTS, STATISTICS]);
/// Those in which nothing is typed.
const PAGED_BY_LETTER: &[Context] = &joined::<16>(&[PANES, UNTYPED, STATISTICS]);
/// Dialogs that a letter can close, because nothing is typed in them.
const LETTER_CLOSES: &[Context] = &joined::<15>(&[UNTYPED, STATISTICS, HIDDEN, REPLACE]);
/// All dialogs.
const CLOSABLE: &[Context] = &joined::<25>(&[
    LISTS,
    STATISTICS,
    HIDDEN,
    REPLACE,
    FORM,
    FILE,
    FILTER,
    HISTORY_FILTER,
    &[Context::Progress],
]);
const HELP: &[Context] = &[Context::Help];
const HIDDEN: &[Context] = &[Context::Hidden];
const PREVIEW: &[Context] = &[Context::Preview];
const FILTER: &[Context] = &[Context::Filter];
const SAVED_FILTERS: &[Context] = &[Context::SavedFilters];
const SORT: &[Context] = &[Context::Sort];
const FORM: &[Context] = &[Context::Form];
const DELETE: &[Context] = &[Context::Delete];
const HISTORY: &[Context] = &[Context::History];
const HISTORY_FILTER: &[Context] = &[Context::HistoryFilter];
const UNDO: &[Context] = &[Context::Undo];
const WHY: &[Context] = &[Context::Why];
const WHO: &[Context] = &[Context::Who];
const PASTED: &[Context] = &[Context::Pasted];
const JUMP: &[Context] = &[Context::Jump];
const PALETTE: &[Context] = &[Context::Palette];
const RULES: &[Context] = &[Context::Rules];
const POLICY: &[Context] = &[Context::Policy];
const STATISTICS: &[Context] = &[Context::Statistics];
const FINDINGS: &[Context] = &[Context::Findings];
const FILE: &[Context] = &[Context::File];
const REPLACE: &[Context] = &[Context::Replace];
const PROBLEMS: &[Context] = &[Context::Problems];

/// Several lists of contexts as one, of exactly `N`: another number does not compile.
const fn joined<const N: usize>(lists: &[&[Context]]) -> [Context; N] {
    let mut all = [Context::Reading; N];
    let (mut list, mut filled) = (0, 0);
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            all[filled] = lists[list][at];
            (at, filled) = (at + 1, filled + 1);
        }
        list += 1;
    }
    assert!(filled == N);
    all
}

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
#[rustfmt::skip] // a line for each
pub(crate) const BINDINGS: &[Binding] = &[
    bind!(Mark, [Key::char(' ')], USERS, Mark, "mark the user under the cursor", "mark"),
    bind!(Toggle, [Key::char(' ')], CELLS, Edit, "grant or revoke the cell under the cursor", "toggle"),
    bind!(Filter, [Key::char('/')], PANES, Mark, "filter the users (in Companies: the companies)", "filter"),
    bind!(GrantSelection, [Key::char('+')], PANES, Edit, "grant the selected companies to the selected users, after a preview", "grant"),
    bind!(RevokeSelection, [Key::char('-')], PANES, Edit, "revoke the selected companies from the selected users, after a preview", "revoke"),
    bind!(SetSelection, [Key::char('=')], PANES, Edit, "set exactly the selected companies for the selected users, after a preview", "set"),
    bind!(GrantShown, [Key::char('A')], PANES, Edit, "grant all shown companies to all shown users, after a preview"),
    bind!(Take, [Key::char('y')], PANES, Edit, "copy this user's companies"),
    bind!(Give, [Key::char('p')], PANES, Edit, "add the copied companies to the selected users, after a preview"),
    bind!(GiveOnly, [Key::char('P')], PANES, Edit, "replace the selected users' companies with the copied ones, after a preview"),
    bind!(Mark, [Key::char('m')], PANES, Mark, "mark or unmark what is under the cursor"),
    bind!(Range, [Key::char('v')], PANES, Mark, "start a range; press again to mark it (a block in the matrix)"),
    bind!(MarkAll, [Key::ctrl('a')], PANES, Mark, "mark all shown"),
    bind!(Invert, [Key::char('*')], PANES, Mark, "invert the marks"),
    bind!(Clear, [Key::plain(Esc)], PANES, Mark, "clear range, marks, then filter", "clear"),
    bind!(Undo, [Key::char('u')], PANES, Edit, "undo the last change; one from an earlier session after a preview", "undo"),
    bind!(Redo, [Key::char('U')], PANES, Edit, "redo the last undone change; one from an earlier session after a preview"),
    bind!(Up, [Key::plain(Up), Key::char('k')], PANES, Move, "one up"),
    bind!(Down, [Key::plain(Down), Key::char('j')], PANES, Move, "one down"),
    bind!(Left, [Key::plain(Left), Key::char('h')], PANES, Move, "one company to the left; in a list, the pane to the left"),
    bind!(Right, [Key::plain(Right), Key::char('l')], PANES, Move, "one company to the right; in a list, the pane to the right"),
    bind!(PageUp, [Key::plain(PageUp)], PAGED, Move, "a page up"),
    bind!(PageDown, [Key::plain(PageDown)], PAGED, Move, "a page down"),
    bind!(PageUp, [Key::ctrl('b')], PAGED_BY_LETTER, Move, "a page up, where nothing is typed"),
    bind!(PageDown, [Key::ctrl('f')], PAGED_BY_LETTER, Move, "a page down, where nothing is typed"),
    bind!(HalfPageUp, [Key::ctrl('u')], PAGED_BY_LETTER, Move, "half a page up"),
    bind!(HalfPageDown, [Key::ctrl('d')], PAGED_BY_LETTER, Move, "half a page down"),
    bind!(First, [Key::char('g'), Key::plain(Home)], PANES, Move, "to the first"),
    bind!(Last, [Key::char('G'), Key::plain(End)], PANES, Move, "to the last"),
    bind!(PageLeft, [Key::char('H')], MATRIX, Move, "a page of companies to the left"),
    bind!(PageRight, [Key::char('L')], MATRIX, Move, "a page of companies to the right"),
    bind!(FirstColumn, [Key::char('0')], MATRIX, Move, "to the first company"),
    bind!(LastColumn, [Key::char('$')], MATRIX, Move, "to the last company"),
    bind!(FocusUsers, [Key::char('1')], PANES, Panes, "go to the users"),
    bind!(FocusCompanies, [Key::char('2')], PANES, Panes, "go to this user's companies"),
    bind!(FocusMatrix, [Key::char('3')], PANES, Panes, "go to the access matrix"),
    bind!(NextPane, [Key::plain(Tab)], PANES, Panes, "the next pane", "pane"),
    bind!(PreviousPane, [Key::plain(BackTab)], PANES, Panes, "the previous pane"),
    bind!(Zoom, [Key::char('z')], PANES, Panes, "zoom the pane to the whole screen, or back", "zoom"),
    bind!(SwitchView, [Key::char('E')], PANES, Panes, "show effective access, or grants"),
    bind!(New, [Key::char('n')], PANES, Edit, "new user… (in Companies: new company…)", "new"),
    bind!(EditThis, [Key::char('e')], PANES, Edit, "edit this user… (in Companies: this company…)", "edit"),
    bind!(Delete, [Key::char('D')], PANES, Edit, "delete or deactivate this user (in Companies: this company); shows what is affected"),
    bind!(Populate, [Key::char('r')], PANES, Edit, "populate: give the shown users the companies their rules require, after a preview", "populate"),
    bind!(Rules, [Key::char('R')], PANES, Edit, "role rules: which companies each role should have; Tab there shows the access policy", "rules"),
    bind!(History, [Key::char('t')], PANES, Edit, "history: who changed what, when and why", "history"),
    bind!(Accept, [Key::plain(Enter)], HISTORY, Edit, "show the cells of the change", "its cells"),
    bind!(Filter, [Key::char('/')], HISTORY, Edit, "filter the history by user, company, operator, account and time", "filter"),
    bind!(Accept, [Key::plain(Enter)], HISTORY_FILTER, Edit, "show the matching changes; empty shows all", "show"),
    bind!(UndoThis, [Key::char('u')], HISTORY, Edit, "undo this change, after a preview", "undo it"),
    bind!(OnlyCell, [Key::char('c')], HISTORY, Edit, "only changes of this cell; press again for all", "this cell"),
    bind!(Accept, [Key::plain(Enter)], UNDO, Edit, "undo or redo the change as previewed", "undo it"),
    bind!(Why, [Key::char('w')], PANES, Console, "why: who granted or revoked this access, and what the rules require", "why"),
    bind!(Card, [Key::plain(Enter)], USERS, Console, "this user: role, home, tenant, and every company with the reason"),
    bind!(Who, [Key::plain(Enter)], COMPANIES, Console, "who can get into this company, and why"),
    bind!(Why, [Key::plain(Enter)], MATRIX, Console, "why this cell is as it is"),
    bind!(Statistics, [Key::char('s')], PANES, Console, "statistics: grants by user, company, role and month", "statistics"),
    bind!(Findings, [Key::char('F')], PANES, Console, "findings: what an auditor asks first about access", "findings"),
    bind!(Messages, [Key::char('M')], PANES, Console, "the messages of this session, newest first"),
    bind!(Accept, [Key::plain(Enter)], FINDINGS, Console, "go to the users or companies of the finding", "show them"),
    bind!(AllCompanies, [Key::char('w')], WHY, Console, "all companies of the user; press again for the one company", "all companies"),
    bind!(Card, [Key::plain(Enter)], WHO, Console, "the chosen user: every company with the reason", "the user"),
    bind!(Why, [Key::char('w')], WHO, Console, "why the chosen user can get in", "why"),
    bind!(History, [Key::char('t')], WHY, Console, "the history of this cell", "history"),
    bind!(Who, [Key::char('c')], WHY, Console, "who can get into this company", "who"),
    bind!(NextPane, [Key::plain(Tab)], RULES, Console, "the access policy: what the HR system does", "policy"),
    bind!(NextPane, [Key::plain(Tab)], POLICY, Console, "the role rules: what should be granted", "rules"),
    bind!(NextScope, [Key::char(' '), Key::plain(Enter)], POLICY, Edit, "change the chosen part of the role's policy to the next value", "change"),
    bind!(Left, [Key::plain(Left), Key::char('h')], POLICY, Move, "the part of the policy to the left"),
    bind!(Right, [Key::plain(Right), Key::char('l')], POLICY, Move, "the part of the policy to the right"),
    bind!(Default, [Key::char('d')], POLICY, Edit, "reset the role's policy to the default of the HR system", "default"),
    bind!(Undo, [Key::char('u')], POLICY, Edit, "undo the last change, to a policy or a grant", "undo"),
    bind!(Redo, [Key::char('U')], POLICY, Edit, "redo the last undone change, to a policy or a grant"),
    bind!(NextScope, [Key::char(' '), Key::plain(Enter)], RULES, Edit, "change the role's rule to the next scope"),
    bind!(ScopeAll, [Key::char('a')], RULES, Edit, "the rule grants all companies", "all"),
    bind!(ScopeTenant, [Key::char('t')], RULES, Edit, "the rule grants the companies of the user's tenant", "tenant"),
    bind!(ScopeHome, [Key::char('h')], RULES, Edit, "the rule grants the user's home company", "home"),
    bind!(ScopeNone, [Key::char('n')], RULES, Edit, "the rule grants no companies", "none"),
    bind!(Populate, [Key::char('r')], RULES, Edit, "populate the shown users by these rules, after a preview", "populate"),
    bind!(Undo, [Key::char('u')], RULES, Edit, "undo the last change, to a rule or a grant", "undo"),
    bind!(Redo, [Key::char('U')], RULES, Edit, "redo the last undone change, to a rule or a grant"),
    bind!(Export, [Key::char('x')], PANES, Console, "export what is shown, what is marked, or everything to a file", "export"),
    bind!(Import, [Key::char('i')], PANES, Edit, "import grants, users or companies from a file, after a preview", "import"),
    bind!(Accept, [Key::plain(Enter)], FILE, Edit, "write the file, or read it and show a preview", "continue"),
    bind!(Up, [Key::plain(Up)], FILE, Move, "previous line"),
    bind!(Down, [Key::plain(Down)], FILE, Move, "next line"),
    bind!(Left, [Key::plain(Left)], FILE, Move, "previous option; in the path, one character to the left"),
    bind!(Right, [Key::plain(Right)], FILE, Move, "next option; in the path, one character to the right"),
    bind!(Complete, [Key::plain(Tab)], FILE, Edit, "complete the path; press again for the next match", "complete the path"),
    bind!(Replace, [Key::char('y')], REPLACE, Edit, "overwrite the file", "overwrite"),
    bind!(SkipProblems, [Key::char('s')], PROBLEMS, Edit, "skip the problems and preview the rest", "skip them"),
    bind!(Demo, [Key::char('d')], PANES, Console, "in an empty database: open demo data (not kept when you quit)", "demo"),
    bind!(Palette, [Key::char(':'), Key::ctrl('p')], PANES, Console, "palette: find and run an action", "actions"),
    bind!(Help, [Key::char('?'), Key::plain(F(1))], PANES, Console, "help: the keys of this pane; press again for all keys and symbols", "help"),
    bind!(Accept, [Key::plain(Enter)], STATISTICS, Console, "go to the users behind the figure", "its users"),
    bind!(NextPane, [Key::plain(Tab)], STATISTICS, Console, "the next section of the statistics", "section"),
    bind!(PreviousPane, [Key::plain(BackTab)], STATISTICS, Console, "the previous section"),
    bind!(Sort, [Key::char('o')], STATISTICS, Console, "sort the companies by users, drift, code or name", "sort"),
    bind!(WithoutCompany, [Key::char('n')], STATISTICS, Console, "go to the users without a company", "without a company"),
    bind!(Left, [Key::plain(Left), Key::char('h')], STATISTICS, Move, "the bar or the figure to the left; in a list, the previous section"),
    bind!(Right, [Key::plain(Right), Key::char('l')], STATISTICS, Move, "the bar or figure to the right; in a list, the next section"),
    bind!(Up, [Key::plain(Up), Key::char('k')], STATISTICS, Move, "one line up in the statistics, or one bar to the left"),
    bind!(Down, [Key::plain(Down), Key::char('j')], STATISTICS, Move, "one line down in the statistics, or one bar to the right"),
    bind!(First, [Key::char('g'), Key::plain(Home)], STATISTICS, Move, "to the first line or bar"),
    bind!(Last, [Key::char('G'), Key::plain(End)], STATISTICS, Move, "to the last line or bar"),
    bind!(Close, [Key::char('s')], STATISTICS, Console, "close the statistics"),
    bind!(Accept, [Key::plain(Enter)], PALETTE, Edit, "run the selected action", "run"),
    bind!(Quit, [Key::char('q')], PANES, Console, "quit; every edit is already saved", "quit"),
    bind!(Redraw, [Key::ctrl('l')], EVERYWHERE, Console, "redraw the screen"),
    bind!(Reload, [Key::plain(F(5))], PANES, Console, "reload the database"),
    bind!(Suspend, [Key::ctrl('z')], EVERYWHERE, Console, "suspend (`fg` to return)"),
    bind!(Interrupt, [Key::ctrl('c')], EVERYWHERE, Console, "quit immediately, with exit status 130"),
    bind!(SavedFilters, [Key::char('&')], PANES, Mark, "saved filters: choose one of the configuration by its name"),
    bind!(Accept, [Key::plain(Enter)], SAVED_FILTERS, Mark, "filter the list by the chosen filter", "show"),
    bind!(Jump, [Key::char('f')], PANES, Mark, "jump to a user (in Companies: a company) by some letters of the name; nothing is filtered"),
    bind!(NextMatch, [Key::char(';')], PANES, Mark, "the next match of the last jump"),
    bind!(PreviousMatch, [Key::char(',')], PANES, Mark, "the previous match of the last jump"),
    bind!(Accept, [Key::plain(Enter)], JUMP, Mark, "go to the chosen user or company; a filter that hides it is cleared", "go there"),
    bind!(Sort, [Key::char('o')], PANES, Mark, "sort the users (in Companies: the companies)"),
    bind!(Accept, [Key::plain(Enter)], FILTER, Mark, "keep the filter", "keep"),
    bind!(Complete, [Key::plain(Tab)], FILTER, Mark, "complete a field, role, tenant or code; press again for the next", "complete"),
    bind!(Older, [Key::plain(Up)], FILTER, Mark, "an older filter", "older"),
    bind!(Newer, [Key::plain(Down)], FILTER, Mark, "a newer filter"),
    bind!(Accept, [Key::plain(Enter)], SORT, Mark, "sort by this; press again to reverse", "sort"),
    bind!(Accept, [Key::plain(Enter)], PREVIEW, Edit, "commit the previewed change", "commit"),
    bind!(Accept, [Key::plain(Enter)], FORM, Edit, "save the form; with a list entry selected, use it", "save"),
    bind!(NextField, [Key::plain(Tab)], FORM, Edit, "to the next field of a form", "next field"),
    bind!(PreviousField, [Key::plain(BackTab)], FORM, Edit, "to the previous field"),
    bind!(Up, [Key::plain(Up)], FORM, Edit, "one line up in the list under the field"),
    bind!(Down, [Key::plain(Down)], FORM, Edit, "one line down in the list under the field"),
    bind!(Accept, [Key::plain(Enter)], DELETE, Edit, "delete it, if only grants refer to it", "delete"),
    bind!(Deactivate, [Key::char('a')], DELETE, Edit, "deactivate it instead, or activate it again", "deactivate"),
    bind!(AllMarked, [Key::char('a')], HIDDEN, Edit, "all marked, including hidden", "all marked"),
    bind!(OnlyShown, [Key::char('s')], HIDDEN, Edit, "only the visible marked ones", "only shown"),
    bind!(Close, [Key::plain(Esc)], CLOSABLE, Console, "close a dialog; stop running work", "close"),
    bind!(Close, [Key::char('q')], LETTER_CLOSES, Console, "close a dialog in which nothing is typed"),
    bind!(Close, [Key::plain(F(1))], HELP, Console, "close help"),
    bind!(Up, [Key::plain(Up)], LISTS, Move, "one line up in a dialog"),
    bind!(Down, [Key::plain(Down)], LISTS, Move, "one line down in a dialog"),
    bind!(Accept, [Key::plain(Enter)], PASTED, Mark, "mark the users or companies of the pasted names", "mark them"),
    bind!(Up, [Key::char('k')], UNTYPED, Move, "one line up in a list"),
    bind!(Down, [Key::char('j')], UNTYPED, Move, "one line down in a list"),
    bind!(First, [Key::char('g'), Key::plain(Home)], UNTYPED, Move, "to the first line of a list"),
    bind!(Last, [Key::char('G'), Key::plain(End)], UNTYPED, Move, "to the last line of a list"),
    bind!(NextField, [Key::plain(Tab)], PREVIEW, Edit, "to the other field, if there are two"),
];
