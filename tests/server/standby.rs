//! A standby, which follows another server and can only be read.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, ChildStdin, Stdio};

use crate::follow::until;
use crate::harness::{Hrm, hrm, unprivileged};
use crate::person::Start;
use crate::sandbox::Sandbox;

/// Makes a standby of `$SOCKET` in `$DIR` and runs it until standard input ends.
const SCRIPT: &str = r#"
set -e
cd /
timeout 120 "$BIN/pg_basebackup" -h "$SOCKET" -p "$PORT" -U hr -D "$DIR/data" -c fast -R >&2
chmod 700 "$DIR/data"
timeout 60 "$BIN/pg_ctl" -D "$DIR/data" -l "$DIR/log" -o "-p $OWN_PORT -k $DIR" -w start >&2
echo ready
timeout 600 cat >/dev/null || true
timeout 30 "$BIN/pg_ctl" -D "$DIR/data" -m immediate stop >/dev/null 2>&1 || true
rm -rf "$DIR"
"#;

/// The standby, while the value lives.
struct Standby {
    port: u16,
    // Its end ends the server.
    _stdin: ChildStdin,
    _child: Child,
}

impl Standby {
    fn of(hrm: &Hrm) -> Self {
        let server = hrm.server;
        let folder = tempfile::Builder::new().prefix("gg-pg-").tempdir().expect("a folder").keep();
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
        let mut command = unprivileged(&folder);
        command.args(["sh", "-c", SCRIPT]).envs([
            ("BIN", server.programs.as_path()),
            ("DIR", &folder),
            ("SOCKET", &server.folder),
        ]);
        command.env("PORT", server.port.to_string()).env("OWN_PORT", port.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a shell");
        let stdin = child.stdin.take().expect("a pipe");
        let mut said = String::new();
        let stdout = child.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut said).expect("an answer");
        assert_eq!(said, "ready\n", "the standby did not start; see above");
        Self { port, _stdin: stdin, _child: child }
    }
}

#[test]
fn a_standby_is_followed_and_refuses_changes() {
    let Some(hrm) = hrm() else { return };
    let standby = Standby::of(&hrm);
    let url = format!("postgresql://hr@127.0.0.1:{}/{}", standby.port, hrm.name);
    let grants = || {
        let stats = hrm.grantgrid(&["stats", "--json", "--db", &url]).succeeds().json();
        stats["grants"].as_i64()
    };
    assert_eq!(grants(), Some(7));
    let grant = ["grant", "--user", "no.profile", "--company", "ZRH", "--db"];
    let refused = hrm.grantgrid(&[&grant[..], &[&url]].concat());
    refused.fails(1, "the server is a standby, which can only be read; nothing was changed");

    let sandbox = Sandbox::empty();
    let person = Start::new(&sandbox).sized(140, 40).arg(url.clone()).runs();
    let person = person.sees("Access matrix").sees(&format!("{url}  read-only")).types("3 ");
    let person = person.sees("the server is a standby, which can only be read: nothing can be");
    // Its server takes changes, and it shows them.
    let primary = format!(
        "postgresql://hr@127.0.0.1:{},127.0.0.1:{}/{}?target_session_attrs=primary",
        standby.port, hrm.server.port, hrm.name
    );
    hrm.grantgrid(&[&grant[..], &[&primary]].concat()).succeeds();
    person.sees("8 grants").quits().well(0);
    until("the next opening shows it", || grants() == Some(8));
}
