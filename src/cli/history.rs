//! `history`: lists changes, newest first, or the cells and rows of one change.

use anyhow::Context;
use serde::Serialize;

use super::change_cells::{CellJson, CellsOf, for_each_cell};
use super::change_rows::{self, RowCountJson, RowEditJson};
use super::database::DatabaseArgs;
use super::exit::print_message;
use super::filter;
use super::history_by_user;
use super::output::{ListFormatArgs, Output};
use super::phrases::seconds;
use super::table::{Column, Kind};
use crate::domain::lookalike::{listed, typed};
use crate::domain::{Change, ChangeCell, ChangeId, ChangeRow, HistoryNames, HistoryQuery};
use crate::filter::{HistoryFilter, time};
use crate::store::Store;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid history
  grantgrid history --user sarah --company NYC     who granted sarah New York, and when
  grantgrid history --operator ada --since 2026-03-01 --until 2026-03-31
  grantgrid history --where 'company:NYC operator:ada since:2026-03 until:2026-03'
  grantgrid history --by-user --since monday       who gained and lost what this week
  grantgrid history --by-user --where 'lost: since:7d'   who lost access lately
  grantgrid history --where 'lost:NYC kind:revoke,undo since:7d'
  grantgrid history 7 --json     the cells of change 7
  grantgrid history 7 --jsonl    one row or cell per line";

/// How many operators are listed if the one given is unknown.
const NAMED: usize = 20;

/// The number of changes read at a time.
const PAGE: usize = 1000;

/// The arguments of `history`.
#[derive(Debug, clap::Args)]
pub(super) struct HistoryArgs {
    /// The number of a change, to see its cells
    #[arg(conflicts_with_all = ["filter", "user", "company", "operator", "account", "since", "until"])]
    change: Option<i64>,
    /// Only changes that match the filter, written as in the console, for example `user:sarah`
    #[arg(long = "where", value_name = "FILTER", id = "filter",
          conflicts_with_all = ["user", "company", "operator", "account", "since", "until"])]
    filter: Option<String>,
    /// Only changes of this user or the user's cells; also finds deleted users
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Only changes of this company or its cells; with --user, only of that cell
    #[arg(long, value_name = "CODE")]
    company: Option<String>,
    /// Only changes made by this operator
    #[arg(long, value_name = "NAME")]
    operator: Option<String>,
    /// Only changes made under this operating system account
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Only changes since this time (UTC): a date, a month, a year or a time; also `7d`, `24h`, `2w`, `today`, `monday`
    #[arg(long, value_name = "DATE", value_parser = time)]
    since: Option<String>,
    /// Only changes until this time (UTC); a date, month or year is included as a whole
    #[arg(long, value_name = "DATE", value_parser = time)]
    until: Option<String>,
    /// The maximum number of changes, of users, or of cells of one change
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// List users instead: which companies each gained and lost in these changes
    #[arg(long, conflicts_with = "change")]
    by_user: bool,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    format: ListFormatArgs,
}

/// A change as `--json` prints it.
#[derive(Serialize)]
pub(super) struct ChangeJson<'a> {
    change: i64,
    /// As the database writes times, UTC.
    at: &'a str,
    operator: &'a str,
    kind: &'a str,
    added: u64,
    removed: u64,
    /// Rows of tables other than grants.
    rows: Vec<RowCountJson<'a>>,
    /// The change that this one undoes or redoes.
    reverts: Option<i64>,
    undone_by: Option<i64>,
    reason: Option<&'a str>,
}

/// A change and its account.
#[derive(Serialize)]
pub(super) struct ChangeWithAccountJson<'a> {
    #[serde(flatten)]
    change: ChangeJson<'a>,
    /// The account of the operating system; null if unknown.
    account: Option<&'a str>,
}

/// A change in the list of changes.
#[derive(Serialize)]
struct ListedChangeJson<'a> {
    #[serde(flatten)]
    change: ChangeJson<'a>,
    /// What it did, in words.
    what: &'a str,
    /// The account stays the last field.
    account: Option<&'a str>,
}

/// A change with its rows and cells.
#[derive(Serialize)]
struct ChangeDetailJson<'a> {
    #[serde(flatten)]
    change: ChangeJson<'a>,
    edits: Vec<RowEditJson<'a>>,
    cells: CellsOf<'a>,
    what: &'a str,
    account: Option<&'a str>,
}

pub(super) fn run(args: &HistoryArgs) -> anyhow::Result<()> {
    let store = args.database.open()?;
    match args.change {
        Some(id) => one(&store, ChangeId(id), args),
        None => list(&store, args),
    }
}

fn list(store: &Store, args: &HistoryArgs) -> anyhow::Result<()> {
    let filter = match &args.filter {
        Some(text) => filter::read_history(text)?,
        None => HistoryFilter {
            user: args.user.clone(),
            company: args.company.clone(),
            operator: args.operator.clone(),
            since: args.since.clone(),
            until: args.until.clone(),
            account: args.account.clone(),
            ..HistoryFilter::default()
        },
    };
    // An option needs a full name; `--where` also accepts parts of names.
    args.user.as_ref().map(|name| store.find_user_in_history(name)).transpose()?;
    args.company.as_ref().map(|name| store.find_company_in_history(name)).transpose()?;
    // The times of the list are in UTC, too.
    let query = store.history_query(&filter)?;
    print_excluded_owners(&query);
    if args.by_user {
        return history_by_user::list(store, &query, args.limit, args.format);
    }
    let limit = args.limit.unwrap_or(usize::MAX);
    let names = query.clone();
    let mut count = 0_u64;
    if let Some(mut records) = args.format.records() {
        for_each_change(store, query, limit, |change| {
            count += 1;
            let what = what(store, &change)?;
            let account = change.account.as_deref();
            let change = ChangeJson::of(&change);
            records.element(&ListedChangeJson { change, what: &what, account })
        })?;
        records.finish()?;
        return if count == 0 { print_unknown_names(store, &names) } else { Ok(()) };
    }
    let output = Output::new();
    // Scripts get the columns they know; people get a sentence.
    let for_people = output.is_for_terminal();
    let rows = if for_people { "WHAT" } else { "ROWS" };
    let mut table = output.table(vec![
        Column::new("CHANGE", Kind::Number),
        Column::new("WHEN (UTC)", Kind::Key),
        Column::new("WHO", Kind::Text(40)),
        Column::new("KIND", Kind::Key),
        Column::new("ADDED", Kind::Number),
        Column::new("REMOVED", Kind::Number),
        Column::new(rows, Kind::Text(40)),
        Column::new("UNDONE BY", Kind::Number),
        Column::new("REASON", Kind::Text(60)),
    ])?;
    for_each_change(store, query, limit, |change| {
        count += 1;
        table.row(vec![
            change.id.to_string(),
            seconds(&change.at).to_owned(),
            change.who(),
            change.kind.as_str().to_owned(),
            change.added.to_string(),
            change.removed.to_string(),
            if for_people { what(store, &change)? } else { change.rows_in_words() },
            change.undone_by.map(|by| by.to_string()).unwrap_or_default(),
            change.reason.unwrap_or_default(),
        ])
    })?;
    table.finish()?;
    if count == 0 { print_unknown_names(store, &names) } else { Ok(()) }
}

/// What a change did, in words.
fn what(store: &Store, change: &Change) -> anyhow::Result<String> {
    let summaries = store.change_summaries(std::slice::from_ref(change))?;
    Ok(summaries.first().map(|it| it.in_words(change)).unwrap_or_default())
}

/// Prints that changes of other people who had the same id are left out.
fn print_excluded_owners(query: &HistoryQuery) {
    let others = query.person.as_ref().map(|person| &person.others[..]).unwrap_or_default();
    if !others.is_empty() {
        let names: Vec<String> = others.iter().map(|name| listed(name)).collect();
        let names = names.join(", ");
        print_message(&format!(
            "not listed: changes of {names}, who had the same user id; use --user NAME"
        ));
    }
}

/// Reports an operator or account that is not in the history, and lists the known ones.
fn print_unknown_names(store: &Store, query: &HistoryQuery) -> anyhow::Result<()> {
    if query.operator.is_none() && query.account.is_none() {
        return Ok(());
    }
    let HistoryNames { operators, accounts } = store.history_names()?;
    for (what, name, known) in
        [("operator", &query.operator, &operators), ("account", &query.account, &accounts)]
    {
        // A user who has changed nothing is not unknown.
        let is_known = |name: &str| {
            known.contains(name) || what == "operator" && store.find_user(name).is_ok()
        };
        let Some(name) = name.as_ref().filter(|name| !is_known(name)) else {
            continue;
        };
        let (first, more) = (known.iter().take(NAMED), known.len().saturating_sub(NAMED));
        let names: Vec<String> = first.map(|name| listed(name)).collect();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let known = if names.is_empty() {
            "the history is empty".to_owned()
        } else {
            format!("known: {}{more}", names.join(", "))
        };
        print_message(&format!("no {what} “{}” in the history; {known}", typed(name)));
    }
    Ok(())
}

fn for_each_change(
    store: &Store,
    mut query: HistoryQuery,
    limit: usize,
    mut visit: impl FnMut(Change) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut left = limit;
    while left > 0 {
        query.limit = left.min(PAGE);
        let changes = store.changes(&query)?;
        let is_last = changes.len() < query.limit;
        left -= changes.len();
        query.before = changes.last().map(|change| change.id);
        changes.into_iter().try_for_each(&mut visit)?;
        if is_last {
            break;
        }
    }
    Ok(())
}

fn one(store: &Store, id: ChangeId, args: &HistoryArgs) -> anyhow::Result<()> {
    let change = store.change(id)?.with_context(|| format!("no change {id}"))?;
    let limit = args.limit.unwrap_or(usize::MAX);
    if args.format.jsonl
        && let Some(mut records) = args.format.records()
    {
        let edit = |row: ChangeRow| records.element(&RowEditJson::of(&row));
        let limit = limit - change_rows::for_each(store, id, limit, edit)?;
        for_each_cell(store, id, limit, |cell| records.element(&CellJson::of(&cell)))?;
        return records.finish();
    }
    let mut output = Output::new();
    if args.format.whole.json {
        let rows = change_rows::all(store, id, limit)?;
        let edits = rows.iter().map(RowEditJson::of).collect();
        let cells = CellsOf::new(store, id, limit);
        let account = change.account.as_deref();
        let what = what(store, &change)?;
        let change = ChangeJson::of(&change);
        let record = ChangeDetailJson { change, edits, cells, account, what: &what };
        let written = output.object(&record);
        return record.cells.take_error().map_or(written, |error| Err(error.into()));
    }
    let access = store.change_access(id)?.map(|access| access.lines().join("; "));
    let number = |id: Option<ChangeId>| id.map(|id| id.to_string()).unwrap_or_default();
    let mut lines = vec![
        ("change", change.id.to_string()),
        ("when (UTC)", change.at.clone()),
        ("who", change.who()),
        ("kind", change.kind.as_str().to_owned()),
        ("added", change.added.to_string()),
        ("removed", change.removed.to_string()),
        ("rows", change.rows_in_words()),
        ("reverts", number(change.reverts)),
        ("undone by", number(change.undone_by)),
        ("reason", change.reason.clone().unwrap_or_default()),
        ("what", what(store, &change)?),
    ];
    // What the grants of the change do not tell.
    lines.extend(access.filter(|words| !words.is_empty()).map(|words| ("access", words)));
    output.labelled(&lines)?;
    let rows = change_rows::all(store, id, limit)?;
    if !rows.is_empty() {
        output.gap()?;
        change_rows::done(&mut output, &rows)?;
    }
    if limit == 0 || change.added + change.removed == 0 {
        return output.finish();
    }
    output.gap()?;
    let mut table = output.table(vec![
        Column::new("DID", Kind::Key),
        Column::new("USER", Kind::Key),
        Column::new("CODE", Kind::Key),
        Column::new("COMPANY", Kind::Text(40)),
    ])?;
    for_each_cell(store, id, limit, |ChangeCell { named, added, .. }| {
        let did = if added { "added" } else { "removed" };
        table.row(vec![did.to_owned(), named.username, named.company_code, named.company_name])
    })?;
    table.finish()
}

impl<'a> ChangeWithAccountJson<'a> {
    pub(super) fn of(change: &'a Change) -> Self {
        Self { change: ChangeJson::of(change), account: change.account.as_deref() }
    }
}

impl<'a> ChangeJson<'a> {
    pub(super) fn of(change: &'a Change) -> Self {
        Self {
            change: change.id.0,
            at: &change.at,
            operator: &change.operator,
            kind: change.kind.as_str(),
            added: change.added,
            removed: change.removed,
            rows: change.rows.iter().map(RowCountJson::of).collect(),
            reverts: change.reverts.map(|id| id.0),
            undone_by: change.undone_by.map(|id| id.0),
            reason: change.reason.as_deref(),
        }
    }
}
