//! One server for all tests of this binary, with a separate database for each. The server ends
//! with the process, however that ends.

use std::fs::Permissions;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use postgres::{Client, NoTls};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

const FIXTURE: &str = include_str!("../fixtures/hrm-postgres.sql");

/// The folder in which Debian installs PostgreSQL's programs, by version.
const PROGRAMS: &str = "/usr/lib/postgresql";

/// Creates a server in `$DIR` and runs it until standard input ends, with all its resources
/// limited. A transaction can ask to wait for a standby that does not exist: it is committed,
/// but its client never learns that.
const SCRIPT: &str = r#"
set -e
cd /
timeout 120 "$BIN/initdb" -D "$DIR/data" -U hr -A trust --no-sync -E UTF8 --locale="$LOCALE" >"$DIR/initdb.log" 2>&1 ||
  { cat "$DIR/initdb.log" >&2; exit 1; }
cat >"$DIR/data/pg_hba.conf" <<HBA
local all all trust
local replication all trust
hostssl all secure 127.0.0.1/32 trust
host all secure 127.0.0.1/32 reject
host all guarded 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
HBA
cat >>"$DIR/data/postgresql.conf" <<CONF
port = $PORT
unix_socket_directories = '$DIR'
listen_addresses = '127.0.0.1'
fsync = off
max_connections = 200
synchronous_standby_names = 'nobody'
synchronous_commit = local
ssl = on
ssl_cert_file = '$DIR/server.crt'
ssl_key_file = '$DIR/server.key'
CONF
timeout 60 "$BIN/pg_ctl" -D "$DIR/data" -l "$DIR/log" -w start >&2
echo ready
timeout 1800 cat >/dev/null || true
timeout 30 "$BIN/pg_ctl" -D "$DIR/data" -m immediate stop >/dev/null 2>&1 || true
rm -rf "$DIR"
"#;

/// The server, which lives as long as the process.
pub(crate) struct Server {
    pub(crate) port: u16,
    /// The folder, which also contains the socket.
    pub(crate) folder: PathBuf,
    /// The certificate of the authority that signed the server's certificate for `localhost`.
    pub(crate) authority: String,
    next: AtomicUsize,
    /// Only one database is created at a time.
    making: Mutex<()>,
    pub(crate) programs: PathBuf,
    _child: Child,
    _stdin: ChildStdin,
}

/// A database with the fixture.
pub(crate) struct Hrm {
    pub(crate) server: &'static Server,
    pub(crate) name: String,
    pub(crate) folder: TempDir,
}

/// The server; `None` if PostgreSQL is not installed, which is reported once.
pub(crate) fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(start).as_ref()
}

/// A new database with the fixture; `None` if PostgreSQL is not installed.
pub(crate) fn hrm() -> Option<Hrm> {
    database("hrm")
}

/// A new, empty database.
pub(crate) fn empty() -> Option<Hrm> {
    database("template1")
}

fn database(template: &str) -> Option<Hrm> {
    let server = server()?;
    let number = server.next.fetch_add(1, Ordering::Relaxed);
    let name = format!("hrm{number}");
    let _one = server.making.lock().expect("no panic while making");
    server.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {template}"));
    Some(Hrm { server, name, folder: TempDir::new().expect("a folder") })
}

fn start() -> Option<Server> {
    let Some(programs) = programs() else {
        let how = "install Debian's package postgresql (initdb is looked for on the PATH, too)";
        assert!(
            std::env::var_os("GRANTGRID_REQUIRE_POSTGRESQL").is_none(),
            "no PostgreSQL server here: {how}"
        );
        // Written directly, because a test's output is shown only if it fails.
        let _ = writeln!(std::io::stderr(), "skipped: no PostgreSQL server here; {how}");
        return None;
    };
    let folder = tempfile::Builder::new().prefix("gg-pg-").tempdir().expect("a folder").keep();
    let authority = certificates(&folder);
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    let mut command = unprivileged(&folder);
    command.args(["sh", "-c", SCRIPT]).envs([("BIN", programs.as_path()), ("DIR", &folder)]);
    command.env("PORT", port.to_string()).env("LOCALE", "C.UTF-8");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell");
    let stdin = child.stdin.take().expect("a pipe");
    let mut said = String::new();
    let stdout = child.stdout.take().expect("a pipe");
    BufReader::new(stdout).read_line(&mut said).expect("an answer");
    assert_eq!(said, "ready\n", "the server did not start; see above");
    let (next, making) = (AtomicUsize::new(0), Mutex::new(()));
    let server =
        Server { port, folder, authority, next, making, programs, _child: child, _stdin: stdin };
    server.sql("postgres", "CREATE DATABASE hrm");
    server.sql("hrm", FIXTURE);
    server.sql("hrm", ROLES);
    Some(server)
}

/// A server that a test may kill, with a database of the fixture.
pub(crate) fn mortal() -> Option<Hrm> {
    let server = Box::leak(Box::new(start()?));
    Some(Hrm { server, name: "hrm".into(), folder: TempDir::new().expect("a folder") })
}

/// Logins for tests.
const ROLES: &str = "
CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
CREATE ROLE guarded LOGIN PASSWORD 's3cret/:@'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO guarded;
CREATE ROLE secure LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO secure;
CREATE ROLE stranger LOGIN;
";

/// Writes the server's certificate and key, and returns the certificate of the authority that
/// signed it.
fn certificates(folder: &Path) -> String {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let signed = authority.self_signed(&key).expect("a certificate").pem();
    let issuer = Issuer::new(authority, key);
    let key = KeyPair::generate().expect("a key");
    let own = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    let own = own.signed_by(&key, &issuer).expect("a certificate").pem();
    std::fs::write(folder.join("server.crt"), own).expect("a file");
    let key_path = folder.join("server.key");
    std::fs::write(&key_path, key.serialize_pem()).expect("a file");
    std::fs::set_permissions(key_path, Permissions::from_mode(0o600)).expect("permissions");
    signed
}

/// The folder with `initdb` and the other programs, of the newest version.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(PROGRAMS).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    found.sort();
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<PathBuf> = std::env::split_paths(&on_path).collect();
    let newest = found.into_iter().rev().map(|(_, folder)| folder);
    newest.chain(on_path).find(|folder| folder.join("initdb").is_file())
}

/// A command that runs under an account that a server accepts: never root.
pub(crate) fn unprivileged(folder: &Path) -> Command {
    if !rustix::process::geteuid().is_root() {
        return Command::new("env");
    }
    let account = ["postgres", "nobody"].into_iter().find(|name| {
        Command::new("id").args(["-u", name]).output().is_ok_and(|it| it.status.success())
    });
    let account = account.expect("an account that is not root");
    let owned = Command::new("chown").arg("-R").arg(account).arg(folder).status();
    assert!(owned.is_ok_and(|it| it.success()));
    let mut command = Command::new("setpriv");
    command.args(["--reuid", account, "--regid", "nogroup", "--clear-groups", "env"]);
    command
}

impl Server {
    pub(crate) fn client(&self, database: &str) -> Client {
        let url = format!("postgresql://hr@127.0.0.1:{}/{database}", self.port);
        Client::connect(&url, NoTls).expect("a connection")
    }

    /// Kills the server, as a crash or an impatient administrator would, and starts it again.
    pub(crate) fn dies_and_starts_again(&self, by_signal: bool) {
        let data = self.folder.join("data");
        if by_signal {
            let file = std::fs::read_to_string(data.join("postmaster.pid")).expect("a process");
            let id = file.lines().next().expect("its id").parse().ok().and_then(Pid::from_raw);
            kill_process(id.expect("an id"), Signal::KILL).expect("it is killed");
        } else {
            assert!(self.control(&["-m", "immediate", "stop"]));
        }
        // The last of its processes may still hold its shared memory.
        let log = self.folder.join("log");
        let log = log.to_str().expect("a path");
        let tries = (0..100).any(|_| self.control(&["-l", log, "-w", "-t", "30", "start"]));
        assert!(tries, "the server does not start again");
    }

    fn control(&self, arguments: &[&str]) -> bool {
        let mut command = unprivileged(&self.folder);
        command.arg(self.programs.join("pg_ctl")).arg("-D").arg(self.folder.join("data"));
        command.args(arguments).current_dir("/").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("pg_ctl").success()
    }

    pub(crate) fn sql(&self, database: &str, script: &str) {
        self.client(database).batch_execute(script).expect(script);
    }
}

impl Hrm {
    pub(crate) fn url(&self) -> String {
        self.url_of("hr")
    }

    /// The URL for another login.
    pub(crate) fn url_of(&self, login: &str) -> String {
        format!("postgresql://{login}@127.0.0.1:{}/{}", self.server.port, self.name)
    }

    pub(crate) fn client(&self) -> Client {
        self.server.client(&self.name)
    }

    /// Runs a script as the HR application would.
    pub(crate) fn run(&self, script: &str) {
        self.server.sql(&self.name, script);
    }

    /// The number that a query returns.
    pub(crate) fn number(&self, query: &str) -> i64 {
        self.client().query_one(query, &[]).expect(query).get(0)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
