//! The key table: a line for each meaning of a key.

use crossterm::event::KeyCode;

use super::super::key::Key;
use super::{Action, Binding, Context, Group};

pub(super) const EVERYWHERE: &[Context] = &Context::ALL;
pub(super) const PANES: &[Context] = &[Context::Users, Context::Companies, Context::Matrix];
const USERS: &[Context] = &[Context::Users];
const CELLS: &[Context] = &[Context::Companies, Context::Matrix];
const MATRIX: &[Context] = &[Context::Matrix];
const LISTS: &[Context] = &[
    Context::Reading,
    Context::Preview,
    Context::History,
    Context::Undo,
    Context::Rules,
    Context::Sort,
    Context::Why,
    Context::Palette,
    Context::Departure,
    Context::Problems,
];
const PAGED: &[Context] = &[
    Context::Users,
    Context::Companies,
    Context::Matrix,
    Context::Reading,
    Context::Preview,
    Context::History,
    Context::Undo,
    Context::Rules,
    Context::Why,
    Context::Palette,
    Context::Statistics,
    Context::Problems,
];
const READING: &[Context] = &[Context::Reading];
const HIDDEN: &[Context] = &[Context::Hidden];
const PREVIEW: &[Context] = &[Context::Preview];
const FILTER: &[Context] = &[Context::Filter];
const SORT: &[Context] = &[Context::Sort];
const FORM: &[Context] = &[Context::Form];
const DEPARTURE: &[Context] = &[Context::Departure];
const HISTORY: &[Context] = &[Context::History];
const HISTORY_FILTER: &[Context] = &[Context::HistoryFilter];
const UNDO: &[Context] = &[Context::Undo];
const WHY: &[Context] = &[Context::Why];
const PALETTE: &[Context] = &[Context::Palette];
const RULES: &[Context] = &[Context::Rules];
const STATISTICS: &[Context] = &[Context::Statistics];
const FILE: &[Context] = &[Context::File];
const REPLACE: &[Context] = &[Context::Replace];
const PROBLEMS: &[Context] = &[Context::Problems];
const CLOSABLE: &[Context] = &[
    Context::Reading,
    Context::Hidden,
    Context::Preview,
    Context::Progress,
    Context::History,
    Context::HistoryFilter,
    Context::Undo,
    Context::Filter,
    Context::Sort,
    Context::Why,
    Context::Palette,
    Context::Rules,
    Context::Statistics,
    Context::Form,
    Context::Departure,
    Context::File,
    Context::Replace,
    Context::Problems,
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
#[rustfmt::skip] // a line for each
pub(crate) const BINDINGS: &[Binding] = &[
    bind!(Mark, [Key::char(' ')], USERS, Mark, "mark the user under the cursor", "mark"),
    bind!(Toggle, [Key::char(' ')], CELLS, Edit, "grant or revoke the cell under the cursor", "toggle"),
    bind!(Filter, [Key::char('/')], PANES, Mark, "filter the users (in Companies: the companies)", "filter"),
    bind!(GrantSelection, [Key::char('+')], PANES, Edit, "grant the selected companies to the selected users, after a preview", "grant"),
    bind!(RevokeSelection, [Key::char('-')], PANES, Edit, "revoke the selected companies from the selected users, after a preview", "revoke"),
    bind!(SetSelection, [Key::char('=')], PANES, Edit, "set exactly: the selected users keep the selected companies and lose every other, after a preview", "set"),
    bind!(GrantShown, [Key::char('A')], PANES, Edit, "grant every shown company to every shown user, after a preview"),
    bind!(Take, [Key::char('y')], PANES, Edit, "take the companies of the cursor's user"),
    bind!(Give, [Key::char('p')], PANES, Edit, "give the taken companies to the selected users, after a preview"),
    bind!(GiveOnly, [Key::char('P')], PANES, Edit, "replace the companies of the selected users by the taken ones, after a preview"),
    bind!(Mark, [Key::char('m')], PANES, Mark, "mark what is under the cursor, or unmark it"),
    bind!(Range, [Key::char('v')], PANES, Mark, "begin a range; again: mark it (a block in the matrix)"),
    bind!(MarkAll, [Key::ctrl('a')], PANES, Mark, "mark all shown"),
    bind!(Invert, [Key::char('*')], PANES, Mark, "mark what is not marked, unmark the rest"),
    bind!(Clear, [Key::plain(Esc)], PANES, Mark, "drop the range, else the marks, else the filter", "clear"),
    bind!(Undo, [Key::char('u')], PANES, Edit, "undo the last change; if it is not of this session, after a preview", "undo"),
    bind!(Redo, [Key::char('U')], PANES, Edit, "redo the last undo; if it is not of this session, after a preview"),
    bind!(Up, [Key::plain(Up), Key::char('k')], PANES, Move, "one up"),
    bind!(Down, [Key::plain(Down), Key::char('j')], PANES, Move, "one down"),
    bind!(Left, [Key::plain(Left), Key::char('h')], PANES, Move, "one company to the left; in a list, the pane to the left"),
    bind!(Right, [Key::plain(Right), Key::char('l')], PANES, Move, "one company to the right; in a list, the pane to the right"),
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
    bind!(FocusUsers, [Key::char('1')], PANES, Panes, "go to the users"),
    bind!(FocusCompanies, [Key::char('2')], PANES, Panes, "go to the companies of the cursor's user"),
    bind!(FocusMatrix, [Key::char('3')], PANES, Panes, "go to the access matrix"),
    bind!(NextPane, [Key::plain(Tab)], PANES, Panes, "the next pane", "pane"),
    bind!(PreviousPane, [Key::plain(BackTab)], PANES, Panes, "the pane before"),
    bind!(Zoom, [Key::char('z')], PANES, Panes, "give the pane the whole screen, or give it back", "zoom"),
    bind!(New, [Key::char('n')], PANES, Edit, "a new user (in Companies: a new company), by a form", "new"),
    bind!(EditThis, [Key::char('e')], PANES, Edit, "edit the cursor's user (in Companies: the company), by a form", "edit"),
    bind!(Delete, [Key::char('D')], PANES, Edit, "delete or deactivate the cursor's user (in Companies: the company), after a look at what would go with it"),
    bind!(Populate, [Key::char('r')], PANES, Edit, "populate: give the shown users what the rules of their roles call for, after a preview", "populate"),
    bind!(Rules, [Key::char('R')], PANES, Edit, "role rules: which companies the users of each role shall have", "rules"),
    bind!(History, [Key::char('t')], PANES, Edit, "history: who changed what, when and why", "history"),
    bind!(Accept, [Key::plain(Enter)], HISTORY, Edit, "the cells of the change", "its cells"),
    bind!(Filter, [Key::char('/')], HISTORY, Edit, "filter the history by user, company, operator, account and time", "filter"),
    bind!(Accept, [Key::plain(Enter)], HISTORY_FILTER, Edit, "show the changes that the filter lets through; of an empty line: all", "show"),
    bind!(UndoThis, [Key::char('u')], HISTORY, Edit, "undo this change, after a preview", "undo it"),
    bind!(OnlyCell, [Key::char('c')], HISTORY, Edit, "only changes of the cursor's cell; again: all", "this cell"),
    bind!(Accept, [Key::plain(Enter)], UNDO, Edit, "undo or redo the change as the preview says", "undo it"),
    bind!(Why, [Key::char('w')], PANES, Console, "why: who decided that the user may or may not work there, and what the rules say", "why"),
    bind!(Statistics, [Key::char('s')], PANES, Console, "statistics: how the grants spread over users, companies, roles and time", "statistics"),
    bind!(AllCompanies, [Key::char('w')], WHY, Console, "all companies of the user; again: the one company", "all companies"),
    bind!(History, [Key::char('t')], WHY, Console, "the history of this cell", "history"),
    bind!(Up, [Key::char('k')], RULES, Move, "one rule up"),
    bind!(Down, [Key::char('j')], RULES, Move, "one rule down"),
    bind!(NextScope, [Key::char(' '), Key::plain(Enter)], RULES, Edit, "give the role's rule the next scope"),
    bind!(ScopeAll, [Key::char('a')], RULES, Edit, "the rule gives all companies", "all"),
    bind!(ScopeTenant, [Key::char('t')], RULES, Edit, "the rule gives the companies of the user's tenant", "tenant"),
    bind!(ScopeHome, [Key::char('h')], RULES, Edit, "the rule gives the user's home company", "home"),
    bind!(ScopeNone, [Key::char('n')], RULES, Edit, "the rule gives no company", "none"),
    bind!(Populate, [Key::char('r')], RULES, Edit, "populate the shown users by these rules, after a preview", "populate"),
    bind!(Undo, [Key::char('u')], RULES, Edit, "undo the newest change, of a rule or not", "undo"),
    bind!(Redo, [Key::char('U')], RULES, Edit, "redo the change undone last, of a rule or not"),
    bind!(Export, [Key::char('x')], PANES, Console, "export what is shown, what is marked, or everything to a file", "export"),
    bind!(Import, [Key::char('i')], PANES, Edit, "import grants, users or companies from a file, after a preview", "import"),
    bind!(Accept, [Key::plain(Enter)], FILE, Edit, "write the file; read it and preview what it would do", "go on"),
    bind!(Up, [Key::plain(Up)], FILE, Move, "the choice above"),
    bind!(Down, [Key::plain(Down)], FILE, Move, "the choice below"),
    bind!(Left, [Key::plain(Left)], FILE, Move, "choose what stands to the left; in the path, one letter to the left"),
    bind!(Right, [Key::plain(Right)], FILE, Move, "choose what stands to the right; in the path, one letter to the right"),
    bind!(Complete, [Key::plain(Tab)], FILE, Edit, "complete the path; again: the next that begins so", "complete the path"),
    bind!(Replace, [Key::char('y')], REPLACE, Edit, "replace the file by the new one", "replace"),
    bind!(SkipProblems, [Key::char('s')], PROBLEMS, Edit, "leave the problems out, and preview the rest", "leave them out"),
    bind!(Demo, [Key::char('d')], PANES, Console, "in an empty database: look at a made-up one, which goes when you quit", "look at a demo"),
    bind!(Palette, [Key::char(':'), Key::ctrl('p')], PANES, Console, "palette: find what can be done here, and do it", "actions"),
    bind!(Help, [Key::char('?'), Key::plain(F(1))], PANES, Console, "help: every key and sign", "help"),
    bind!(Accept, [Key::plain(Enter)], STATISTICS, Console, "go to the users behind the figure", "its users"),
    bind!(NextPane, [Key::plain(Tab)], STATISTICS, Console, "the next section of the statistics", "section"),
    bind!(PreviousPane, [Key::plain(BackTab)], STATISTICS, Console, "the section before"),
    bind!(Sort, [Key::char('o')], STATISTICS, Console, "sort the companies by users, drift, code or name", "sort"),
    bind!(WithoutCompany, [Key::char('n')], STATISTICS, Console, "go to the users without a company", "without a company"),
    bind!(Left, [Key::plain(Left), Key::char('h')], STATISTICS, Move, "the bar or the figure to the left; in a list, the section before"),
    bind!(Right, [Key::plain(Right), Key::char('l')], STATISTICS, Move, "the bar or the figure to the right; in a list, the next section"),
    bind!(Up, [Key::plain(Up), Key::char('k')], STATISTICS, Move, "one line up in the statistics, or one bar to the left"),
    bind!(Down, [Key::plain(Down), Key::char('j')], STATISTICS, Move, "one line down in the statistics, or one bar to the right"),
    bind!(First, [Key::char('g'), Key::plain(Home)], STATISTICS, Move, "to the first line or bar"),
    bind!(Last, [Key::char('G'), Key::plain(End)], STATISTICS, Move, "to the last line or bar"),
    bind!(Close, [Key::char('s')], STATISTICS, Console, "close the statistics"),
    bind!(Accept, [Key::plain(Enter)], PALETTE, Edit, "do what is chosen", "do it"),
    bind!(Quit, [Key::char('q')], PANES, Console, "quit; every edit is already saved", "quit"),
    bind!(Redraw, [Key::ctrl('l')], EVERYWHERE, Console, "draw the screen anew"),
    bind!(Reload, [Key::plain(F(5))], PANES, Console, "read the database anew"),
    bind!(Suspend, [Key::ctrl('z')], EVERYWHERE, Console, "back to the shell; `fg` returns"),
    bind!(Interrupt, [Key::ctrl('c')], EVERYWHERE, Console, "quit at once, with exit status 130"),
    bind!(Sort, [Key::char('o')], PANES, Mark, "sort the users (in Companies: the companies)"),
    bind!(Accept, [Key::plain(Enter)], FILTER, Mark, "keep the filter", "keep"),
    bind!(Complete, [Key::plain(Tab)], FILTER, Mark, "complete a field, a role, a tenant or a code; again: the next", "complete"),
    bind!(Older, [Key::plain(Up)], FILTER, Mark, "an older filter", "older"),
    bind!(Newer, [Key::plain(Down)], FILTER, Mark, "a newer filter"),
    bind!(Accept, [Key::plain(Enter)], SORT, Mark, "sort by it; by the order that stands: the other way round", "sort"),
    bind!(Accept, [Key::plain(Enter)], PREVIEW, Edit, "commit what the preview says", "commit"),
    bind!(Accept, [Key::plain(Enter)], FORM, Edit, "save the form; with a line of the list chosen: take it", "save"),
    bind!(NextField, [Key::plain(Tab)], FORM, Edit, "to the next field of a form", "next field"),
    bind!(PreviousField, [Key::plain(BackTab)], FORM, Edit, "to the field before"),
    bind!(Up, [Key::plain(Up)], FORM, Edit, "one line up in the list under the field"),
    bind!(Down, [Key::plain(Down)], FORM, Edit, "one line down in the list under the field"),
    bind!(Accept, [Key::plain(Enter)], DEPARTURE, Edit, "delete it, if nothing but grants refers to it", "delete"),
    bind!(Deactivate, [Key::char('a')], DEPARTURE, Edit, "deactivate it instead, or activate it again", "deactivate"),
    bind!(AllMarked, [Key::char('a')], HIDDEN, Edit, "all that is marked, also what is not shown", "all marked"),
    bind!(OnlyShown, [Key::char('s')], HIDDEN, Edit, "only what is shown of the marked", "only shown"),
    bind!(Close, [Key::plain(Esc)], CLOSABLE, Console, "close a dialog; stop what is under way", "close"),
    bind!(Close, [Key::plain(F(1))], READING, Console, "close help"),
    bind!(Up, [Key::plain(Up)], LISTS, Move, "one line up in a dialog"),
    bind!(Down, [Key::plain(Down)], LISTS, Move, "one line down in a dialog"),
    bind!(NextField, [Key::plain(Tab)], PREVIEW, Edit, "to the other field, where there are two"),
];
