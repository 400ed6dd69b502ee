//! Arguments in, exit status out.

use std::process::ExitCode;

fn main() -> ExitCode {
    grantgrid::run(std::env::args_os())
}
