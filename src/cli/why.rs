//! `why`: explains in sentences why a user has or does not have access to a company.

use serde::Serialize;

use super::database::DatabaseArgs;
use super::filter::{self, CompaniesArgs};
use super::history::ChangeWithAccountJson;
use super::output::{ListFormatArgs, Output};
use super::phrases::{filled, seconds};
use super::table::{Column, Kind};
use super::{policy, resolve};
use crate::domain::why::words;
use crate::domain::{Cancel, Change, HeldGrant, Why, WhyCell};

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid why sarah NYC
  grantgrid why sarah     every company that sarah has or should have
  grantgrid why sarah --where 'is:drift tenant:global'
  grantgrid why sarah NYC --db hr.db --json
  grantgrid why sarah --jsonl     one company per line";

/// The arguments of `why`.
#[derive(Debug, clap::Args)]
pub(super) struct WhyArgs {
    /// The user's username
    user: String,
    /// The company, by its code, exact name, `CODE (TENANT)` or id; without it, every company that the user has or should have
    #[arg(conflicts_with = "filter")]
    company: Option<String>,
    #[command(flatten)]
    companies: CompaniesArgs,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: ListFormatArgs,
}

/// The user as `--json` prints it; the order of the fields is stable.
#[derive(Serialize)]
struct WhyUserJson<'a> {
    username: &'a str,
    user_id: i64,
    full_name: &'a str,
    active: bool,
    role: Option<&'a str>,
    /// The scope of the role's rule.
    scope: &'static str,
    /// The tenant's name.
    tenant: Option<&'a str>,
    /// The code of the home company.
    home_company: Option<&'a str>,
    home_company_id: Option<&'a str>,
    /// Whether the history may be about an earlier user with the same id.
    may_be_another: bool,
}

/// A cell as `--json` prints it.
#[allow(clippy::struct_excessive_bools)] // each is a field for scripts
#[derive(Serialize)]
struct WhyCellJson<'a> {
    company_code: &'a str,
    company_name: &'a str,
    company_id: &'a str,
    company_active: bool,
    company_tenant: Option<&'a str>,
    /// The answer as a sentence.
    answer: String,
    granted: bool,
    called_for: bool,
    is_home: bool,
    agreement: &'static str,
    grants: Vec<WhyGrantJson<'a>>,
    history: Vec<WhyHistoryJson<'a>>,
}

/// An existing grant.
#[derive(Serialize)]
struct WhyGrantJson<'a> {
    grant_id: &'a str,
    /// As the database writes it, UTC.
    granted_at: Option<&'a str>,
    /// The change that made it; null if another program did.
    made_by: Option<ChangeWithAccountJson<'a>>,
    /// The undo or redo that restored it.
    put_back_by: Option<ChangeWithAccountJson<'a>>,
    /// Whether it is known to be older than grantgrid's history.
    before_journal: bool,
    /// What is known about where it comes from.
    origin: &'static str,
    /// The change before or after which another program made it.
    outside_change: Option<ChangeWithAccountJson<'a>>,
}

/// What one change did to the cell.
#[derive(Serialize)]
struct WhyHistoryJson<'a> {
    /// True if the grant was added, false if it was removed.
    granted: bool,
    #[serde(flatten)]
    change: ChangeWithAccountJson<'a>,
}

/// A user and one company.
#[derive(Serialize)]
struct WhyOneJson<'a> {
    #[serde(flatten)]
    user: WhyUserJson<'a>,
    #[serde(flatten)]
    cell: WhyCellJson<'a>,
}

/// A user and every company that the user has or should have.
#[derive(Serialize)]
struct WhyAllJson<'a> {
    #[serde(flatten)]
    user: WhyUserJson<'a>,
    companies: Vec<WhyCellJson<'a>>,
}

pub(super) fn run(args: &WhyArgs) -> anyhow::Result<()> {
    let filter = args.companies.read()?;
    let mut store = args.database.open()?;
    let shown = filter::companies(&mut store, &filter)?;
    let user = resolve::user(&store, &args.user)?.id;
    let company = args.company.as_ref().map(|name| resolve::company(&store, name)).transpose()?;
    let company = company.map(|company| company.id.clone());
    let mut why = store.why(user, company.as_ref(), u64::MAX, &Cancel::default())?;
    if args.format.is_table() {
        policy::print_policy_note(&store);
    }
    // The sentences are about all companies, not only those that match the filter.
    let sentences = words::of_user(&why);
    why.cells.retain(|cell| shown.contains(&cell.company.id));
    if args.format.jsonl
        && let Some(mut records) = args.format.records()
    {
        why.cells.iter().try_for_each(|cell| records.element(&WhyCellJson::of(&why, cell)))?;
        return records.finish();
    }
    match (&why.cells[..], company.is_some(), args.format.whole.json) {
        ([cell], true, true) => {
            let record =
                WhyOneJson { user: WhyUserJson::of(&why), cell: WhyCellJson::of(&why, cell) };
            Output::new().object(&record)
        }
        (cells, _, true) => {
            let companies = cells.iter().map(|cell| WhyCellJson::of(&why, cell)).collect();
            Output::new().object(&WhyAllJson { user: WhyUserJson::of(&why), companies })
        }
        ([cell], true, false) => print_one(&why, cell),
        _ => print_all(&why, &sentences),
    }
}

/// Prints the answer, its reasons, and the history of the cell.
fn print_one(why: &Why, cell: &WhyCell) -> anyhow::Result<()> {
    let mut output = Output::new();
    output.line(&words::answer(why, cell))?;
    for sentence in words::sentences(why, cell) {
        output.line(&sentence)?;
    }
    if cell.history.is_empty() {
        return output.finish();
    }
    output.gap()?;
    let mut table = output.table(vec![
        Column::new("CHANGE", Kind::Number),
        Column::new("WHEN (UTC)", Kind::Key),
        Column::new("WHO", Kind::Text(40)),
        Column::new("KIND", Kind::Key),
        Column::new("DID", Kind::Key),
        Column::new("OF", Kind::Number),
        Column::new("UNDONE BY", Kind::Number),
        Column::new("REASON", Kind::Text(60)),
    ])?;
    for entry in &cell.history {
        let Change { id, at, kind, reason, reverts, undone_by, .. } = &entry.change;
        let number = |id: &Option<_>| id.map(|id| format!("{id}")).unwrap_or_default();
        table.row(vec![
            id.to_string(),
            seconds(at).to_owned(),
            entry.change.who(),
            kind.as_str().to_owned(),
            if entry.added { "added" } else { "removed" }.to_owned(),
            number(reverts),
            number(undone_by),
            reason.clone().unwrap_or_default(),
        ])?;
    }
    table.finish()
}

/// Prints the sentences about the user, then a line for each company.
fn print_all(why: &Why, sentences: &[String]) -> anyhow::Result<()> {
    let mut output = Output::new();
    for sentence in sentences {
        output.line(sentence)?;
    }
    if why.cells.is_empty() {
        return output.finish();
    }
    output.gap()?;
    let mut table = output.table(vec![
        Column::new("CODE", Kind::Key),
        Column::new("NAME", Kind::Text(32)),
        Column::new("GRANTED", Kind::Key),
        Column::new("RULES", Kind::Key),
        Column::new("WHY", Kind::Text(60)),
    ])?;
    for cell in &why.cells {
        table.row(vec![
            cell.company.code.clone(),
            cell.company.name.clone(),
            if cell.is_granted() { "yes" } else { "no" }.to_owned(),
            words::agreement(cell).to_owned(),
            words::in_short(why, cell),
        ])?;
    }
    table.finish()
}

impl<'a> WhyUserJson<'a> {
    fn of(why: &'a Why) -> Self {
        let user = &why.user;
        Self {
            username: &user.username,
            user_id: user.id.0,
            full_name: &user.full_name,
            active: user.active,
            role: filled(&user.role),
            scope: why.scope.as_str(),
            tenant: why.tenant.as_deref(),
            home_company: why.home.as_ref().map(|home| home.code.as_str()),
            home_company_id: why.home.as_ref().map(|home| home.id.as_str()),
            may_be_another: why.may_be_another,
        }
    }
}

impl<'a> WhyCellJson<'a> {
    fn of(why: &Why, cell: &'a WhyCell) -> Self {
        let WhyCell { company, is_home, required, grants, history, .. } = cell;
        Self {
            company_code: &company.code,
            company_name: &company.name,
            company_id: company.id.as_str(),
            company_active: company.active,
            company_tenant: company.tenant_name.as_deref(),
            answer: words::answer(why, cell),
            granted: cell.is_granted(),
            called_for: *required,
            is_home: *is_home,
            agreement: cell.agreement().as_str(),
            grants: grants.iter().map(WhyGrantJson::of).collect(),
            history: history
                .iter()
                .map(|it| WhyHistoryJson {
                    granted: it.added,
                    change: ChangeWithAccountJson::of(&it.change),
                })
                .collect(),
        }
    }
}

impl<'a> WhyGrantJson<'a> {
    fn of(grant: &'a HeldGrant) -> Self {
        Self {
            grant_id: grant.id.as_str(),
            granted_at: filled(&grant.granted_at),
            made_by: grant.made_by.as_ref().map(ChangeWithAccountJson::of),
            put_back_by: grant.put_back_by.as_ref().map(ChangeWithAccountJson::of),
            before_journal: grant.before_journal,
            origin: grant.origin.as_str(),
            outside_change: grant.origin.change().map(ChangeWithAccountJson::of),
        }
    }
}
