//! The console on a server, in a pseudo-terminal.

use crate::harness::hrm;
use crate::person::Start;
use crate::relay::Relay;
use crate::sandbox::Sandbox;

#[test]
fn the_console_shows_a_server_and_what_others_write_there() {
    let Some(hrm) = hrm() else { return };
    let sandbox = Sandbox::empty();
    let person = Start::new(&sandbox).sized(140, 40).arg(hrm.url()).runs();
    let person = person.sees("Access matrix").sees(&hrm.url()).sees_no("read-only");
    let person = person.sees("7 grants");
    hrm.run(
        "INSERT INTO hrm_user_company_access (user_id, company_id) SELECT 1, id FROM hrm_company",
    );
    let person = person.sees("15 grants");
    hrm.run("DELETE FROM hrm_user_company_access WHERE user_id = 1");
    // Edited with a key, and undone: the server has the same grants as before.
    let grants = "SELECT string_agg(a::text, ' ' ORDER BY id) FROM hrm_user_company_access a";
    let text = |hrm: &crate::harness::Hrm| -> String {
        hrm.client().query_one(grants, &[]).expect(grants).get(0)
    };
    let person = person.sees("7 grants");
    let before = text(&hrm);
    let person = person.types("3 ").sees("8 grants");
    assert_ne!(text(&hrm), before);
    person.types("u").sees("7 grants").quits().well(0);
    assert_eq!(text(&hrm), before);
}

#[test]
fn the_console_shows_that_a_login_is_read_only() {
    let Some(hrm) = hrm() else { return };
    let sandbox = Sandbox::empty();
    let person = Start::new(&sandbox).sized(140, 40).arg(hrm.url_of("reader")).runs();
    let title = format!("{}  read-only", hrm.url_of("reader"));
    let person = person.sees("Access matrix").sees(&title).types("3 ");
    person
        .sees("this login may only read grants on the server: nothing can be changed")
        .quits()
        .well(0);
}

#[test]
fn a_server_that_does_not_answer_is_reported_and_blocks_nothing() {
    let Some(hrm) = hrm() else { return };
    let (sandbox, relay) = (Sandbox::empty(), Relay::to(&hrm));
    let opens = || Start::new(&sandbox).sized(140, 40).arg(relay.url(&hrm)).runs();
    let person = opens().sees("Access matrix").sees("7 grants").types("3");
    relay.falls_silent();
    let person = person.sees("no answer since").types(" ");
    let person = person.sees("nothing can be changed until the server answers").types("G");
    let person = person.sees("emp060").sees("7 grants");
    relay.goes_on();
    let person = person.sees_no("no answer since").types(" ").sees("8 grants");
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access"), 8);
    relay.falls_silent();
    person.sees("no answer since").quits().well(0);
}

#[test]
fn a_server_that_cannot_be_opened_is_reported_before_the_screen_is_taken_over() {
    let Some(hrm) = hrm() else { return };
    let sandbox = Sandbox::empty();
    let url = format!("postgresql://guarded:s3cret@127.0.0.1:{}/{}", hrm.server.port, hrm.name);
    let person = Start::new(&sandbox).arg(url).runs();
    person.sees("refuses the password of guarded").sees_no("s3cret");
}

/// Blocks reading the grants, which are read last, for this login.
const HOLD: &str = "
CREATE FUNCTION hold() RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '1min' AS $$ BEGIN
  PERFORM pg_advisory_xact_lock_shared(7); RETURN true; END $$;
ALTER TABLE hrm_user_company_access ENABLE ROW LEVEL SECURITY;
CREATE POLICY held ON hrm_user_company_access USING (hold());
";

#[test]
fn the_first_opening_shows_rows_as_they_arrive_and_can_be_cancelled() {
    let Some(hrm) = hrm() else { return };
    hrm.run(HOLD);
    let mut holder = hrm.client();
    holder.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7)").expect("a lock");
    let sandbox = Sandbox::empty();
    let opens = || Start::new(&sandbox).sized(100, 30).arg(hrm.url_of("reader")).runs();
    let waits = |person: crate::person::Person| {
        let person = person.sees("Reading the server").sees("Mei Tan (mei.tan)");
        person.sees("ZRH  Alpine Zürich").sees("Esc  cancel").sees_no("Access matrix")
    };
    waits(opens()).types("\u{1b}").ends().well(0);
    let replicas = sandbox.path(".cache/grantgrid/replicas");
    let kept: Vec<_> = std::fs::read_dir(replicas).expect("a folder").flatten().collect();
    let names: Vec<_> = kept.iter().map(std::fs::DirEntry::file_name).collect();
    assert!(names.iter().all(|name| name.to_string_lossy().ends_with(".lock")), "{names:?}");
    let asks = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'reader' \
                AND datname = current_database()";
    crate::follow::until("the server was told", || hrm.number(asks) == 0);
    // The rows received so far can be browsed and filtered.
    let person = waits(opens()).types("G").sees_no("(mei.tan)").types("g").sees("(mei.tan)");
    let person = person.types("/no.prof").sees("Users: 1 match").sees("(no.profile)");
    let person = person.sees_no("(mei.tan)").types("\u{1b}").sees("(mei.tan)");
    // When the last rows arrive, the panes open.
    holder.batch_execute("ROLLBACK").expect("it is let go");
    person.sees("Access matrix").sees("7 grants").quits().well(0);
}
