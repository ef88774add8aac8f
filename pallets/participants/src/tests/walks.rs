// SPDX-License-Identifier: Apache-2.0

//! Random walks through all calls: bytes become calls by position, and after every step either
//! everything of a refused call is undone or all invariants hold.

use crate::{mock::*, Call, SuspendReason};
use frame::{deps::sp_io::storage, testing_prelude::*, traits::UnfilteredDispatchable};
use proptest::{
	collection::vec,
	prelude::{any, prop_assert_eq, proptest, ProptestConfig},
};
use split_ledger_primitives::{
	ports::Participants, BankIndex, BankStatus, Currency, Date, ParticipantId, Roles, Scopes,
};

/// Who signs: the cast, and keys that the walk itself may hand out or revoke.
const NAMES: [&str; 12] = [
	"bank-a",
	"bank-b",
	"bank-c",
	"bank-d",
	"bank-a-pay",
	"agent",
	"supervisor",
	"merchant",
	"spare-1",
	"spare-2",
	"spare-3",
	"spare-4",
];

type Step = (u8, u8, u8, u16);

fn name(byte: u8) -> &'static str {
	NAMES[usize::from(byte) % NAMES.len()]
}

fn call((kind, _, target, argument): Step) -> Call<Test> {
	let participant = ParticipantId(u32::from(target % 12));
	let bank = BankIndex(target % 6);
	let new = key(name(target));
	let scopes = Scopes(argument & Scopes::ALL.0);
	let roles = Roles(1 << (argument % 11));
	let first = keys(&[(name(target), Scopes::ALL)]);
	let (commitment, review) = (commitment(3), Date(u16::MAX));
	let status = match argument % 3 {
		0 => BankStatus::Active,
		1 => BankStatus::RunOff,
		_ => BankStatus::Exited,
	};
	let (currency, small) = (Currency(argument % 3), u64::from(argument % 5));
	let limit = (argument % 7 > 1).then_some(limit_of(small, small.saturating_mul(2)));
	match kind % 13 {
		0 => Call::admit { roles, commitment, review, keys: first },
		1 => Call::onboard { roles, commitment, review, keys: first },
		2 => Call::add_key { participant, key: new, scopes },
		3 => Call::revoke_key { key: new },
		4 => Call::set_roles { participant, roles, self_operated: argument % 2 == 0 },
		5 => Call::suspend { participant, reason: SuspendReason::Other },
		6 => Call::reinstate { participant },
		7 => Call::set_bank_status { bank, status },
		8 => Call::set_validator { bank, validates: argument % 2 == 0 },
		9 => Call::propose_key_limit { key: new, currency, limit },
		10 => Call::confirm_key_limit { key: new, currency, limit },
		11 => Call::withdraw_key_limit_proposal { key: new, currency },
		_ => Call::act_as_bank { call: Box::new(remark("aye")) },
	}
}

/// A limited key spends as much as escrow would let it, and time goes by.
fn live((_, _, target, argument): Step) {
	let (spender, currency) = (key(name(target)), Currency(argument % 3));
	if let Some(left) = Consortium::spending_limit(&spender, currency) {
		Consortium::note_spent(&spender, currency, left.single.min(left.left_today));
	}
	advance_ms(u64::from(argument) * 500);
}

fn is_by_council(call: &Call<Test>) -> bool {
	matches!(call, Call::admit { .. } | Call::set_bank_status { .. } | Call::set_validator { .. })
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn no_series_of_calls_breaks_an_invariant(
		steps in vec(any::<Step>(), 0..50),
		seed in any::<u8>(),
	) {
		World::new().build().execute_with(|| {
			for step in steps {
				live(step);
				let call = call(step);
				let signer = signed(name(step.1 ^ seed));
				let origin = if is_by_council(&call) { council() } else { signer };
				let before = storage::root(StateVersion::V1);
				let nonces = System::account_nonce(key("merchant"));

				let outcome = frame::deps::frame_support::storage::with_storage_layer(|| {
					call.clone().dispatch_bypass_filter(origin)
				});

				let after = storage::root(StateVersion::V1);
				prop_assert_eq!(outcome.is_ok(), before != after, "{:?}", call);
				prop_assert_eq!(Consortium::check_invariants(), Ok(()), "{:?}", call);
				prop_assert_eq!(System::account_nonce(key("merchant")), nonces);
			}
			Ok(())
		})?;
	}
}
