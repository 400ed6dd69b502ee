//! The HR system's database on a real PostgreSQL server, which these tests start
//! themselves. Without PostgreSQL they are skipped, and say how to get it; with
//! `GRANTGRID_REQUIRE_POSTGRESQL` set they fail.

mod follow;
mod harness;
mod naming;
mod program;
mod pull;
mod replica;
