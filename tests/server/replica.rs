//! A URL in place of a file: the replica is private, reused, brought up to date, and discarded
//! if it does not belong to this database.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rusqlite::Connection;

use crate::harness::{Hrm, hrm};
use crate::pull::{assert_same, figures};

/// The one replica in the cache folder.
fn replica(hrm: &Hrm) -> PathBuf {
    let folder = hrm.path(".cache/grantgrid/replicas");
    let paths = fs::read_dir(&folder).expect("the folder").map(|it| it.expect("an entry").path());
    let mut found: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|it| it == "db")).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

fn users(hrm: &Hrm) -> serde_json::Value {
    hrm.grantgrid(&["stats", "--json", "--db", &hrm.url()]).succeeds().json()["users"].clone()
}

/// Identifies the file.
fn inode(path: &std::path::Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&fs::metadata(path).expect("a file"))
}

#[test]
fn every_command_works_on_a_url() {
    let Some(hrm) = hrm() else { return };
    figures(&hrm, &hrm.url());
    let url = hrm.url();
    for arguments in [
        &["check"][..],
        &["rules"],
        &["policy"],
        &["history"],
        &["why", "arjun.nair", "SYD"],
        &["show", "mei.tan"],
        &["export", "-", "--format", "csv"],
        &["users", "--as", "mei.tan"],
        &["grant", "--user", "no.profile", "--company", "ZRH", "--dry-run"],
        &["user", "add", "new.one", "--email", "new@example.org", "--dry-run"],
    ] {
        let ran = hrm.grantgrid_with(arguments, &[("GRANTGRID_DB", &url)]).succeeds();
        assert!(!ran.out.contains("cache"), "{}", ran.out);
    }
}

#[test]
fn nothing_is_written_with_a_login_that_may_only_read() {
    let Some(hrm) = hrm() else { return };
    let url = hrm.url_of("reader");
    for arguments in [
        &["grant", "--user", "no.profile", "--company", "ZRH"][..],
        &["user", "add", "new.one", "--email", "new@example.org"],
        &["company", "deactivate", "ZRH"],
        &["rules", "set", "Employee", "home"],
        &["policy", "set", "Employee", "--home", "never"],
        &["populate"],
    ] {
        let ran = hrm.grantgrid(&[arguments, &["--db", &url]].concat());
        ran.fails(1, "this login may only read grants on the server; nothing was changed");
        // The replica cannot be edited as a file either.
        let path = replica(&hrm);
        let ran = hrm.grantgrid(&[arguments, &["--db", path.to_str().expect("a path")]].concat());
        ran.fails(1, "this is the replica of a server; nothing was changed");
    }
    hrm.grantgrid(&["backup", "copy.db", "--db", &url]).fails(1, "pg_dump");
    assert_same(&hrm, &replica(&hrm));
    let made = "SELECT count(*) FROM pg_class WHERE relname LIKE 'grantgrid%'";
    assert_eq!(hrm.number(made), 0);
}

#[test]
fn a_replica_is_private_and_has_no_password() {
    let Some(hrm) = hrm() else { return };
    let (port, name) = (hrm.server.port, &hrm.name);
    let url = format!("postgresql://guarded:s3cret%2F%3A%40@127.0.0.1:{port}/{name}");
    hrm.grantgrid(&["users", "--db", &url]).succeeds();
    let path = replica(&hrm);
    assert!(!path.to_str().expect("a path").contains("s3cret"));
    let mode = |path: &std::path::Path| {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    };
    let folder = path.parent().expect("a folder");
    assert_eq!(mode(folder), 0o700);
    for entry in fs::read_dir(folder).expect("the folder") {
        assert_eq!(mode(&entry.expect("an entry").path()), 0o600);
    }
    let bytes = fs::read(&path).expect("the replica");
    for part in ["scrypt", "password", "s3cret", "salary"] {
        assert!(!bytes.windows(part.len()).any(|window| window == part.as_bytes()), "{part}");
    }
}

#[test]
fn a_replica_is_reused_unless_it_belongs_to_another_database() {
    let Some(hrm) = hrm() else { return };
    assert_eq!(users(&hrm), 69);
    let path = replica(&hrm);
    let first = inode(&path);
    assert_eq!(users(&hrm), 69);
    assert_eq!(inode(&path), first, "the same file");

    // Damaged in its pages, or from the first byte on.
    for at in [4096, 0] {
        let mut bytes = fs::read(&path).expect("the replica");
        bytes[at..at + 2048].fill(0x55);
        fs::write(&path, bytes).expect("a file");
        assert_eq!(users(&hrm), 69);
        assert_same(&hrm, &path);
    }
    // Cut short.
    let bytes = fs::read(&path).expect("the replica");
    fs::write(&path, &bytes[..bytes.len() / 2 + 100]).expect("a file");
    assert_eq!(users(&hrm), 69);

    // Different tables.
    hrm.run("ALTER TABLE hrm_users ALTER COLUMN username TYPE varchar(99)");
    let before = inode(&path);
    assert_eq!(users(&hrm), 69);
    assert_ne!(inode(&path), before);

    // Another database with the same name, and with the same rows except for one.
    hrm.server.sql("postgres", &format!("DROP DATABASE {name}; ", name = hrm.name));
    hrm.server.sql("postgres", &format!("CREATE DATABASE {} TEMPLATE hrm", hrm.name));
    hrm.run("DELETE FROM hrm_users WHERE username = 'no.profile'");
    assert_eq!(users(&hrm), 68);
    assert_same(&hrm, &path);
}

#[test]
fn the_folder_of_replicas_can_be_chosen() {
    let Some(hrm) = hrm() else { return };
    let url = hrm.url();
    hrm.grantgrid(&["users", "--db", &url, "--replica", "r.db"]).succeeds();
    hrm.grantgrid(&["users", "--db", &url, "--in-memory"]).succeeds();
    assert!(!hrm.path(".cache").exists());
    assert_same(&hrm, &hrm.path("r.db"));
    hrm.run("DELETE FROM hrm_user_company_access");
    hrm.grantgrid(&["users", "--db", &url, "--replica", "r.db"]).succeeds();
    assert_same(&hrm, &hrm.path("r.db"));

    fs::write(hrm.path("mine.txt"), "mine").expect("a file");
    let refused = "is not a replica that grantgrid made";
    hrm.grantgrid(&["users", "--db", &url, "--replica", "mine.txt"]).fails(1, refused);
    assert_eq!(fs::read(hrm.path("mine.txt")).expect("the file"), b"mine");
    hrm.grantgrid(&["pull", "mine.db", "--db", &url]).succeeds();
    hrm.grantgrid(&["users", "--db", &url, "--replica", "mine.db"]).fails(1, refused);
}

#[test]
fn two_commands_can_create_the_replica_at_the_same_time() {
    let Some(hrm) = hrm() else { return };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(users(&hrm), 69));
        }
    });
    assert_same(&hrm, &replica(&hrm));
}

#[test]
fn a_login_sees_what_the_server_lets_it_see() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "ALTER TABLE hrm_user_company_access ENABLE ROW LEVEL SECURITY; \
         CREATE POLICY few ON hrm_user_company_access TO reader USING (user_id = 4)",
    );
    let url = hrm.url_of("reader");
    let ran = hrm.grantgrid(&["stats", "--json", "--db", &url]).succeeds();
    assert_eq!(ran.json()["grants"], 2);
}

#[test]
fn the_next_opening_reads_what_changed() {
    let Some(hrm) = hrm() else { return };
    users(&hrm);
    let path = replica(&hrm);
    let first = inode(&path);
    for change in [
        "INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, \
         must_reset_password, organization_id, role_id) \
         SELECT 'n' || i, 'n' || i || '@x', 'scrypt', 'N', 'N', true, 1, 5 FROM generate_series(1, 9) i",
        // Users swap their usernames.
        "BEGIN; UPDATE hrm_users SET username = 'x' WHERE username = 'n1'; \
         UPDATE hrm_users SET username = 'n1' WHERE username = 'n2'; \
         UPDATE hrm_users SET username = 'n2' WHERE username = 'x'; COMMIT",
        "DELETE FROM hrm_users WHERE username LIKE 'n%' AND username > 'n3'",
        // A grant is replaced by one with another id.
        "BEGIN; DELETE FROM hrm_user_company_access WHERE user_id = 4; \
         INSERT INTO hrm_user_company_access (user_id, company_id) \
         SELECT 4, id FROM hrm_company; COMMIT",
        "BEGIN; SAVEPOINT a; UPDATE hrm_company SET name = 'In a savepoint' WHERE code = 'ZRH'; \
         RELEASE a; SAVEPOINT b; TRUNCATE hrm_company CASCADE; ROLLBACK TO b; COMMIT",
        "DELETE FROM hrm_attendance; DELETE FROM hrm_leave; \
         DELETE FROM hrm_company WHERE code = 'SYD'",
        "INSERT INTO hrm_roles (name) VALUES ('Late role'); \
         UPDATE organization SET tenant_id = NULL WHERE id = 2; \
         UPDATE hrm_tenant SET code = 'OTHER' WHERE code = 'ALPINE'",
        "UPDATE hrm_employee SET company_id = NULL, user_id = NULL WHERE id < 5",
        "TRUNCATE hrm_user_company_access",
    ] {
        hrm.run(change);
        users(&hrm);
        assert_same(&hrm, &path);
    }
    assert_eq!(inode(&path), first, "it is still the first file");
}

#[test]
fn a_transaction_that_was_open_is_not_missed() {
    let Some(hrm) = hrm() else { return };
    let mut open = hrm.client();
    open.batch_execute("BEGIN; DELETE FROM hrm_users WHERE username = 'no.profile'")
        .expect("a change");
    let mut other = hrm.client();
    other
        .batch_execute("BEGIN; UPDATE hrm_users SET first_name = 'Late' WHERE username = 'emp059'")
        .expect("a change");
    assert_eq!(users(&hrm), 69);
    hrm.run("UPDATE hrm_users SET first_name = 'Early' WHERE username = 'emp058'");
    assert_eq!(users(&hrm), 69);
    other.batch_execute("COMMIT").expect("a commit");
    assert_eq!(users(&hrm), 69);
    assert_same(&hrm, &replica(&hrm));
    open.batch_execute("COMMIT").expect("a commit");
    assert_eq!(users(&hrm), 68);
    assert_same(&hrm, &replica(&hrm));
}

#[test]
fn deletions_in_a_large_table_are_found() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "INSERT INTO hrm_company (tenant_id, code, name, currency_code, timezone) \
         SELECT (SELECT id FROM hrm_tenant LIMIT 1), 'C' || i, 'C' || i, 'EUR', 'UTC' \
         FROM generate_series(1, 6) i; \
         INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, \
         must_reset_password, organization_id, role_id) \
         SELECT 'm' || i, 'm' || i || '@x', 'x', 'M', 'M', true, 1, 5 FROM generate_series(1, 5000) i; \
         INSERT INTO hrm_user_company_access (user_id, company_id) \
         SELECT u.id, c.id FROM hrm_users u, hrm_company c WHERE u.username LIKE 'm%' AND c.code LIKE 'C%'",
    );
    users(&hrm);
    let path = replica(&hrm);
    let first = inode(&path);
    for change in [
        "DELETE FROM hrm_user_company_access WHERE user_id IN (70, 4095, 4096, 4097, 5069)",
        "DELETE FROM hrm_user_company_access WHERE md5(id::text) < '2'; \
         INSERT INTO hrm_user_company_access (user_id, company_id) \
         SELECT 4, id FROM hrm_company WHERE code LIKE 'C%'",
        "UPDATE hrm_user_company_access SET user_id = user_id + 1 WHERE user_id = 5068 \
         AND NOT EXISTS (SELECT FROM hrm_user_company_access WHERE user_id = 5069)",
    ] {
        hrm.run(change);
        users(&hrm);
        assert_same(&hrm, &path);
    }
    assert_eq!(inode(&path), first, "it is still the first file");
    let file = Connection::open(&path).expect("the replica");
    let sound: String =
        file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(sound, "ok");
}
