//! The HR database on a real PostgreSQL server, which these tests start themselves. If
//! PostgreSQL is not installed, they are skipped and say how to install it; with
//! `GRANTGRID_REQUIRE_POSTGRESQL` set, they fail.

mod access;
mod access_table;
mod check;
mod console;
mod demo;
mod early;
#[path = "../console/ended.rs"]
#[allow(dead_code)]
mod ended;
mod follow;
mod harness;
#[path = "../common/hr_folder.rs"]
#[allow(dead_code)]
mod hr_folder;
mod imports;
mod killed;
mod mass;
mod naming;
mod notify;
mod old_server;
#[path = "../console/person.rs"]
#[allow(dead_code)]
mod person;
mod program;
mod pull;
mod reach;
mod relay;
mod replica;
#[path = "../console/sandbox.rs"]
#[allow(dead_code)]
mod sandbox;
mod schema;
mod standby;
mod stopped;
mod together;
mod waiting;
mod write;
mod write_meanwhile;
mod write_rows;
