//! Where each parameter of a connection comes from.

use std::fs;
use std::path::Path;

use super::*;

fn settings(url: &str, home: &Path, variables: &[(&str, &str)]) -> Result<ServerSettings, String> {
    let variable = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let surroundings = Surroundings::new(&variable, Some(home.into()), "ada");
    ServerSettings::of(&ServerUrl::parse(url).expect("a URL"), &surroundings)
}

#[test]
fn the_url_overrides_the_service_and_the_service_the_environment() {
    let home = tempfile::tempdir().expect("a folder");
    let service = "[hr]\nhost=service\nport=1\nuser=service\ndbname=service\npassword=secret\n";
    fs::write(home.path().join(".pg_service.conf"), service).expect("a file");
    let variables = [
        ("PGSERVICE", "hr"),
        ("PGHOST", "env"),
        ("PGUSER", "env"),
        ("PGOPTIONS", "-csearch_path=hr"),
        ("PGPASSWORD", "env"),
    ];
    let found = settings("postgresql://url@/", home.path(), &variables).expect("settings");
    assert_eq!((found.user.as_str(), found.database.as_str()), ("url", "service"));
    assert_eq!((found.hosts[0].name.as_str(), found.hosts[0].port), ("service", 1));
    assert_eq!(found.options.as_deref(), Some("-csearch_path=hr"));
    assert_eq!(found.hosts[0].password, Some(Password::new("secret".into())));
    assert!(!format!("{found:?}").contains("secret"));
    let found = settings("postgresql://", home.path(), &[]).expect("settings");
    assert_eq!((found.user.as_str(), found.database.as_str()), ("ada", "ada"));
    assert!(found.hosts[0].is_socket());
    assert_eq!(found.application_name, "grantgrid");
}

#[cfg(unix)]
#[test]
fn each_host_has_its_own_password_of_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join(".pgpass");
    fs::write(&path, "a:1:*:*:first\nb:2:*:*:second\nlocalhost:*:*:*:third\n").expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("permissions");
    let url = "postgresql://a:1,b:2,%2Ftmp:3/hrm";
    let found = settings(url, home.path(), &[]).expect("settings");
    let passwords: Vec<_> = found.hosts.into_iter().map(|host| host.password).collect();
    let expected = ["first", "second", "third"].map(|it| Some(Password::new(it.into())));
    assert_eq!(passwords, expected);
}

#[test]
fn tls_follows_sslmode() {
    let home = tempfile::tempdir().expect("a folder");
    let mode = |query: &str| {
        settings(&format!("postgresql://db/hrm?{query}"), home.path(), &[])
            .map(|it| (it.tls, it.roots))
    };
    let file = || TrustedRoots::File("ca.pem".into());
    for (query, expected) in [
        ("", (TlsMode::Prefer, TrustedRoots::OfSystem)),
        ("sslmode=require", (TlsMode::Require, TrustedRoots::OfSystem)),
        ("sslmode=require&sslrootcert=ca.pem", (TlsMode::VerifyCa, file())),
        ("sslmode=verify-full", (TlsMode::VerifyFull, TrustedRoots::OfSystem)),
        ("sslrootcert=system", (TlsMode::VerifyFull, TrustedRoots::OfSystem)),
    ] {
        assert_eq!(mode(query), Ok(expected), "{query}");
    }
    for (query, sentence) in [
        ("sslmode=require&sslrootcert=system", "sslrootcert=system needs sslmode=verify-full"),
        (
            "sslmode=yes",
            "sslmode must be disable, allow, prefer, require, verify-ca or verify-full",
        ),
    ] {
        assert_eq!(mode(query), Err(sentence.into()), "{query}");
    }
    let certificate = settings("postgresql://db/hrm", home.path(), &[("PGSSLCERT", "x")]);
    assert!(certificate.is_err_and(|it| it.contains("client certificate")));
}
