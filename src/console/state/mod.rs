//! The state that the panes show: users and companies, filters, marks, rows and the message
//! line. Everything here can be drawn without reading data. Independent of dialogs.

mod columns;
mod companies;
mod counted;
mod filter;
mod key_names;
mod marks;
mod matches;
mod message_log;
mod noted;
mod notice;
mod pending;
mod planned_cells;
mod recent;
mod rows;
mod rules;
mod settings;
mod themes;
mod users;

pub(crate) use companies::Companies;
pub(crate) use counted::Counted;
pub(crate) use filter::{AxisFilter, arrow, sort_begins, sort_name, sorts};
pub(crate) use marks::{MarkedAccess, Marks, RangeStart, flip};
pub(crate) use matches::JumpMatches;
pub(crate) use message_log::MessageLog;
pub(crate) use notice::{Notice, Tone};
pub(crate) use pending::Pending;
pub(crate) use planned_cells::PlannedCells;
pub(crate) use recent::RecentChoices;
pub(crate) use rows::KnownRows;
pub(crate) use rules::Rules;
pub(crate) use settings::Settings;
pub(crate) use themes::Themes;
pub(crate) use users::{LostTarget, Users};

use std::collections::{BTreeMap, HashSet, VecDeque};

use super::hits::{ShownCompany, ShownUser};
pub(crate) use super::pane::Pane;

use super::effect::Effect;
use super::geometry::{Grid, ScreenLayout, Size};
use super::key::Key;
use super::user_column::UserColumn;
use crate::domain::{AccessState, Cell, ChangeId, Company, Operator, Person, Policy, UserId};
use crate::filter::Axis;
use crate::store::{AccessRow, ServerNote};

/// The database and operator of a session, and the state of the server connection.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The name of the database's file, or the URL of the server.
    pub(crate) database: String,
    /// Whether it is on a server.
    pub(crate) is_server: bool,
    /// A note about the state of the connection to the server, if it is not as usual.
    pub(crate) server_note: Option<ServerNote>,
    /// Why nothing can be changed on the server; `None` if changes are allowed.
    pub(crate) server_refusal: Option<&'static str>,
    /// Who makes the changes.
    pub(crate) operator: String,
    /// The operator, if it is a user of the HR system, with the user's rights.
    pub(crate) acting: Option<Operator>,
    pub(crate) read_only: bool,
    /// Whether the database is demo data that is deleted at the end.
    pub(crate) demo: bool,
    /// The names of the roles, for completion.
    pub(crate) roles: Vec<String>,
}

impl Session {
    /// What a change waits for if it cannot begin: on a server, only another grantgrid can
    /// hold the lock.
    pub(crate) fn waits(&self) -> &'static str {
        if self.is_server {
            "waiting for another grantgrid to finish its change"
        } else {
            "waiting for another program to finish writing"
        }
    }
}

/// The user whose companies were copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CopiedCompanies {
    pub(crate) from: UserId,
    /// The person whom the id belongs to; unknown after this console has edited users.
    pub(crate) person: Option<Person>,
    pub(crate) name: String,
}

/// The state of a cell of the access matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellState {
    /// Access by a grant.
    Granted,
    /// A grant, and access that does not need it.
    Redundant,
    /// A grant that gives no access.
    Ineffective,
    /// Access without a grant, by role or home company.
    Implied,
    /// Access without a grant, although a rule requires a grant.
    ImpliedDrift,
    None,
    /// A rule requires a grant, and there is neither a grant nor access.
    Drift,
    /// Not read yet.
    Unknown,
}

/// What the cells of the matrix and the checkboxes of companies show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MatrixView {
    /// Grants, and access without a grant.
    #[default]
    Grants,
    /// Who can really work where, and which grants are not needed for that.
    Effective,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) session: Session,
    pub(crate) settings: Settings,
    pub(crate) themes: Themes,
    /// The cells that the open preview would change.
    pub(crate) planned: Option<PlannedCells>,
    /// Recent choices in the palette.
    pub(crate) recent: RecentChoices,
    /// The keys pressed so far of an unfinished sequence.
    pub(crate) pressed: Vec<Key>,
    /// The number typed before a key that moves.
    pub(crate) count: Option<usize>,
    pub(crate) size: Size,
    pub(crate) focus: Pane,
    pub(crate) zoomed: bool,
    pub(crate) matrix_view: MatrixView,
    /// The cursor's position (user, company) at which the wheel scrolled away from it.
    pub(crate) wheeled: Option<(usize, usize)>,
    pub(crate) users: Users,
    pub(crate) companies: Companies,
    pub(crate) user_filter: AxisFilter,
    pub(crate) company_filter: AxisFilter,
    pub(crate) marks: Marks,
    pub(crate) matches: JumpMatches,
    pub(crate) rows: KnownRows,
    /// The columns of the Users pane that were chosen in the console.
    columns: Option<Vec<UserColumn>>,
    /// The widths of these columns that were chosen in the console.
    widths: BTreeMap<UserColumn, u16>,
    pub(crate) rules: Rules,
    /// The access policy of each role.
    pub(crate) policies: Vec<Policy>,
    pub(crate) statistics: Counted,
    pub(crate) notice: Option<Notice>,
    pub(crate) messages: MessageLog,
    pub(crate) copied: Option<CopiedCompanies>,
    /// An edit that waits for another program's lock.
    pub(crate) waiting: Option<Effect>,
    /// Keys that wait for the lists that they apply to, in order.
    pub(crate) held_keys: VecDeque<Key>,
    /// The changes of this session, which `u` undoes without asking.
    pub(crate) own_changes: HashSet<ChangeId>,
}

impl State {
    pub(crate) fn new(session: Session, size: Size, companies: Vec<Company>) -> Self {
        Self {
            session,
            settings: Settings::default(),
            themes: Themes::default(),
            planned: None,
            recent: RecentChoices::default(),
            pressed: Vec::new(),
            count: None,
            size,
            focus: Pane::Users,
            zoomed: false,
            matrix_view: MatrixView::default(),
            wheeled: None,
            users: Users::default(),
            companies: Companies::new(companies),
            user_filter: AxisFilter::new(Axis::Users),
            company_filter: AxisFilter::new(Axis::Companies),
            marks: Marks::default(),
            matches: JumpMatches::default(),
            rows: KnownRows::default(),
            columns: None,
            widths: BTreeMap::new(),
            rules: Rules::default(),
            policies: Vec::new(),
            statistics: Counted::default(),
            notice: None,
            messages: MessageLog::default(),
            copied: None,
            waiting: None,
            held_keys: VecDeque::new(),
            own_changes: HashSet::new(),
        }
    }

    /// The filter and the order of an axis.
    pub(crate) fn axis_filter(&self, axis: Axis) -> &AxisFilter {
        match axis {
            Axis::Users => &self.user_filter,
            Axis::Companies => &self.company_filter,
        }
    }

    pub(crate) fn axis_filter_mut(&mut self, axis: Axis) -> &mut AxisFilter {
        match axis {
            Axis::Users => &mut self.user_filter,
            Axis::Companies => &mut self.company_filter,
        }
    }

    /// The pending list of an axis.
    pub(crate) fn axis_mut(&mut self, axis: Axis) -> &mut Pending {
        match axis {
            Axis::Users => &mut self.users.pending,
            Axis::Companies => &mut self.companies.pending,
        }
    }

    /// Whether the operator has requested a list that has not arrived: the next key is not
    /// meant for what is under the cursor now.
    pub(crate) fn is_being_replaced(&self) -> bool {
        self.users.pending.is_replaced
            || self.companies.pending.is_replaced
            || self.users.wants_last
    }

    /// The number of all users, if it is known.
    pub(crate) fn users_in_all(&self) -> Option<u64> {
        if self.user_filter.filter.is_everything() && self.users.complete {
            Some(self.users.len() as u64)
        } else {
            self.statistics.known().map(|known| known.users)
        }
    }

    /// Whether the database has neither users nor companies.
    pub(crate) fn has_nothing(&self) -> bool {
        self.users_in_all() == Some(0) && self.companies.total() == 0
    }

    /// The layout of the screen.
    pub(crate) fn screen(&self) -> ScreenLayout {
        let companies = &self.companies;
        let needed = Grid::needed(companies.total(), companies.code_widths);
        ScreenLayout::new(self.size, self.focus, self.zoomed).sharing(needed)
    }

    /// The grid of the access matrix.
    pub(crate) fn matrix_grid(&self) -> Grid {
        self.screen().matrix_grid(self.companies.len(), self.companies.code_widths)
    }

    /// A shown user, as a target for the mouse.
    pub(crate) fn shown_user(&self, at: usize) -> Option<ShownUser> {
        let id = self.users.get(at)?;
        Some(ShownUser { at, id, person: self.rows.get(id).map(|row| row.user.person) })
    }

    /// A shown company, as a target for the mouse.
    pub(crate) fn shown_company(&self, at: usize) -> Option<ShownCompany> {
        Some(ShownCompany { at, id: self.companies.get(at)?.id.clone() })
    }

    /// The row of the cursor's user, if it was read.
    pub(crate) fn cursor_row(&self) -> Option<&AccessRow> {
        self.rows.get(self.users.current()?)
    }

    /// The cell under the cursor.
    pub(crate) fn cursor_cell(&self) -> Option<Cell> {
        let company = self.companies.current()?.id.clone();
        Some(Cell { user: self.users.current()?, company })
    }

    /// Whether a shown user is marked, or in the range.
    pub(crate) fn user_picked(&self, at: usize) -> bool {
        self.marks.user_range(self.users.cursor).is_some_and(|range| range.contains(&at))
            || self.users.get(at).is_some_and(|user| self.marks.users.contains(&user))
    }

    /// Whether a shown company is marked, or in the range.
    pub(crate) fn company_picked(&self, at: usize) -> bool {
        self.marks.company_range(self.companies.cursor).is_some_and(|range| range.contains(&at))
            || self.companies.get(at).is_some_and(|it| self.marks.companies.contains(&it.id))
    }

    /// How many users and companies are in the range but not marked.
    pub(crate) fn only_in_range(&self) -> (usize, usize) {
        let marks = &self.marks;
        let users = marks.user_range(self.users.cursor).map_or(0, |range| {
            let users = self.users.window(*range.start()..range.end() + 1);
            if marks.users.is_empty() {
                return users.len();
            }
            users.iter().filter(|user| !marks.users.contains(user)).count()
        });
        let companies = marks.company_range(self.companies.cursor).map_or(0, |range| {
            let companies = range.filter_map(|at| self.companies.get(at));
            companies.filter(|company| !marks.companies.contains(&company.id)).count()
        });
        (users, companies)
    }

    /// The state of a cell as the matrix shows it, in the column of a shown company.
    pub(crate) fn cell(&self, row: Option<&AccessRow>, column: usize) -> CellState {
        match (self.matrix_view, self.cell_with_access(row, column)) {
            (MatrixView::Grants, CellState::Redundant) => CellState::Granted,
            (_, state) => state,
        }
    }

    /// Whether the access policy differs from the default of the HR system's generation.
    pub(crate) fn has_edited_policy(&self) -> bool {
        self.policies.iter().any(Policy::is_edited)
    }

    /// A note about an edited access policy, for titles of dialogs.
    pub(crate) fn policy_note(&self) -> &'static str {
        if self.has_edited_policy() { " ─ policy edited" } else { "" }
    }

    /// The state of a cell, whichever view the matrix shows; unknown if the row was not read.
    pub(crate) fn cell_with_access(&self, row: Option<&AccessRow>, column: usize) -> CellState {
        let (Some(row), Some(company), Some(index)) =
            (row, self.companies.get(column), self.companies.index(column))
        else {
            return CellState::Unknown;
        };
        let user = &row.user;
        let is_granted = row.holds(index);
        let is_drift = !is_granted
            && self.rules.scope(&user.role).requires(
                user.home_company.as_ref(),
                user.tenant.as_ref(),
                company,
            );
        CellState::of(row.access().state(company, is_granted), is_drift)
    }
}

impl CellState {
    /// The cell state for an access state, and whether the cell drifts.
    pub(crate) fn of(state: AccessState, is_drift: bool) -> Self {
        match state {
            AccessState::Granted => Self::Granted,
            AccessState::Redundant => Self::Redundant,
            AccessState::Ineffective => Self::Ineffective,
            AccessState::Implied if is_drift => Self::ImpliedDrift,
            AccessState::Implied => Self::Implied,
            AccessState::Empty if is_drift => Self::Drift,
            AccessState::Empty => Self::None,
        }
    }

    /// The sign. Each has its own shape.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Granted => "■",
            Self::Redundant => "▣",
            Self::Ineffective => "□",
            Self::Implied => "◆",
            Self::ImpliedDrift => "◇",
            Self::None => "·",
            Self::Drift => "○",
            Self::Unknown => " ",
        }
    }

    /// Whether there is a grant.
    pub(crate) fn is_granted(self) -> bool {
        matches!(self, Self::Granted | Self::Redundant | Self::Ineffective)
    }

    /// The state in words, for a title; empty if it is unknown.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Redundant => "granted and implied",
            Self::Ineffective => "ineffective",
            Self::Implied => "implied",
            Self::ImpliedDrift => "implied, drift",
            Self::None => "no access",
            Self::Drift => "drift",
            Self::Unknown => "",
        }
    }
}
