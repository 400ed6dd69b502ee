//! The list of an axis that was requested and has not arrived yet.

/// Which list is expected.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pending {
    /// The number of the newest request.
    requested: u64,
    /// The number of the newest list received.
    answered: u64,
    /// Whether the operator requested it, with a filter, a sort order, or by reading the lists
    /// again: keys that apply to what is shown wait for it.
    pub(crate) is_replaced: bool,
    /// Whether it is the same list, read again, so that items that disappear from it were not
    /// filtered out.
    pub(crate) is_reread: bool,
}

impl Pending {
    /// Requests another list; returns the number of the request.
    pub(crate) fn request(&mut self) -> u64 {
        self.requested += 1;
        self.requested
    }

    /// Must be called when the operator requests another list, with a filter or a sort order.
    pub(crate) fn expect_other(&mut self) {
        (self.is_replaced, self.is_reread) = (true, false);
    }

    /// Must be called when the operator requests the same list again.
    pub(crate) fn expect_again(&mut self) {
        self.is_reread |= !self.is_replaced;
        self.is_replaced = true;
    }

    /// Whether this is the newest request, and its list has not arrived.
    pub(crate) fn is_newest(&self, request: u64) -> bool {
        self.is_awaited() && request == self.requested
    }

    /// Must be called when a list was received.
    pub(crate) fn answer(&mut self, request: u64) {
        self.answered = self.answered.max(request);
        self.is_replaced &= self.is_awaited();
        self.is_reread &= self.is_replaced;
    }

    /// Must be called when no list will be received.
    pub(crate) fn cancel(&mut self) {
        self.answered = self.requested;
        (self.is_replaced, self.is_reread) = (false, false);
    }

    /// Whether a list was requested and has not arrived.
    pub(crate) fn is_awaited(&self) -> bool {
        self.answered < self.requested
    }
}
