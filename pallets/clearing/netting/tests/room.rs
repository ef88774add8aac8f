// SPDX-License-Identifier: Apache-2.0

//! Room against the two sentences of C1 that it comes from.

mod model;

use model::any_standing;
use netting::{Flow, Room, Standing};
use proptest::prelude::*;
use split_ledger_primitives::{Amount, Position};

/// By how much the bank would be over its cap, and short of liquidity; below zero is what it has left.
fn excess(of: &Standing, flow: &Flow) -> [Position; 2] {
	let demand = (of.position + flow.net).max(0) + of.promised.position();
	let spoken_for = of.owed.position() + of.earmarked.position() + demand;
	[demand - of.cap.position(), spoken_for - (of.reserve.position() - flow.gross)]
}

#[test]
fn what_a_bank_is_owed_in_the_cycle_is_room_for_obligations_and_not_for_gross_payments() {
	let standing = Standing {
		reserve: Amount(100),
		earmarked: Amount(10),
		cap: Amount(70),
		owed: Amount(20),
		position: -30,
		promised: Amount(15),
	};
	assert_eq!(Room::of(&standing), Room { net: 85, both: 85, gross: 55 });
	let owing = Standing { position: 30, ..standing };
	assert_eq!(Room::of(&owing), Room { net: 25, both: 25, gross: 55 });
	let net = Flow { net: 25, gross: 0 };
	assert_eq!((Room::of(&owing).left(&net), Room::of(&standing).left(&net)), (0, 60));
	assert_eq!(Room::of(&standing).left(&Flow { net: 0, gross: 25 }), 30);
	let low_cap = Standing { cap: Amount(40), ..owing };
	assert_eq!(Room::of(&low_cap), Room { net: 0, both: 25, gross: 55 });
}

proptest! {
	#[test]
	fn room_admits_what_cover_admits(
		standing in any_standing(),
		net in -25..25i128,
		gross in -25..25i128,
	) {
		let flow = Flow { net, gross };
		let admits = Room::of(&standing).admits(&flow);
		let (before, after) = (excess(&standing, &Flow::default()), excess(&standing, &flow));
		if before.iter().all(|excess| *excess <= 0) {
			prop_assert_eq!(admits, after.iter().all(|excess| *excess <= 0));
		} else if admits {
			// Who has lost its backing never comes to stand worse.
			for (before, after) in before.into_iter().zip(after) {
				prop_assert!(after <= before.max(0));
			}
		}
	}
}
