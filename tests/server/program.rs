//! Runs the real binary, with a home folder of its own and without the caller's environment
//! variables.

use assert_cmd::cargo::cargo_bin_cmd;

use crate::harness::Hrm;

/// The result of a run.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.status, 0, "{}", self.err);
        self
    }

    /// Asserts that it failed, with `part` in a single sentence.
    #[track_caller]
    pub(crate) fn fails(&self, status: i32, part: &str) {
        assert_eq!(self.status, status, "{}", self.err);
        assert_eq!(self.out, "");
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(self.err.contains(part), "{}", self.err);
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).expect("JSON")
    }
}

impl Hrm {
    pub(crate) fn grantgrid(&self, arguments: &[&str]) -> Ran {
        self.grantgrid_with(arguments, &[])
    }

    pub(crate) fn grantgrid_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut command = cargo_bin_cmd!("grantgrid");
        command.env_clear().env("HOME", self.folder.path()).env("PATH", "/usr/bin:/bin");
        command.envs(variables.iter().copied()).args(arguments).current_dir(self.folder.path());
        let output = command.timeout(std::time::Duration::from_secs(60)).output().expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran {
            status: output.status.code().expect("a status"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}
