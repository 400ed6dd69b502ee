//! What the mouse does, wherever it does it, as the terminal reports it, and what that means.

use super::hits::{HitTarget, PaneItem};

/// A report of the mouse; places count from 0 at the upper left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MouseReport {
    pub(crate) does: MouseAct,
    pub(crate) x: u16,
    pub(crate) y: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MouseAct {
    /// The left button goes down.
    Press,
    /// The mouse moves with the left button down.
    Drag,
    /// The left button goes up.
    Release,
    WheelUp,
    WheelDown,
    WheelLeft,
    WheelRight,
}

/// What a person did with the mouse, by what was seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pointed {
    Click(HitTarget),
    /// A click on a dialog that could not be read yet.
    Hasty,
    /// The second click of a double click, on what has come under the mouse since the first.
    Moved,
    /// Pulled from one place of a pane to another; `begins` with the first step.
    Drag {
        from: PaneItem,
        to: PaneItem,
        begins: bool,
    },
    /// The button was let go after a drag.
    Drop,
    Wheel {
        target: HitTarget,
        turned: MouseAct,
    },
}
