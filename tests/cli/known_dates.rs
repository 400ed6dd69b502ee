//! The dates that `who` and `access` show: those that grantgrid's history does not contradict.

use crate::support::Sandbox;

#[test]
fn a_date_that_the_history_contradicts_is_not_shown() {
    let sandbox = Sandbox::new();
    let company = "c1c1c1c100004000800000000000000c";
    let write = |sql: &str| {
        assert_eq!(sandbox.connect().execute(sql, [company]).expect(sql), 1);
    };
    let dated = |at: &str| {
        let sql = "UPDATE hrm_user_company_access SET created_at = '{}' \
                   WHERE user_id = 2 AND company_id = ?1";
        write(&sql.replace("{}", at));
    };
    // What `who --json`, `who` and `access` show about bob and PAR.
    let told = || -> [String; 3] {
        let all = sandbox.hr(&["who", "PAR", "--json"]).json();
        let bob = all.as_array().expect("an array").iter().find(|it| it["username"] == "bob");
        let column = |arguments: &[&str], start: &str, column: usize| {
            let out = sandbox.hr(arguments).out;
            let line = out.lines().find(|it| it.starts_with(start)).expect("the line");
            line.split('\t').nth(column).expect("the column").to_owned()
        };
        [
            bob.expect("bob")["granted_at"].as_str().unwrap_or("null").to_owned(),
            column(&["who", "PAR"], "bob\t", 4),
            column(&["access", "bob"], "PAR\t", 3),
        ]
    };
    let [old, short] = ["2026-02-03 04:05:06.000007", "2026-02-03 04:05:06"];
    let [coming, dated_so] = ["9999-01-01 00:00:00.000000", "dated 2026-02-03 04:05:06"];
    assert_eq!(told(), [old, short, short], "older than the history");
    dated(coming);
    assert_eq!(told(), ["null", "unknown", "unknown"], "a date that is still to come");
    dated(old);
    assert_eq!(sandbox.hr(&["grant", "--user", "bob", "--company", "HQ (BLUE)"]).status, 0);
    assert_eq!(told(), [old, dated_so, dated_so], "no change is about it");
    assert_eq!(sandbox.hr(&["revoke", "--user", "bob", "--company", "PAR"]).status, 0);
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(told(), [old, dated_so, dated_so], "existed before change 2 revoked it");
    dated(coming);
    assert_eq!(told(), ["null", "unknown", "unknown"], "and not after that");

    // Another program grants what change 4 revoked, with an old date.
    assert_eq!(sandbox.hr(&["revoke", "--user", "bob", "--company", "PAR"]).status, 0);
    write(
        "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) \
         VALUES ('d0d0d0d000004000800000000000000c', 2, ?1, '2020-01-01 00:00:00.000000')",
    );
    assert_eq!(told(), ["null", "unknown", "unknown"], "it did not exist after change 4");

    // Another program gives an old date to a grant that a change made.
    assert_eq!(sandbox.hr(&["revoke", "--user", "bob", "--company", "PAR"]).status, 0);
    assert_eq!(sandbox.hr(&["grant", "--user", "bob", "--company", "PAR"]).status, 0);
    let [made, since, _] = told();
    dated("2020-01-01 00:00:00.000000");
    assert_eq!(told(), [made, since.clone(), since], "the change knows better");
}
