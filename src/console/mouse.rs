//! What the mouse does, wherever it does it, as the terminal reports it.

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
