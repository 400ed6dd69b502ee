//! What is exported is read back unchanged: every format and layout, every kind of name.

use std::io::Cursor;

use crate::common::{Hr, every_user};
use calamine::{Reader as _, Xlsx};
use grantgrid::domain::{Cancel, JobProgress};
use grantgrid::exchange::{
    Export, Format, Import, Layout, Limits, Mode, Plan, Source, export, plan,
};
use grantgrid::store::Store;
use proptest::prelude::*;
use rusqlite::params;
use rust_xlsxwriter::Workbook;

const LAYOUTS: [Layout; 2] = [Layout::Matrix, Layout::Pairs];

/// Names that spreadsheets and file formats tend to damage.
const NASTY: [&str; 29] = [
    "007",
    "1e5",
    "TRUE",
    "2026-01-02",
    "=1+1",
    "'=1+1",
    "'tis",
    "''",
    "''=1+1",
    "-3",
    "+49 30",
    "@home",
    " lead",
    "lead",
    "trail ",
    "trail",
    " ",
    "\u{3000} ",
    "\tTab",
    "two\nlines",
    "dos\r\nlines",
    "mac\rline",
    "\"quoted\"",
    "comma, semi; colon",
    "東京支社",
    "_x000D_",
    "bell\u{7}\u{1b}[31m",
    "x",
    "role",
];

fn exported(store: &Store, format: Format, layout: Layout) -> Vec<u8> {
    let mut out = Vec::new();
    let what = Export {
        format,
        layout,
        users: every_user(store),
        companies: store.companies().iter().map(|company| company.id.clone()).collect(),
        for_terminal: false,
    };
    export(store, &what, &mut out, &mut JobProgress::none()).expect("a file");
    out
}

/// A workbook saved as CSV by a spreadsheet program, with every value as it is.
fn saved_as_csv(workbook: &[u8]) -> Vec<u8> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("a sheet");
    let mut csv = csv::Writer::from_writer(Vec::new());
    for row in sheet.rows() {
        csv.write_record(row.iter().map(ToString::to_string)).expect("room");
    }
    csv.into_inner().expect("room")
}

/// A CSV file saved as a workbook by a spreadsheet program.
fn saved_as_workbook(csv: &[u8]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    for (row, record) in (0..).zip(rows.records()) {
        for (column, cell) in (0..).zip(&record.expect("a record")) {
            sheet.write_string(row, column, cell).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn planned(store: &Store, bytes: &[u8], mode: Mode) -> Plan {
    let source = Source::of_stream(&mut Cursor::new(bytes), &Limits::default()).expect("a source");
    let import = Import { mode, ..Import::default() };
    plan(store, &source, &import, &mut JobProgress::none()).expect("a plan")
}

/// Importing the file as a mirror changes nothing, and finds no problems.
#[track_caller]
fn changes_nothing(store: &mut Store, bytes: &[u8], what: &str) {
    let planned = planned(store, bytes, Mode::Mirror);
    assert_eq!(planned.problems.first, [], "{what}: {}", String::from_utf8_lossy(bytes));
    let totals = store.statistics(&Cancel::default()).expect("statistics");
    let preview =
        store.preview(&planned.bulk, &totals, &mut JobProgress::none()).expect("a preview");
    assert_eq!((preview.added, preview.removed), (0, 0), "{what}: {preview:?}");
}

#[test]
fn the_fixtures_are_read_back_unchanged() {
    for hr in [Hr::of_2025(), Hr::of_2026()] {
        let mut store = hr.open();
        for format in Format::ALL {
            for layout in LAYOUTS {
                let bytes = exported(&store, format, layout);
                changes_nothing(&mut store, &bytes, &format!("{format:?} {layout:?}"));
            }
        }
    }
}

#[test]
fn a_mirror_makes_the_database_equal_to_the_file_and_one_undo_reverts_it() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let grants =
        |hr: &Hr| hr.rows("SELECT user_id, company_id FROM hrm_user_company_access ORDER BY 1, 2");
    let before = grants(&hr);
    let bytes = exported(&store, Format::Csv, Layout::Matrix);
    hr.run(
        "DELETE FROM hrm_user_company_access WHERE rowid % 2 = 0
         AND user_id IN (SELECT id FROM hrm_users) AND typeof(company_id) = 'text';
         INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
         SELECT 'abcdefab00004000800000000000' || printf('%04x', id), id,
                (SELECT id FROM hrm_company LIMIT 1), '2026-01-01 00:00:00.000000'
         FROM hrm_users WHERE id NOT IN (SELECT user_id FROM hrm_user_company_access)",
    );
    store.changed_externally().expect("a look");
    let disturbed = hr.dump();
    let planned = planned(&store, &bytes, Mode::Mirror);
    let committed =
        store.commit(&planned.bulk, None, None, &mut JobProgress::none()).expect("the import");
    assert_eq!(grants(&hr), before);
    let change = committed.change.expect("a change");
    assert_eq!(change.kind.as_str(), "import");
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), disturbed);
}

/// The users, companies and grants of a random database.
#[derive(Clone, Debug)]
struct Random {
    usernames: Vec<String>,
    /// The code and name of each, and which of two tenants it belongs to.
    companies: Vec<(String, String, bool)>,
    grants: Vec<(usize, usize)>,
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(&NASTY[..]).prop_map(str::to_owned),
        2 => "[a-zA-Z =+@',;\"\t\r\n_-]{1,8}",
        2 => "\\PC{1,6}",
        1 => Just("長".repeat(10_000)),
    ]
}

fn random() -> impl Strategy<Value = Random> {
    let usernames = proptest::collection::btree_set(
        name().prop_filter("a name", |name| !name.is_empty()),
        1..12,
    );
    // Codes are unique within a tenant.
    let companies = proptest::collection::btree_map((name(), any::<bool>()), name(), 1..8);
    let companies = companies.prop_map(|companies| {
        companies.into_iter().map(|((code, tenant), name)| (code, name, tenant)).collect::<Vec<_>>()
    });
    (usernames, companies).prop_flat_map(|(usernames, companies)| {
        let usernames: Vec<String> = usernames.into_iter().collect();
        let cells = (0..usernames.len(), 0..companies.len());
        let grants = proptest::collection::btree_set(cells, 0..30);
        (Just(usernames), Just(companies), grants).prop_map(|(usernames, companies, grants)| {
            Random { usernames, companies, grants: grants.into_iter().collect() }
        })
    })
}

impl Random {
    fn made(&self) -> Hr {
        let hr = Hr::of(include_str!("../../schema.sql"));
        let sql = hr.sql();
        let insert = |sql: &rusqlite::Connection, text: &str, values: &[&dyn rusqlite::ToSql]| {
            sql.execute(text, values).expect("a row");
        };
        sql.execute_batch("BEGIN; INSERT INTO organization (id, name) VALUES (1, 'Acme')")
            .expect("a transaction");
        let tenant = |second: bool| format!("{}aaaaaaa00004000800000000000000a", u8::from(second));
        for second in [false, true] {
            insert(
                &sql,
                "INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
                 VALUES (?1, ?2, ?3, 1, 'test', '2026-01-01 00:00:00.000000')",
                params![tenant(second), if second { "Blue" } else { "=Acme" }, u8::from(second)],
            );
        }
        for (at, (code, name, second)) in self.companies.iter().enumerate() {
            insert(
                &sql,
                "INSERT INTO hrm_company
                 (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
                 VALUES (?1, ?2, ?3, ?4, 'EUR', 1, 'test', '2026-01-01 00:00:00.000000')",
                params![
                    format!("c{at:03}c1c100004000800000000000000c"),
                    tenant(*second),
                    name,
                    code
                ],
            );
        }
        for (at, username) in self.usernames.iter().enumerate() {
            insert(
                &sql,
                "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name,
                 is_active, must_reset_password, organization_id, role_id)
                 VALUES (?1, ?2, ?3, 'x', ?2, ?2, 1, 0, 1, 5)",
                params![at, username, format!("{at}@example.com")],
            );
        }
        for (number, (user, company)) in self.grants.iter().enumerate() {
            insert(
                &sql,
                "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
                 VALUES (?1, ?2, ?3, '2026-01-01 00:00:00.000000')",
                params![
                    format!("f{number:03}f1f100004000800000000000000f"),
                    user,
                    format!("c{company:03}c1c100004000800000000000000c")
                ],
            );
        }
        sql.execute_batch("COMMIT").expect("a commit");
        hr
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 30, ..ProptestConfig::default() })]

    #[test]
    fn every_name_is_read_back_unchanged(random in random()) {
        let hr = random.made();
        let mut store = hr.open();
        let files: Vec<(String, Vec<u8>)> = Format::ALL
            .into_iter()
            .flat_map(|format| LAYOUTS.map(|layout| (format, layout)))
            .flat_map(|(format, layout)| {
                let bytes = exported(&store, format, layout);
                let what = format!("{format:?} {layout:?}");
                let saved = match format {
                    Format::Csv => Some(saved_as_workbook(&bytes)),
                    Format::Xlsx => Some(saved_as_csv(&bytes)),
                    Format::Json => None,
                };
                let saved = saved.map(|saved| (format!("{what}, saved otherwise"), saved));
                [Some((what, bytes)), saved]
            })
            .flatten()
            // An empty list is rejected.
            .filter(|(_, bytes)| bytes.trim_ascii() != b"[]")
            .collect();
        for (what, bytes) in &files {
            changes_nothing(&mut store, bytes, what);
        }
        // After all grants were deleted, each file restores them.
        let grants = "SELECT user_id, company_id FROM hrm_user_company_access ORDER BY 1, 2";
        let before = hr.rows(grants);
        for (what, bytes) in &files {
            hr.run("DELETE FROM hrm_user_company_access");
            store.changed_externally().expect("a look");
            let planned = planned(&store, bytes, Mode::Add);
            store.commit(&planned.bulk, None, None, &mut JobProgress::none()).expect("the import");
            prop_assert_eq!(&hr.rows(grants), &before, "{}", what);
        }
    }
}
