//! Plain types shared by every module: ids, users, companies, grants, rules,
//! statistics and changes. They know nothing of databases, files or screens.

mod access_finding;
mod affected;
mod answer;
mod bulk;
mod cancel;
mod change;
mod change_summary;
mod check;
mod clock;
mod company;
mod draft;
mod field;
mod figures;
mod grant;
mod guard;
mod history;
mod ids;
mod import_matrix;
mod job_progress;
pub(crate) mod lookalike;
pub(crate) mod naming;
mod operator;
mod person;
pub(crate) mod placeholder;
mod policy;
mod populate;
mod preview;
mod received;
pub(crate) mod role;
mod row_change;
mod rule;
mod schema_name;
mod statistics;
mod user;
pub mod why;
mod worker_thread;
mod zone;

pub use access_finding::{AccessFinding, AccessFindingKind};
pub use affected::{Affected, LastLoss, user_title, username_title};
pub use answer::{Answer, Sign, Signs, answers_in_markdown, yes_or_no};
pub use bulk::{Bulk, Operation};
pub use cancel::Cancel;
pub(crate) use change::NO_CHANGES;
pub use change::{Cell, Change, ChangeKind, Edit, NamedCell, rows_in_words};
pub use change_summary::{CellSummary, ChangeSummary};
pub use check::{CheckReport, Finding, FindingKind, Repaired};
pub use clock::{Clock, IdSource, SystemClock, TimeOrderedIds, hr_time};
pub use company::Company;
pub(crate) use company::company_labels;
pub use draft::{Blocker, Choice, Choices, DeletionImpact, Draft, FieldProblem};
pub use field::Field;
pub use figures::{Bucket, CompanyFigures, Figures, Month, RoleLine};
pub use grant::Grant;
pub use guard::{AccessLoss, Guard};
pub use history::{
    CellCursor, ChangeAccess, ChangeCell, HistoryNames, HistoryQuery, HistoryWord, Holder,
    PersonChanges, UserHistory,
};
pub use ids::{ChangeId, CompanyId, GrantId, RoleId, TenantId, UserId};
pub use import_matrix::{ImportMatrix, UserTargets};
pub use job_progress::JobProgress;
pub use operator::{AccessLevel, Operator, Permission, Rank, Rights};
pub use person::{People, Person};
pub use policy::effect::{AccessEffect, HomeEffect};
pub(crate) use policy::words::NO_EFFECT;
pub use policy::words::{
    edit_in_words, effect_in_short, effect_in_words, effects_in_words, homes_in_words,
    user_effect_in_words,
};
pub use policy::{
    AccessReason, AccessState, Generation, GrantEffect, HomeAccess, Policy, PolicyPreview, Reach,
    RolePolicy, UserAccess,
};
pub use populate::{MissingCell, PopulateReport, RolePopulate, Skip, SkippedUser};
pub use preview::{Extremes, Preview};
pub use received::ReceivedRow;
pub(crate) use row_change::{BOOKKEEPING_COLUMNS, NOTHING};
pub use row_change::{
    ChangeRow, LeftRow, RowCount, RowEdit, ValueChange, one_in_words, table_rows,
};
pub use rule::{RoleFigures, Rule, RulePreview, RuleReport, Scope};
pub use schema_name::SchemaName;
pub use statistics::{Statistics, StatisticsDelta};
pub use user::User;
pub use why::{
    Agreement, CellChange, GrantEntry, GrantedSince, HeldGrant, KnownHistory, Origin, UserChange,
    Why, WhyCell,
};
pub(crate) use worker_thread::WorkerThread;
pub use zone::{Zone, ago};
