// SPDX-License-Identifier: Apache-2.0

//! Tax that its office has passed on to the state: it does not come back from the office's account (P5).
//! A return of it is refused; of a refund the merchant gives its share, which counts as kept, and claims
//! it from the office (R2). What is still held of it comes back as of any other leg.
//!
//! The last posting of the order counts for all of it: as long as anything was posted after the date that
//! was marked, the office is asked.

use crate::{found::Found, Config, Pallet};
use split_ledger_primitives::{ports::Ledger, Purpose};

impl<T: Config> Pallet<T> {
	/// Notes which legs of an order are tax that was passed on.
	pub(crate) fn note_remitted(found: &mut Found) {
		let Some(posted) = found.released_on() else { return };
		let legs = found.standing.legs.iter_mut();
		for leg in legs.filter(|leg| leg.purpose == Purpose::Tax && !leg.released.is_zero()) {
			let up_to = T::Ledger::remitted_up_to(leg.payee);
			leg.remitted = up_to.is_some_and(|up_to| posted <= up_to);
		}
	}
}
