//! The list of an axis that was asked for and is not here yet.

/// Which list is awaited.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pending {
    /// The number of the newest request.
    requested: u64,
    /// The number of the newest answer.
    answered: u64,
    /// Whether the person asked for it, by a filter, an order, or reading the
    /// lists again: keys that are about what is shown wait for it.
    pub(crate) is_replaced: bool,
    /// Whether it is the same list, read again: who disappears from it was not
    /// filtered out.
    pub(crate) is_reread: bool,
}

impl Pending {
    /// Asks for another list; returns the number of the request.
    pub(crate) fn ask(&mut self) -> u64 {
        self.requested += 1;
        self.requested
    }

    /// The operator asked for another list, by a filter or an order.
    pub(crate) fn expect_other(&mut self) {
        (self.is_replaced, self.is_reread) = (true, false);
    }

    /// The operator asked to read the list again.
    pub(crate) fn expect_again(&mut self) {
        self.is_reread |= !self.is_replaced;
        self.is_replaced = true;
    }

    /// The answer to a request has been taken in.
    pub(crate) fn answer(&mut self, request: u64) {
        self.answered = self.answered.max(request);
        self.is_replaced &= self.is_awaited();
        self.is_reread &= self.is_replaced;
    }

    /// No answer will come.
    pub(crate) fn give_up(&mut self) {
        self.answered = self.requested;
        (self.is_replaced, self.is_reread) = (false, false);
    }

    /// Whether a list was asked for and is not here yet.
    pub(crate) fn is_awaited(&self) -> bool {
        self.answered < self.requested
    }
}
