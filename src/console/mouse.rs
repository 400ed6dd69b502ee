//! Mouse events as the terminal reports them, and what they mean to the console.

use super::hits::{HitTarget, PaneItem};
use super::user_column::UserColumn;

/// A report of the mouse. Positions are counted from 0 at the upper left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MouseReport {
    pub(crate) does: MouseAct,
    pub(crate) x: u16,
    pub(crate) y: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MouseAct {
    /// The left button was pressed.
    Press,
    /// The mouse moved with the left button pressed.
    Drag,
    /// The left button was released.
    Release,
    WheelUp,
    WheelDown,
    WheelLeft,
    WheelRight,
}

/// What a person did with the mouse, with the target that was visible there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pointed {
    Click(HitTarget),
    /// A click on a dialog that was not readable yet.
    Hasty,
    /// The second click of a double click, on something that came under the mouse after the
    /// first.
    Moved,
    /// A drag from one part of a pane to another; `begins` is set for its first step.
    Drag {
        from: PaneItem,
        to: PaneItem,
        begins: bool,
    },
    /// The edge of a column of the users is pulled.
    Resize {
        column: UserColumn,
        width: u16,
    },
    /// The button was released after a drag.
    Drop,
    Wheel {
        target: HitTarget,
        turned: MouseAct,
    },
}
