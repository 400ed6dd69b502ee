//! Two consoles with separate home folders, a command line and the HR application write at the
//! same time, partly the same cells: nothing is lost or counted twice, there is one history,
//! and both replicas equal the server. `GRANTGRID_STEPS` sets how many steps each of them
//! takes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use postgres::Client;
use postgres::error::SqlState;

use crate::follow::Steps;
use crate::harness::{Hrm, hrm};
use crate::person::{Person, Start};
use crate::pull::assert_same;
use crate::sandbox::Sandbox;
use crate::write::assert_same_journal;

/// How many more times a cell was granted than revoked.
type Balance = BTreeMap<(i64, String), i64>;

fn steps() -> u64 {
    let asked = std::env::var("GRANTGRID_STEPS").ok().and_then(|steps| steps.parse().ok());
    asked.unwrap_or(12)
}

/// How many steps the consoles and the command line have begun. The HR application writes once
/// for each.
#[derive(Default)]
struct Pace(AtomicU64);

impl Pace {
    fn step(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn waits_for(&self, step: u64) {
        let begun = Instant::now();
        while self.0.load(Ordering::SeqCst) <= step {
            assert!(begun.elapsed() < Duration::from_secs(60), "nobody goes on");
            std::thread::yield_now();
        }
    }
}

/// The present grants, or the sum of all changes by grantgrid.
fn balance(hrm: &Hrm, query: &str) -> Balance {
    let rows = hrm.client().query(query, &[]).expect(query);
    rows.iter().map(|row| ((row.get(0), row.get(1)), row.get(2))).collect()
}

const GRANTS: &str = "SELECT user_id::int8, company_id::text, count(*) \
     FROM hrm_user_company_access GROUP BY 1, 2";

const CHANGES: &str = "SELECT c.user_id, n.id, sum(CASE WHEN c.added THEN 1 ELSE -1 END)::int8 \
     FROM grantgrid_cell c JOIN grantgrid_company n ON n.number = c.company GROUP BY 1, 2";

/// The number of changes of an operator.
fn changes_of(client: &mut Client, operator: &str) -> i64 {
    let sql = "SELECT CASE WHEN to_regclass('grantgrid_change') IS NULL THEN 0 ELSE \
               (xpath('/row/c/text()', query_to_xml(format( \
                 'SELECT count(*) AS c FROM grantgrid_change WHERE operator = %L', $1::text), \
               false, true, '')))[1]::text::int8 END";
    client.query_one(sql, &[&operator]).expect(sql).get(0)
}

/// An administrator at a console.
struct Admin<'a> {
    operator: &'static str,
    person: Option<Person>,
    home: &'a Sandbox,
    server: Client,
    /// How many toggles the server accepted.
    done: i64,
}

impl<'a> Admin<'a> {
    /// Opens the console with the cursor on a user.
    fn sits_down(hrm: &Hrm, home: &'a Sandbox, operator: &'static str, user: &str) -> Self {
        let person = Start::new(home).sized(160, 40).arg(hrm.url()).arg("--as").arg(operator);
        let person = person.runs().sees("Access matrix").sees(" grants  ");
        let mut person = person.types("3").has_drawn();
        while !person.screen().contains(&format!("({user})")) {
            person = person.types("j").has_drawn();
        }
        Self { operator, person: Some(person), home, server: hrm.client(), done: 0 }
    }

    /// Moves to another company and toggles it.
    fn toggles(&mut self, step: u64, pace: &Pace) {
        pace.step();
        let person = self.person.take().expect("somebody");
        let before = changes_of(&mut self.server, self.operator);
        let goes = if step % 8 < 4 { "l" } else { "h" };
        let person = person.types(goes).has_drawn().types(" ").has_drawn();
        let person = person.sees_no("waiting for");
        let now = changes_of(&mut self.server, self.operator);
        // Somebody else may have changed the cell first; then the toggle is refused.
        assert!([0, 1].contains(&(now - before)), "{}", person.screen());
        self.done += now - before;
        self.person = Some(person);
    }

    /// Waits for the last change, without pressing a key.
    fn sees_the_end(&mut self, grants: &str) {
        let person = self.person.take().expect("somebody");
        self.person = Some(person.sees("The end").sees(grants));
    }

    fn replica(&self) -> PathBuf {
        let folder = self.home.path(".cache/grantgrid/replicas");
        let files = std::fs::read_dir(folder).expect("a folder").flatten();
        let mut found = files.map(|file| file.path());
        found.find(|path| path.extension().is_some_and(|it| it == "db")).expect("a replica")
    }
}

/// Writes like the HR application, with plain statements, and counts what the server reports.
fn hr_application(hrm: &Hrm, seed: u64, pace: &Pace) -> Balance {
    let mut steps_of = Steps(seed);
    let mut client = hrm.client();
    let mut balance = Balance::new();
    let companies: Vec<String> = client
        .query("SELECT id::text FROM hrm_company ORDER BY code, id", &[])
        .expect("companies")
        .iter()
        .map(|row| row.get(0))
        .collect();
    for step in 0..steps() * 3 {
        pace.waits_for(step);
        let user = [9, 10, 11, 12, 13, 14][usize::try_from(steps_of.below(6)).expect("small")];
        let company = &companies[usize::try_from(steps_of.below(8)).expect("small")];
        let cell = (i64::from(user), company.clone());
        if steps_of.below(2) == 0 {
            let sql = "INSERT INTO hrm_user_company_access (user_id, company_id) \
                       VALUES ($1, $2::text::uuid)";
            match client.execute(sql, &[&user, company]) {
                Ok(count) => *balance.entry(cell).or_default() += i64::try_from(count).expect("1"),
                Err(error) => {
                    assert_eq!(error.code(), Some(&SqlState::UNIQUE_VIOLATION), "{error}");
                }
            }
        } else {
            let sql = "DELETE FROM hrm_user_company_access WHERE user_id = $1 \
                       AND company_id = $2::text::uuid";
            let count = client.execute(sql, &[&user, company]).expect("a deletion");
            *balance.entry(cell).or_default() -= i64::try_from(count).expect("1");
        }
    }
    balance
}

/// Edits like a script: several cells at once; every third change is undone by its number.
fn command_line(hrm: &Hrm, pace: &Pace) -> i64 {
    let url = hrm.url();
    let run = |arguments: &[&str]| {
        hrm.grantgrid(&[arguments, &["--db", &url, "--replica", "script.db", "--json"]].concat())
    };
    let mut done = 0;
    for step in 0..steps() {
        pace.step();
        let verb = if step % 2 == 0 { "grant" } else { "revoke" };
        let users = ["--user", "emp003", "emp004", "emp005"];
        let ran = run(&[&[verb][..], &users, &["--company", "ZRH", "SYD", "KUL"]].concat());
        // If a cell has changed meanwhile, or a row is locked, nothing is changed.
        assert!([0, 1, 3].contains(&ran.status), "{}", ran.err);
        if ran.status != 0 {
            assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
            continue;
        }
        let Some(id) = ran.json()["change"].as_i64() else { continue };
        done += 1;
        if step % 3 == 0 {
            let undone = run(&["undo", &id.to_string()]);
            assert!([0, 1, 3].contains(&undone.status), "{}", undone.err);
            done += i64::from(undone.status == 0);
        }
    }
    done
}

#[test]
fn simultaneous_writes_are_neither_lost_nor_doubled() {
    let Some(hrm) = hrm() else { return };
    let before = balance(&hrm, GRANTS);
    let homes = [Sandbox::empty(), Sandbox::empty()];
    let mut ada = Admin::sits_down(&hrm, &homes[0], "root.admin", "emp001");
    let mut mei = Admin::sits_down(&hrm, &homes[1], "mei.tan", "no.profile");
    let pace = Pace::default();
    let (scripted, hr) = std::thread::scope(|scope| {
        let (hrm, pace) = (&hrm, &pace);
        let script = scope.spawn(|| command_line(hrm, pace));
        let application = [1, 2].map(|seed| scope.spawn(move || hr_application(hrm, seed, pace)));
        for admin in [&mut ada, &mut mei] {
            scope.spawn(move || (0..steps()).for_each(|step| admin.toggles(step, pace)));
        }
        let hr = application.map(|it| it.join().expect("no panic"));
        (script.join().expect("no panic"), hr)
    });
    assert!(ada.done > 0 && mei.done > 0 && scripted > 0);
    // The last change.
    hrm.run("UPDATE hrm_company SET name = 'The end' WHERE code = 'SYD'");
    let now = balance(&hrm, GRANTS);
    ada.sees_the_end(&format!("{} grants", now.len()));
    mei.sees_the_end("grants");
    // The history has exactly one entry for each change that was reported as made.
    let all = hrm.number("SELECT count(*) FROM grantgrid_change");
    assert_eq!(all, ada.done + mei.done + scripted);
    assert_eq!(hrm.number("SELECT max(id) FROM grantgrid_change"), all);
    // For each cell, the sum of all changes equals the present state.
    let mut expected = before;
    for part in hr.into_iter().chain([balance(&hrm, CHANGES)]) {
        for (cell, by) in part {
            *expected.entry(cell).or_default() += by;
        }
    }
    expected.retain(|_, count| *count != 0);
    assert_eq!(now, expected);
    // Nothing was opened again: the replicas have followed.
    println!("{}, {} and {scripted} changes of {} steps each", ada.done, mei.done, steps());
    let replicas = [ada.replica(), mei.replica()];
    for replica in &replicas {
        assert_same(&hrm, replica);
    }
    assert_same_journal(&replicas);
    for admin in [ada, mei] {
        admin.person.expect("somebody").quits().well(0);
    }
}
