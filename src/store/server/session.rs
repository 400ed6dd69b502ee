//! A connection to a server, and how it reads: each time in one consistent snapshot that
//! never waits long for anybody.

use postgres::{Client, IsolationLevel, NoTls, Transaction};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::connect::{ServerConnection, connect};
use super::failure::of_session;
use super::settings::ServerSettings;
use super::surroundings::Surroundings;
use super::url::ServerUrl;
use crate::domain::Cancel;
use crate::store::StoreError;

/// What holds for a transaction: texts as this program reads them, and bounds. What
/// is read is planned for the whole of it.
const SETUP: &str = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; \
    SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '60s'; \
    SET LOCAL statement_timeout = 0; SET LOCAL cursor_tuple_fraction = 1; \
    SET LOCAL row_security = on";

/// How often a watcher looks whether the work is to stop.
const PAUSE: Duration = Duration::from_millis(50);

/// A connection to a server.
pub(super) struct ServerSession {
    connection: ServerConnection,
    /// The server as it was found, with what the URL left open.
    pub(super) url: ServerUrl,
    /// The same in messages.
    pub(super) name: String,
}

/// What a replica is a replica of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerIdentity {
    /// The cluster and its timeline, where the server tells.
    pub(super) system: String,
    pub(super) database: String,
    pub(super) login: String,
}

impl ServerSession {
    /// Errors: [`StoreError::Unreachable`], [`StoreError::Server`], [`StoreError::Cancelled`].
    pub(super) fn open(
        url: &ServerUrl,
        account: &str,
        cancel: Option<&Cancel>,
    ) -> Result<Self, StoreError> {
        let variable = |name: &str| std::env::var(name).ok();
        let surroundings = Surroundings::new(&variable, std::env::home_dir(), account);
        let settings = ServerSettings::of(url, &surroundings).map_err(StoreError::Server)?;
        let connection = connect(&settings, &|| cancel.is_some_and(Cancel::is_cancelled))?;
        let url = settings.shown();
        Ok(Self { connection, name: url.to_string(), url })
    }

    /// The connection itself, for what writes.
    pub(super) fn client(&mut self) -> &mut Client {
        &mut self.connection.client
    }

    /// Runs `work` in one snapshot in which nothing can be written. When `cancel` says so, the
    /// server is told to stop.
    pub(super) fn in_snapshot<T>(
        &mut self,
        cancel: Option<&Cancel>,
        work: impl FnOnce(&mut Transaction<'_>, &str) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let is_done = AtomicBool::new(false);
        let done = self.stopping(cancel, &is_done, |session| session.transact(work));
        match done {
            Err(_) if cancel.is_some_and(Cancel::is_cancelled) => Err(StoreError::Cancelled),
            done => done,
        }
    }

    /// Runs `work`. When `cancel` says so, the server is told to stop what it does, again and
    /// again until `work` or somebody else sets `is_done`: it may be between two statements.
    /// What the server did not learn of stops nothing.
    pub(super) fn stopping<T>(
        &mut self,
        cancel: Option<&Cancel>,
        is_done: &AtomicBool,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let Some(cancel) = cancel else {
            return work(self);
        };
        let token = self.connection.client.cancel_token();
        let tls = self.connection.tls.clone();
        thread::scope(|scope| {
            scope.spawn(move || {
                while !is_done.load(Ordering::SeqCst) {
                    if cancel.is_cancelled() {
                        let _ = match tls.clone() {
                            Some(tls) => token.cancel_query(tls),
                            None => token.cancel_query(NoTls),
                        };
                    }
                    thread::sleep(PAUSE);
                }
            });
            let done = work(self);
            is_done.store(true, Ordering::SeqCst);
            done
        })
    }

    fn transact<T>(
        &mut self,
        work: impl FnOnce(&mut Transaction<'_>, &str) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let failed = |error: postgres::Error| of_session(&error, &self.name);
        let builder = self.connection.client.build_transaction();
        let builder = builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let mut transaction = builder.start().map_err(failed)?;
        transaction.batch_execute(SETUP).map_err(failed)?;
        let done = work(&mut transaction, &self.name)?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }

    /// Which database this is, and as whom it is read.
    pub(super) fn identity(&mut self) -> Result<ServerIdentity, StoreError> {
        let failed = |error: postgres::Error| of_session(&error, &self.name);
        let client = &mut self.connection.client;
        let tells = "SELECT has_function_privilege('pg_control_system()', 'EXECUTE') \
                     AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE')";
        let tells: bool =
            client.query_one(tells, &[]).and_then(|row| row.try_get(0)).map_err(failed)?;
        // A server that was set back to an older state goes on in another timeline.
        let system = if tells {
            "(SELECT concat(system_identifier, ' ', timeline_id) \
              FROM pg_control_system(), pg_control_checkpoint())"
        } else {
            "''"
        };
        let sql = format!(
            "SELECT {system}, oid::text, current_user::text FROM pg_database \
             WHERE datname = current_database()"
        );
        let row = client.query_one(&sql, &[]).map_err(failed)?;
        let text = |at: usize| row.try_get::<_, String>(at).map_err(failed);
        Ok(ServerIdentity { system: text(0)?, database: text(1)?, login: text(2)? })
    }

    /// What a server has seen: [`super::position`].
    pub(super) fn position(&mut self) -> Result<(String, bool), StoreError> {
        let sql = "SELECT pg_current_snapshot()::text, pg_is_in_recovery()";
        let row = self.connection.client.query_one(sql, &[]);
        row.and_then(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .map_err(|error| of_session(&error, &self.name))
    }
}
