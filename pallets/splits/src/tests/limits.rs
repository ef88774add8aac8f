// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::*, ConsortiumLimits, Error, Event, LimitsOf, OwnLimits, Proposal, Proposals, Shelf,
	WHOLE_PPM,
};
use frame::testing_prelude::*;
use split_ledger_primitives::{ports::Splits as Port, MerchantLimits, ParticipantId, Scope};

const EVERYBODYS: MerchantLimits = limits(300_000, 2);
const CONSORTIUM: MerchantLimits = limits(300_000, 3);

const fn limits(share_cap_ppm: u32, promoter_levels: u8) -> MerchantLimits {
	MerchantLimits { share_cap_ppm, promoter_levels }
}

fn propose(by: Who, limits: MerchantLimits) -> DispatchResult {
	Splits::propose_limits(signed(by), MERCHANT.id, limits)
}

fn confirm(by: Who, limits: MerchantLimits) -> DispatchResult {
	Splits::confirm_limits(signed(by), MERCHANT.id, limits)
}

fn reject(by: Who) -> DispatchResult {
	Splits::reject_limits(signed(by), MERCHANT.id)
}

fn set(limits: MerchantLimits) {
	assert_ok!(propose(BANK, limits));
	assert_ok!(confirm(CHECKER, limits));
}

fn set_consortium(limits: MerchantLimits) -> DispatchResult {
	let MerchantLimits { share_cap_ppm, promoter_levels } = limits;
	Splits::set_consortium_limits(RuntimeOrigin::root(), share_cap_ppm, promoter_levels)
}

/// What counts for orders of a merchant that is placed now.
fn counts_for(merchant: ParticipantId) -> MerchantLimits {
	<Splits as Port>::merchant_limits(&mut Shelf::default(), merchant)
}

fn counts() -> MerchantLimits {
	counts_for(MERCHANT.id)
}

#[test]
fn everybody_has_the_same_limits_until_its_bank_sets_others() {
	World::new().run(|| {
		assert_eq!(counts(), EVERYBODYS);
		set(limits(150_000, 3));
		assert_eq!(counts(), limits(150_000, 3));
		assert_eq!(counts_for(OWN_SHOP.id), EVERYBODYS);
	});
}

#[test]
fn one_key_of_the_bank_proposes_and_another_one_confirms() {
	World::new().run(|| {
		let (merchant, proposed) = (MERCHANT.id, limits(100_000, 1));

		assert_ok!(propose(BANK, proposed));

		let (by, maker) = (BANK.id, BANK.key);
		let proposal = Proposal { limits: proposed, by, maker };
		assert_eq!(Proposals::<Test>::get(merchant), Some(proposal));
		assert_eq!(counts(), EVERYBODYS, "a proposal alone changes nothing");
		let told = Event::LimitsProposed { merchant, limits: proposed, by, key: maker };
		assert_eq!(take_events(), [told]);

		assert_ok!(confirm(CHECKER, proposed));

		assert_eq!(Proposals::<Test>::get(merchant), None);
		assert_eq!(LimitsOf::<Test>::get(merchant), Some(OwnLimits { limits: proposed, by }));
		assert_eq!(counts(), proposed);
		let told = Event::LimitsSet { merchant, limits: proposed, maker, by, key: CHECKER.key };
		assert_eq!(take_events(), [told]);
	});
}

#[test]
fn only_the_merchants_sponsor_bank_proposes() {
	World::new().run(|| {
		let proposed = limits(100_000, 1);
		let by = |origin| Splits::propose_limits(origin, MERCHANT.id, proposed);
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(propose(STRANGER, proposed), UNKNOWN_KEY);
		for who in [MERCHANT, OTHER_BANK, PLATFORM] {
			assert_noop!(propose(who, proposed), Error::<Test>::NotMerchantsBank);
		}
		without_scope(BANK, Scope::Rules);
		assert_noop!(propose(BANK, proposed), NO_SCOPE);
	});
}

#[test]
fn only_who_may_sell_has_limits() {
	World::new().run(|| {
		let propose_for =
			|who: Who| Splits::propose_limits(signed(BANK), who.id, limits(100_000, 1));
		for who in [STRANGER, BUYER, PLATFORM] {
			assert_noop!(propose_for(who), Error::<Test>::UnknownMerchant);
		}
		assert_ok!(propose_for(OWN_SHOP));
	});
}

#[test]
fn limits_go_as_far_as_those_of_the_consortium_and_no_further() {
	World::new().run(|| {
		for over in [limits(300_001, 3), limits(300_000, 4)] {
			assert_noop!(propose(BANK, over), Error::<Test>::OverConsortiumLimits);
		}
		for within in [CONSORTIUM, limits(0, 0)] {
			set(within);
			assert_eq!(counts(), within);
		}
	});
}

#[test]
fn the_same_limits_proposed_again_change_nothing_and_others_replace_them() {
	World::new().run(|| {
		assert_ok!(propose(BANK, limits(100_000, 1)));
		take_events();
		for who in [BANK, CHECKER] {
			assert_storage_noop!(assert_ok!(propose(who, limits(100_000, 1))));
		}

		assert_ok!(propose(CHECKER, limits(200_000, 1)));

		assert_noop!(confirm(CHECKER, limits(200_000, 1)), Error::<Test>::MakerIsChecker);
		assert_ok!(confirm(BANK, limits(200_000, 1)));
	});
}

#[test]
fn the_key_that_proposed_does_not_confirm() {
	World::new().run(|| {
		assert_ok!(propose(BANK, limits(100_000, 1)));
		assert_noop!(confirm(BANK, limits(100_000, 1)), Error::<Test>::MakerIsChecker);
	});
}

#[test]
fn the_checker_confirms_what_it_saw() {
	World::new().run(|| {
		assert_noop!(confirm(CHECKER, limits(100_000, 1)), Error::<Test>::NothingProposed);
		assert_ok!(propose(BANK, limits(100_000, 1)));
		for other in [limits(100_001, 1), limits(100_000, 2)] {
			assert_noop!(confirm(CHECKER, other), Error::<Test>::OtherLimitsProposed);
		}
		assert_ok!(confirm(CHECKER, limits(100_000, 1)));
		assert_noop!(confirm(CHECKER, limits(100_000, 1)), Error::<Test>::NothingProposed);
	});
}

#[test]
fn only_the_merchants_sponsor_bank_confirms_and_rejects() {
	World::new().run(|| {
		let proposed = limits(100_000, 1);
		assert_ok!(propose(BANK, proposed));
		let confirm_by = |origin| Splits::confirm_limits(origin, MERCHANT.id, proposed);
		let reject_by = |origin| Splits::reject_limits(origin, MERCHANT.id);
		assert_noop!(confirm_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(reject_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(confirm(STRANGER, proposed), UNKNOWN_KEY);
		assert_noop!(reject(STRANGER), UNKNOWN_KEY);
		for who in [MERCHANT, OTHER_BANK, PLATFORM] {
			assert_noop!(confirm(who, proposed), Error::<Test>::NotMerchantsBank);
			assert_noop!(reject(who), Error::<Test>::NotMerchantsBank);
		}
		without_scope(CHECKER, Scope::Rules);
		assert_noop!(confirm(CHECKER, proposed), NO_SCOPE);
		assert_noop!(reject(CHECKER), NO_SCOPE);
	});
}

#[test]
fn what_was_proposed_can_be_dropped_by_the_maker_and_by_another_key() {
	for who in [BANK, CHECKER] {
		World::new().run(|| {
			set(limits(200_000, 1));
			assert_ok!(propose(BANK, limits(100_000, 1)));
			take_events();

			assert_ok!(reject(who));

			assert_eq!(Proposals::<Test>::get(MERCHANT.id), None);
			assert_eq!(counts(), limits(200_000, 1));
			let told = Event::LimitsRejected { merchant: MERCHANT.id, by: who.id, key: who.key };
			assert_eq!(take_events(), [told]);
			assert_noop!(reject(who), Error::<Test>::NothingProposed);
			assert_noop!(confirm(CHECKER, limits(100_000, 1)), Error::<Test>::NothingProposed);
		});
	}
}

#[test]
fn what_goes_too_far_by_the_time_of_the_check_is_not_confirmed() {
	World::new().run(|| {
		assert_ok!(propose(BANK, limits(200_000, 2)));
		assert_ok!(set_consortium(limits(199_999, 2)));
		let late = confirm(CHECKER, limits(200_000, 2));
		assert_noop!(late, Error::<Test>::OverConsortiumLimits);
		assert_ok!(set_consortium(limits(200_000, 2)));
		assert_ok!(confirm(CHECKER, limits(200_000, 2)));
	});
}

#[test]
fn the_consortium_says_how_far_limits_can_go() {
	World::new().run(|| {
		assert_ok!(set_consortium(limits(400_000, 5)));

		assert_eq!(ConsortiumLimits::<Test>::get(), Some(limits(400_000, 5)));
		let told = Event::ConsortiumLimitsSet { limits: limits(400_000, 5) };
		assert_eq!(take_events(), [told]);
		assert_eq!(counts(), EVERYBODYS, "nobody's limits are raised by it");
		set(limits(400_000, 5));
		assert_eq!(counts(), limits(400_000, 5));
		assert_noop!(propose(BANK, limits(400_001, 5)), Error::<Test>::OverConsortiumLimits);
		assert_noop!(propose(BANK, limits(400_000, 6)), Error::<Test>::OverConsortiumLimits);
	});
}

#[test]
fn only_root_speaks_for_the_consortium() {
	World::new().run(|| {
		let by = |origin| Splits::set_consortium_limits(origin, 1, 1);
		for origin in [RuntimeOrigin::none(), signed(BANK), signed(PLATFORM)] {
			assert_noop!(by(origin), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn the_consortiums_share_cap_is_at_most_the_whole_and_the_same_again_changes_nothing() {
	World::new().run(|| {
		assert_storage_noop!(assert_ok!(set_consortium(CONSORTIUM)));
		let over = set_consortium(limits(WHOLE_PPM + 1, 3));
		assert_noop!(over, Error::<Test>::CeilingOverWhole);
		assert_ok!(set_consortium(limits(WHOLE_PPM, u8::MAX)));
		take_events();
		assert_storage_noop!(assert_ok!(set_consortium(limits(WHOLE_PPM, u8::MAX))));
	});
}

#[test]
fn lowering_the_consortiums_limits_lowers_everybodys_and_raising_them_brings_them_back() {
	World::new().run(|| {
		set(limits(250_000, 3));

		assert_ok!(set_consortium(limits(200_000, 1)));

		assert_eq!(counts(), limits(200_000, 1));
		assert_eq!(counts_for(OWN_SHOP.id), limits(200_000, 1));

		assert_ok!(set_consortium(limits(280_000, 3)));

		assert_eq!(counts(), limits(250_000, 3));
		assert_eq!(counts_for(OWN_SHOP.id), limits(280_000, 2));
	});
}
