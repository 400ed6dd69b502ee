//! `check` on a server: the replica is compared with the server, and a replica that differs is
//! not used again.

use rusqlite::Connection;

use crate::harness::{Hrm, hrm};
use crate::pull::assert_same;

fn check(hrm: &Hrm, options: &[&str]) -> crate::program::Ran {
    let url = hrm.url();
    hrm.grantgrid(&[&["check", "--db", &url, "--replica", "replica.db"], options].concat())
}

#[test]
fn a_replica_that_equals_its_server_is_reported_as_equal() {
    let Some(hrm) = hrm() else { return };
    for (options, part) in [(&[][..], "every row of 7 tables"), (&["--quick"], "number of rows")] {
        let out = check(&hrm, options).succeeds().out;
        assert!(out.contains(part) && out.contains("matches the server"), "{out}");
    }
    let json = check(&hrm, &["--json"]).succeeds().json();
    let tables = json["server_tables"].as_array().expect("tables");
    assert_eq!(tables.len(), 7);
    for table in tables {
        let name = table["table"].as_str().expect("a name");
        let rows = hrm.number(&format!("SELECT count(*) FROM {name}"));
        assert_eq!(table["server_rows"], rows, "{name}");
        assert_eq!(
            (&table["replica_rows"], &table["equal"]),
            (&rows.into(), &true.into()),
            "{name}"
        );
    }
    hrm.grantgrid(&["pull", "copy.db", "--db", &hrm.url()]).succeeds();
    let json = hrm.grantgrid(&["check", "--db", "copy.db", "--json"]).succeeds().json();
    assert!(json["server_tables"].is_null());
}

#[test]
fn a_damaged_replica_is_reported_and_read_again() {
    let Some(hrm) = hrm() else { return };
    check(&hrm, &[]).succeeds();
    // An index that has other entries than its table is found only where all of it is read.
    let path = hrm.path("replica.db");
    let mut bytes = std::fs::read(&path).expect("the replica");
    let at = bytes.windows(10).rposition(|window| window == b"root.admin").expect("an entry");
    bytes[at] = b'R';
    std::fs::write(&path, bytes).expect("a file");
    let ran = check(&hrm, &[]);
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.out.contains("the file is damaged"), "{}", ran.out);
    assert!(ran.out.contains("reads the whole server into a new replica"), "{}", ran.out);
    assert!(!ran.out.contains("backup") && !ran.out.contains("matches"), "{}", ran.out);
    check(&hrm, &[]).succeeds();
    assert_same(&hrm, &path);
}

#[test]
fn a_replica_that_differs_is_a_problem_and_is_read_again() {
    let Some(hrm) = hrm() else { return };
    for (spoil, options) in [
        ("UPDATE hrm_users SET first_name = 'Somebody' WHERE id = 3", &[][..]),
        ("UPDATE hrm_user_company_access SET company_id = (SELECT max(id) FROM hrm_company)", &[]),
        // Keeping the replica current relies on counts that it recorded.
        ("DELETE FROM hrm_user_company_access WHERE user_id = 4", &["--quick"]),
    ] {
        check(&hrm, options).succeeds();
        let replica = Connection::open(hrm.path("replica.db")).expect("the replica");
        replica.execute_batch("DROP INDEX uq_user_company_access").expect("the index");
        assert_ne!(replica.execute(spoil, []).expect(spoil), 0);
        drop(replica);
        let spoilt = check(&hrm, options);
        assert_eq!(spoilt.status, 1, "{}", spoilt.out);
        assert!(spoilt.out.contains("differs: "), "{}", spoilt.out);
        check(&hrm, options).succeeds();
        assert_same(&hrm, &hrm.path("replica.db"));
    }
}
