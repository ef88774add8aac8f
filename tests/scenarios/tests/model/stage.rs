// SPDX-License-Identifier: Apache-2.0

//! A world on which acts are played: each call goes to the model and to the chain, and both must say
//! the same.

use crate::{
	cast::{Actor, Cast},
	compare::differences,
	plain::{Deal, Drained, Outcome, Plain, Rules},
	rules::{all, Template},
	tally::Tally,
};
use codec::{Decode, Encode};
use frame_support::traits::PalletInfoAccess;
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::Dispatchable, DispatchError, StateVersion};
use split_ledger_primitives::{
	limits::RETENTION_DAYS, Date, Domain, Moment, OrderBody, OrderId, Reference, RuleHash, DAY_MS,
};
use split_ledger_runtime::{
	invariants, AccountId, Clearing, Escrow, Groups, Ledger, Mandates, Runtime, RuntimeCall,
	RuntimeOrigin, Splits,
};
use split_ledger_scenarios::{bank_key, Dice, World};
use std::collections::BTreeMap;

/// Rule sets of one world.
const RULE_SETS: u64 = 3;
/// In how many blocks the clock has caught up at the latest, whatever silence there was.
const BLOCKS_TO_CATCH_UP: u64 = 10_000;
/// A world ends so many days before the retention of its first date: the model knows of no pruning, and
/// references may be 30 days old.
const DAYS_BEFORE_PRUNING: u64 = 32;

/// A rule set that a merchant may use.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
	pub(crate) deal: Deal,
	pub(crate) template: Template,
	pub(crate) shop: &'static str,
}

/// What was done last, to be sent again.
#[derive(Clone)]
pub(crate) struct Done {
	pub(crate) act: Act,
	pub(crate) named: Option<(Domain, Reference)>,
}

/// A call with everything that tells it.
#[derive(Clone)]
pub(crate) struct Act {
	pub(crate) kind: &'static str,
	pub(crate) by: Actor,
	pub(crate) text: String,
	pub(crate) call: RuntimeCall,
}

/// A world and all that is known of it.
pub(crate) struct Stage<'a> {
	pub(crate) world: &'a mut World,
	pub(crate) dice: Dice,
	pub(crate) cast: Cast,
	pub(crate) plain: Plain,
	pub(crate) offers: Vec<Offer>,
	pub(crate) bodies: BTreeMap<OrderId, OrderBody>,
	/// The orders by their places: how they are told.
	pub(crate) ids: Vec<OrderId>,
	pub(crate) last: Option<Done>,
	pub(crate) tally: &'a mut Tally,
	pub(crate) history: Vec<String>,
	/// Until when nothing of this world is pruned (T2).
	pub(crate) all_kept_until: Moment,
	seed: u64,
	references: u64,
	check_every: u64,
}

impl<'a> Stage<'a> {
	pub(crate) fn new(
		world: &'a mut World,
		tally: &'a mut Tally,
		seed: u64,
		check_every: u64,
	) -> Self {
		let (cast, plain) = Cast::assemble(world);
		let dice = Dice::new(seed);
		let kept_days = u64::from(RETENTION_DAYS) - DAYS_BEFORE_PRUNING;
		let all_kept_until = plain.now().plus(kept_days * DAY_MS);
		let (offers, bodies, ids) = (Vec::new(), BTreeMap::new(), Vec::new());
		let (last, history, references) = (None, Vec::new(), 0);
		Self {
			world,
			dice,
			cast,
			plain,
			offers,
			bodies,
			ids,
			last,
			tally,
			history,
			all_kept_until,
			seed,
			references,
			check_every,
		}
	}

	/// The platform publishes some rule sets; the merchants accept most of them.
	pub(crate) fn publish(&mut self) {
		let mut templates = all();
		let platform = self.cast.of("Platform").clone();
		for _ in 0..RULE_SETS {
			let place = self.dice.below(templates.len() as u64) as usize;
			let template = templates.swap_remove(place);
			let content = template.content.clone();
			let rules = RuleHash(blake2_256(&content.encode()));
			let publish = pallet_splits::Call::<Runtime>::publish {
				rule_set: Box::new(content.clone()),
				effective_from: None,
			};
			self.world.does("//Platform", publish);
			let approve = pallet_splits::Call::<Runtime>::approve { platform: platform.id, rules };
			self.world.does(bank_key(split_ledger_scenarios::WEST), approve);
			self.plain.agreements.rules.insert(rules, Rules { content, retired: false });
			for shop in ["Shop0", "Shop1"] {
				let merchant = self.cast.of(shop).id;
				let deal = Deal { platform: platform.id, merchant, rules };
				if self.dice.below(5) > 0 {
					let platform = platform.id;
					let accept =
						pallet_splits::Call::<Runtime>::accept { merchant, platform, rules };
					self.world.does(if shop == "Shop0" { "//Shop0" } else { "//Shop1" }, accept);
					self.plain.agreements.accepted.insert((merchant, rules));
				}
				self.offers.push(Offer { deal, template: template.clone(), shop });
			}
		}
		self.pass_time(1);
	}

	/// A reference that nobody used; now and then one that nobody takes.
	pub(crate) fn reference(&mut self) -> Reference {
		let Reference { date: Date(today), text } = self.fresh_reference();
		match self.dice.below(300) {
			0 => Reference { date: Date(today), text: Default::default() },
			1 => Reference { date: Date(today + 1), text },
			2 => Reference { date: Date(today - 31), text },
			3 => Reference { date: Date(today - 30), text },
			_ => Reference { date: Date(today), text },
		}
	}

	/// A reference that nobody used.
	pub(crate) fn fresh_reference(&mut self) -> Reference {
		self.references += 1;
		let text = format!("model-{}", self.references).into_bytes();
		Reference { date: self.plain.now().date(), text: text.try_into().expect("short") }
	}

	/// Sends a call: the chain must say what the model says, and both must then be alike.
	pub(crate) fn send(&mut self, act: Act, expected: Outcome) -> bool {
		let key = act.by.key.clone();
		self.send_by(key, act, expected)
	}

	pub(crate) fn send_by(&mut self, key: AccountId, act: Act, expected: Outcome) -> bool {
		let Act { kind, by, text, call } = act;
		self.history.push(format!("{} {text} -> {}", by.name, told(&expected)));
		let before = expected.is_err().then(|| self.root());
		let outcome = self.world.state(|| call.dispatch(RuntimeOrigin::signed(key)));
		let outcome = outcome.map(|_| ()).map_err(|error| name_of(error.error));
		if outcome != expected {
			self.fail(&format!("the chain says: {}", told(&outcome)));
		}
		if before.is_some_and(|before| before != self.root()) {
			self.fail("the refused call left a trace");
		}
		self.tally.count(kind, &expected);
		self.check();
		expected.is_ok()
	}

	fn root(&mut self) -> Vec<u8> {
		self.world.state(|| sp_io::storage::root(StateVersion::V1))
	}

	/// Everything alike, and every invariant, as often as is asked for.
	pub(crate) fn check(&mut self) {
		for what in std::mem::take(&mut self.plain.met_by_clock) {
			self.tally.meet(what);
		}
		let differences = {
			let Self { world, plain, cast, .. } = self;
			world.state(|| differences(plain, cast))
		};
		if let Some(difference) = differences {
			let named = self.ids.iter().fold(difference, |text, id| {
				let id = *id;
				text.replace(&format!("{id:?}"), &self.told(id))
			});
			self.fail(&named);
		}
		if (self.history.len() as u64).is_multiple_of(self.check_every) {
			if let Err(broken) = self.world.state(invariants::check_all) {
				self.fail(&format!("an invariant is broken: {broken:?}"));
			}
		}
	}

	/// Makes a block after so many slots, and more of them until the clock has caught up.
	pub(crate) fn pass_time(&mut self, slots: u64) {
		self.world.advance(slots);
		for blocks in 1.. {
			if blocks > BLOCKS_TO_CATCH_UP {
				self.fail("the clock does not catch up");
			}
			let now = self.world.now();
			let (ended, drained, waiting) = self.world.state(|| {
				let ended = pallet_ledger::EndingsDone::<Runtime>::get();
				let drained = pallet_escrow::Drained::<Runtime>::get();
				let waiting = pallet_groups::WaitingGroups::<Runtime>::iter_values();
				let waiting: u32 = waiting.map(|it| it.left).sum();
				(ended.map(|it| it.minute), drained.map(|it| (it.minute, it.index)), waiting)
			});
			let (minute, index) = drained.expect("the clock began");
			let hints = (minute, index as usize);
			let drained = Drained { ended: ended.unwrap_or_default(), hints, waiting };
			self.plain.tick(now, drained);
			let behind = waiting > 0
				|| minute < now.minute()
				|| ended.is_some_and(|ended| ended < now.minute());
			if !behind {
				break;
			}
			self.world.advance(1);
		}
		let now = self.plain.now();
		self.history.push(format!("it is {} and {} ms", now.date(), now.0 % 86_400_000));
		self.check();
	}

	/// Stops; the world is told wherever it stops.
	pub(crate) fn fail(&self, why: &str) -> ! {
		panic!("\n{why}\n");
	}

	/// What a person needs to see a fault.
	pub(crate) fn story(&self) -> String {
		let lines: Vec<String> = (1..)
			.zip(&self.history)
			.map(|(no, line): (u32, _)| format!("{no:4}. {line}"))
			.collect();
		format!("world {}:\n{}", self.seed, lines.join("\n"))
	}
}

fn told(outcome: &Outcome) -> String {
	match outcome {
		Ok(()) => "accepted".into(),
		Err(why) => format!("refused, {why}"),
	}
}

/// The name of an error, as the model writes it.
pub(crate) fn name_of(error: DispatchError) -> String {
	let DispatchError::Module(error) = error else { return format!("{error:?}") };
	// Also what an event told, which has lost the names.
	let name = |pallet: &str, decoded: Result<String, codec::Error>| {
		format!("{pallet}::{}", decoded.unwrap_or_else(|_| format!("{:?}", error.error)))
	};
	let mut bytes = &error.error[..];
	match usize::from(error.index) {
		index if index == <Ledger as PalletInfoAccess>::index() => {
			let decoded = pallet_ledger::Error::<Runtime>::decode(&mut bytes);
			name("Ledger", decoded.map(|error| format!("{error:?}")))
		}
		index if index == <Splits as PalletInfoAccess>::index() => {
			let decoded = pallet_splits::Error::<Runtime>::decode(&mut bytes);
			name("Splits", decoded.map(|error| format!("{error:?}")))
		}
		index if index == <Escrow as PalletInfoAccess>::index() => {
			let decoded = pallet_escrow::Error::<Runtime>::decode(&mut bytes);
			name("Escrow", decoded.map(|error| format!("{error:?}")))
		}
		index if index == <Clearing as PalletInfoAccess>::index() => {
			let decoded = pallet_clearing::Error::<Runtime>::decode(&mut bytes);
			name("Clearing", decoded.map(|error| format!("{error:?}")))
		}
		index if index == <Groups as PalletInfoAccess>::index() => {
			let decoded = pallet_groups::Error::<Runtime>::decode(&mut bytes);
			name("Groups", decoded.map(|error| format!("{error:?}")))
		}
		index if index == <Mandates as PalletInfoAccess>::index() => {
			let decoded = pallet_mandates::Error::<Runtime>::decode(&mut bytes);
			name("Mandates", decoded.map(|error| format!("{error:?}")))
		}
		_ => format!("another::{error:?}"),
	}
}
