//! How a server is named and reached, and the messages if that fails.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::harness::{Hrm, hrm};

/// The password of `guarded`, and its form in a URL.
const PASSWORD: &str = "s3cret/:@";
const IN_URL: &str = "s3cret%2F%3A%40";

fn pull(hrm: &Hrm, url: &str, variables: &[(&str, &str)]) -> crate::program::Ran {
    let ran = hrm.grantgrid_with(&["pull", "copy.db", "--force", "--db", url], variables);
    assert!(!ran.err.contains("s3cret") && !ran.out.contains("s3cret"), "{}", ran.err);
    ran
}

#[test]
fn a_password_comes_from_the_url_the_environment_or_a_file() {
    let Some(hrm) = hrm() else { return };
    let (port, name) = (hrm.server.port, &hrm.name);
    let bare = hrm.url_of("guarded");
    let wrong = [("PGPASSWORD", "wrong")];
    pull(&hrm, &bare, &[]).fails(1, "asks for the password of guarded");
    pull(&hrm, &bare, &wrong).fails(1, "refuses the password of guarded");
    pull(&hrm, &bare, &[("PGPASSWORD", PASSWORD)]).succeeds();
    let url = format!("postgresql://guarded:{IN_URL}@127.0.0.1:{port}/{name}");
    pull(&hrm, &url, &wrong).succeeds();
    let url = format!("{bare}?password={IN_URL}");
    pull(&hrm, &url, &[]).succeeds();

    let passfile = hrm.path(".pgpass");
    fs::write(&passfile, format!("127.0.0.1:*:{name}:guarded:s3cret/\\:@\n")).expect("a file");
    fs::set_permissions(&passfile, fs::Permissions::from_mode(0o644)).expect("permissions");
    pull(&hrm, &bare, &[]).fails(1, "chmod 600");
    fs::set_permissions(&passfile, fs::Permissions::from_mode(0o600)).expect("permissions");
    pull(&hrm, &bare, &[]).succeeds();
    pull(&hrm, &bare, &[("PGPASSFILE", "/nowhere")]).fails(1, "asks for the password");
}

#[test]
fn a_server_can_be_given_by_variables_a_service_a_socket_or_a_list() {
    let Some(hrm) = hrm() else { return };
    let (port, name) = (hrm.server.port.to_string(), &hrm.name);
    let folder = hrm.server.folder.to_str().expect("a path");
    let encoded = folder.replace('/', "%2F");
    let all = [("PGHOST", folder), ("PGPORT", &port), ("PGUSER", "reader"), ("PGDATABASE", name)];
    pull(&hrm, "postgresql://", &all).succeeds();
    pull(&hrm, &format!("postgres://reader@{encoded}:{port}/{name}"), &[]).succeeds();
    pull(&hrm, &format!("postgresql:///{name}?host={folder}&port={port}&user=reader"), &[])
        .succeeds();
    pull(&hrm, &format!("postgresql://reader@127.0.0.1:1,127.0.0.1:{port}/{name}"), &[]).succeeds();
    let service = format!("[hr]\nhost=127.0.0.1\nport={port}\nuser=reader\ndbname={name}\n");
    fs::write(hrm.path(".pg_service.conf"), service).expect("a file");
    pull(&hrm, "postgresql:///?service=hr", &[]).succeeds();
    pull(&hrm, "postgresql://", &[("PGSERVICE", "hr")]).succeeds();
    pull(&hrm, "postgresql://", &[("PGSERVICE", "no")]).fails(1, "service no is not defined");
}

#[test]
fn problems_are_reported_in_one_sentence() {
    let Some(hrm) = hrm() else { return };
    let (port, name) = (hrm.server.port, &hrm.name);
    let at = |rest: &str| format!("postgresql://hr@127.0.0.1:{port}/{rest}");
    pull(&hrm, &at("nowhere"), &[]).fails(1, "has no database nowhere");
    pull(&hrm, &at("postgres"), &[]).fails(1, "not the HR system's");
    pull(&hrm, &hrm.url_of("nobody"), &[]).fails(1, "role \"nobody\" does not exist");
    pull(&hrm, &hrm.url_of("stranger"), &[]).fails(1, "may not read");
    pull(&hrm, "postgresql://hr@127.0.0.1:1/hrm", &[]).fails(3, "connection refused");
    pull(&hrm, "postgresql://hr@host.invalid/hrm", &[]).fails(3, "no such host");
    pull(&hrm, "postgresql://hr@%2Fnowhere/hrm", &[]).fails(3, "no such socket");
    pull(&hrm, &at(&format!("{name}?options=-csearch_path%3Dother")), &[])
        .fails(1, "no schema of the search path exists in this database");
    let both = at(&format!("{name}?options=-csearch_path%3Dother,pg_temp,information_schema"));
    pull(&hrm, &both, &[]).fails(1, "the table hrm_company is missing");
    pull(&hrm, &at(&format!("{name}?target_session_attrs=standby")), &[])
        .fails(3, "can be written, and target_session_attrs asks for one that can only be read");
    pull(&hrm, &at(&format!("{name}?target_session_attrs=prefer-standby")), &[]).succeeds();
    fs::remove_file(hrm.path("copy.db")).expect("the copy");
    hrm.run(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on"));
    pull(&hrm, &at(&format!("{name}?target_session_attrs=read-write")), &[])
        .fails(3, "can only be read, and target_session_attrs asks for one that can be written");
    pull(&hrm, &at(&format!("{name}?target_session_attrs=standby")), &[]).succeeds();
    fs::remove_file(hrm.path("copy.db")).expect("the copy");
    hrm.server.sql("postgres", &format!("ALTER DATABASE {name} RESET ALL"));
    pull(&hrm, "mysql://hr:s3cret@db/hrm", &[])
        .fails(1, "cannot open a mysql:// database: give a SQLite file");
    pull(&hrm, &at(&format!("{name}?sslcert=x")), &[]).fails(1, "not supported");
    pull(&hrm, "postgresql://hr:s3cret@db@127.0.0.1/hrm", &[]).fails(1, "write @ as %40");
    assert!(!hrm.path("copy.db").exists());
    hrm.run("ALTER TABLE hrm_company RENAME TO c; CREATE VIEW hrm_company AS SELECT * FROM c");
    pull(&hrm, &hrm.url(), &[]).fails(1, "it is not a table here");
}

#[test]
fn connecting_to_a_server_that_never_answers_times_out() {
    let Some(hrm) = hrm() else { return };
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("an address").port();
    let url = format!("postgresql://hr@127.0.0.1:{port}/hrm?connect_timeout=2");
    pull(&hrm, &url, &[]).fails(3, "does not answer");
}

#[test]
fn another_schema_is_selected_by_the_search_path() {
    let Some(hrm) = hrm() else { return };
    hrm.run("ALTER SCHEMA public RENAME TO people");
    pull(&hrm, &hrm.url(), &[]).fails(1, "no schema of the search path exists");
    let url = format!("{}?options=-csearch_path%3Dpeople", hrm.url());
    pull(&hrm, &url, &[]).succeeds();
    pull(&hrm, &hrm.url(), &[("PGOPTIONS", "-csearch_path=people")]).succeeds();
}

#[test]
fn no_message_quotes_a_password() {
    let Some(hrm) = hrm() else { return };
    let url = format!("postgresql://guarded:{IN_URL}x@127.0.0.1:{}/{}", hrm.server.port, hrm.name);
    for arguments in [
        &["users", "--db", "mysql://hr:s3cret@db/hrm"][..],
        &["users", "--db", "Postgres://hr:s3cret%zz@db/hrm"],
        &["users", "--db", "host=db password=s3cret"],
        &["mysql://hr:s3cret@db/hrm"],
        &["users", &url],
        &["users", "--db", &url],
        &["pull", &url, "--db", &url],
        &["init", &url],
        &["demo", "--to", &url],
        &["backup", &url],
        &["backup", "x.db", "--db", &url],
        &["grant", "--user", "a", "--company", "b", "--db", &url],
        &["undo", "--db", &url],
        &["export", &url, "--db", &url],
        &[&url, "--bad"],
        &[&url, "users"],
        &[&url, &url],
        &[&url],
    ] {
        let ran = hrm.grantgrid(arguments);
        assert!(ran.status != 0 && !ran.err.is_empty(), "{arguments:?}");
        assert!(!ran.err.contains("s3cret") && !ran.out.contains("s3cret"), "{}", ran.err);
    }
}

#[test]
fn tls_follows_sslmode() {
    let Some(hrm) = hrm() else { return };
    let own = hrm.server.folder.join("server.crt");
    fs::copy(own, hrm.path("own.pem")).expect("a copy");
    fs::write(hrm.path("ca.pem"), &hrm.server.authority).expect("a file");
    let other =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    fs::write(hrm.path("other.pem"), other.cert.pem()).expect("a file");
    let refused = "has no certificate to trust";
    for (host, query, expected) in [
        ("127.0.0.1", "", None),
        ("127.0.0.1", "sslmode=require", None),
        ("127.0.0.1", "sslmode=disable", Some("refuses the connection")),
        ("127.0.0.1", "sslmode=verify-ca&sslrootcert=ca.pem", None),
        ("127.0.0.1", "sslmode=require&sslrootcert=ca.pem", None),
        ("127.0.0.1", "sslmode=verify-full&sslrootcert=ca.pem", Some(refused)),
        ("localhost", "sslmode=verify-full&sslrootcert=ca.pem", None),
        ("localhost", "sslmode=verify-full&sslrootcert=own.pem", None),
        ("127.0.0.1", "sslmode=verify-ca&sslrootcert=own.pem", None),
        ("127.0.0.1", "sslmode=verify-full&sslrootcert=own.pem", Some(refused)),
        ("localhost", "sslmode=verify-ca&sslrootcert=other.pem", Some(refused)),
        ("localhost", "sslmode=require&sslrootcert=other.pem", Some(refused)),
        ("localhost", "sslmode=verify-full&sslrootcert=none.pem", Some("none.pem")),
    ] {
        let url = format!("postgresql://secure@{host}:{}/{}?{query}", hrm.server.port, hrm.name);
        let ran = pull(&hrm, &url, &[]);
        assert!(!ran.err.contains("Error") && !ran.err.contains("os error"), "{}", ran.err);
        match expected {
            None => drop(ran.succeeds()),
            Some(part) => ran.fails(1, part),
        }
    }
}

#[test]
fn a_server_without_tls_gets_no_login_if_tls_is_required() {
    use std::io::{Read, Write};
    let Some(hrm) = hrm() else { return };
    let plain = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = plain.local_addr().expect("an address").port();
    let told = std::thread::spawn(move || {
        let (mut stream, _) = plain.accept().expect("a connection");
        let mut request = [0; 8];
        stream.read_exact(&mut request).expect("a request for TLS");
        stream.write_all(b"N").expect("an answer");
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).map(|_| rest).unwrap_or_default()
    });
    let url = format!("postgresql://hr@127.0.0.1:{port}/hrm?sslmode=require");
    pull(&hrm, &url, &[("PGPASSWORD", "s3cret")]).fails(1, "does not offer TLS");
    assert!(told.join().expect("no panic").is_empty());
}
