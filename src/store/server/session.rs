//! A connection to a server, and how it reads: each time in one consistent snapshot, without
//! blocking anybody for long.

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

/// The settings of a transaction: formats that this program reads, and limits. Queries are
/// planned for reading all rows.
const SETUP: &str = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; \
    SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '60s'; \
    SET LOCAL statement_timeout = 0; SET LOCAL cursor_tuple_fraction = 1; \
    SET LOCAL row_security = on";

/// How often to check for cancellation.
const PAUSE: Duration = Duration::from_millis(50);

/// A connection to a server.
pub(super) struct ServerSession {
    connection: ServerConnection,
    /// The server's URL, completed with what was left open.
    pub(super) url: ServerUrl,
    /// The server's name in messages.
    pub(super) name: String,
}

/// What a replica is a copy of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerIdentity {
    /// The cluster and its timeline, if the server tells them.
    pub(super) system: String,
    pub(super) database: String,
    pub(super) login: String,
}

impl ServerSession {
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Server`], [`StoreError::Cancelled`].
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

    /// The connection itself, for writing.
    pub(super) fn client(&mut self) -> &mut Client {
        &mut self.connection.client
    }

    /// Runs `work` in one read-only snapshot. Once `cancel` is set, it requests
    /// the server to stop.
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

    /// Runs `work`. Once `cancel` is set, it requests the server to stop, repeatedly until `work`
    /// returns or `is_done` is set, because the server may be between two statements. If the
    /// request cannot be sent, nothing stops.
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

    /// Which database this is, and the login that reads it.
    pub(super) fn identity(&mut self) -> Result<ServerIdentity, StoreError> {
        let failed = |error: postgres::Error| of_session(&error, &self.name);
        let client = &mut self.connection.client;
        let may_identify = "SELECT has_function_privilege('pg_control_system()', 'EXECUTE') \
                     AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE')";
        let may_identify: bool =
            client.query_one(may_identify, &[]).and_then(|row| row.try_get(0)).map_err(failed)?;
        // A server that was restored to an older state continues in another timeline.
        let system = if may_identify {
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

    /// The server's current [`super::position`].
    pub(super) fn position(&mut self) -> Result<(String, bool), StoreError> {
        let sql = "SELECT pg_current_snapshot()::text, pg_is_in_recovery()";
        let row = self.connection.client.query_one(sql, &[]);
        row.and_then(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .map_err(|error| of_session(&error, &self.name))
    }
}
