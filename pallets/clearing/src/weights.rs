// SPDX-License-Identifier: Apache-2.0

//! What the calls and hooks cost. Measured values are generated into the runtime.

use frame::weights_prelude::*;

/// The cost of every call and hook.
pub trait WeightInfo {
	/// A currency is opened.
	fn open_currency() -> Weight;
	/// A bank joins.
	fn join() -> Weight;
	/// Reserve is issued.
	fn issue_reserve() -> Weight;
	/// A cap is set.
	fn set_cap() -> Weight;
	/// A withdrawal is asked for.
	fn request_withdrawal() -> Weight;
	/// A withdrawal is paid.
	fn confirm_withdrawal() -> Weight;
	/// A withdrawal is rejected.
	fn reject_withdrawal() -> Weight;
	/// A pair becomes gross or net.
	fn set_gross() -> Weight;
	/// A cycle of `b` banks closes; the oldest unsettled one is settled with it.
	fn close_cycle(b: u32) -> Weight;
	/// A closed cycle of `b` banks is settled.
	fn settle_cycle(b: u32) -> Weight;
	/// Settlement moves to or from the close.
	fn set_settlement() -> Weight;
	/// The length of cycles changes.
	fn set_schedule() -> Weight;
	/// Reserve is returned while as many cycles wait as may.
	fn return_reserve() -> Weight;
	/// `n` references are forgotten.
	fn prune_references(n: u32) -> Weight;
	/// `n` rows of settled cycles are removed: cycles with 64 banks, cells or pages of roots.
	fn prune_cycles(n: u32) -> Weight;
	/// A block begins in which all currencies are due and none is to be closed.
	fn on_initialize() -> Weight;
	/// A block with `l` leaves in sixteen currencies ends.
	fn on_finalize(l: u32) -> Weight;
}

/// Plausible values for mocks, by the reads and writes of each.
impl WeightInfo for () {
	fn open_currency() -> Weight {
		access(3, 3)
	}
	fn join() -> Weight {
		access(4, 1)
	}
	fn issue_reserve() -> Weight {
		access(7, 3)
	}
	fn set_cap() -> Weight {
		access(5, 1)
	}
	fn request_withdrawal() -> Weight {
		access(6, 3)
	}
	fn confirm_withdrawal() -> Weight {
		access(7, 3)
	}
	fn reject_withdrawal() -> Weight {
		access(7, 3)
	}
	fn set_gross() -> Weight {
		access(6, 2)
	}
	fn close_cycle(b: u32) -> Weight {
		let banks = u64::from(b);
		access(8u64.saturating_add(banks.saturating_mul(2)), 8u64.saturating_add(banks))
	}
	fn settle_cycle(b: u32) -> Weight {
		access(6u64.saturating_add(b.into()), 3u64.saturating_add(b.into()))
	}
	fn set_settlement() -> Weight {
		access(4, 1)
	}
	fn set_schedule() -> Weight {
		access(5, 2)
	}
	fn return_reserve() -> Weight {
		access(15, 3)
	}
	fn prune_references(n: u32) -> Weight {
		access(u64::from(n).saturating_add(1), n.into())
	}
	fn prune_cycles(n: u32) -> Weight {
		let rows = u64::from(n).saturating_mul(2);
		access(rows.saturating_add(5), rows.saturating_add(1))
	}
	fn on_initialize() -> Weight {
		access(17, 1)
	}
	fn on_finalize(l: u32) -> Weight {
		access(49, 33).saturating_add(Weight::from_parts(1_000_000, 34).saturating_mul(l.into()))
	}
}

fn access(reads: u64, writes: u64) -> Weight {
	RocksDbWeight::get().reads_writes(reads, writes)
}
