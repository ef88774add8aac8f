// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::KeyLimit;

const HIGHER: Option<KeyLimit> = Some(limit_of(200, 300));

fn withdraw(by: &str) -> DispatchResult {
	Consortium::withdraw_key_limit_proposal(signed(by), key("till"), CNY)
}

#[test]
fn a_withdrawn_limit_cannot_be_confirmed() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		events();

		assert_ok!(withdraw("merchant"));

		let withdrawn = Event::KeyLimitProposalWithdrawn {
			participant: MERCHANT,
			limited: key("till"),
			currency: CNY,
			by: MERCHANT,
			key: key("merchant"),
		};
		assert_eq!(events(), [withdrawn]);
		assert_noop!(confirm(CNY, HIGHER), ParticipantsError::NoProposal);
		assert_noop!(withdraw("merchant"), ParticipantsError::NoProposal);
	});
}

#[test]
fn whoever_could_confirm_may_withdraw_instead() {
	World::new().run(|| {
		staff_with_limit();
		for by in ["partner", "bank-a"] {
			assert_ok!(propose(CNY, HIGHER));
			assert_ok!(withdraw(by));
		}
	});
}

#[test]
fn withdrawing_one_proposal_leaves_the_others() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		assert_ok!(propose(USD, HIGHER));
		assert_ok!(withdraw("merchant"));
		assert_ok!(confirm(USD, HIGHER));
	});
}

#[test]
fn nobody_else_withdraws() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		for other in ["bank-b", "supervisor", "agent"] {
			assert_noop!(withdraw(other), ParticipantsError::NotAllowed);
		}
		assert_noop!(withdraw("till"), ParticipantsError::ScopeMissing);
		let none = RuntimeOrigin::none();
		let unsigned = Consortium::withdraw_key_limit_proposal(none, key("till"), CNY);
		assert_noop!(unsigned, BadOrigin);
		let signer = signed("merchant");
		let stranger = Consortium::withdraw_key_limit_proposal(signer, key("stranger"), CNY);
		assert_noop!(stranger, ParticipantsError::NoSuchKey);
	});
}
