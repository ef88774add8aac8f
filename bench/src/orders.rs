// SPDX-License-Identifier: Apache-2.0

//! The three ways to pay on our chain that are measured.

use crate::{
	cast::{reference, Cast, Person, CARRIER_LEGS},
	measure::Sample,
	ours::Ours,
};
use anyhow::{ensure, Context, Result};
use codec::Encode;
use pallet_escrow::{Call, Item};
use sp_runtime::OpaqueExtrinsic;
use split_ledger_primitives::{
	limits::BATCH_MAX, AccountNo, Amount, Attributes, OrderBody, ReleaseMode, Terms,
};
use split_ledger_runtime::Runtime;

/// Legs of a split.
pub(crate) const LEGS: usize = CARRIER_LEGS + 2;

/// Every payer pays the next one, who is at another bank: one leg.
pub(crate) fn plain(ours: &mut Ours, cast: &Cast, round: usize) -> Result<Sample> {
	let count = cast.payers.len();
	let mut extrinsics = Vec::new();
	for (place, payer) in cast.payers.iter().enumerate() {
		let to = cast.payers[(place + 1) % count].account;
		let order = order(payer, format!("plain-{round}-{place}"), Terms::Transfer { to }, 1);
		extrinsics.push(ours.sign(&payer.pair, Call::<Runtime>::place { order }.into())?);
	}
	run(ours, extrinsics, count, 1)
}

/// Every payer pays in a split of eight, of which the legs of carriers go round the first so many.
pub(crate) fn split(ours: &mut Ours, cast: &Cast, carriers: usize, name: &str) -> Result<Sample> {
	let mut extrinsics = Vec::new();
	for (place, payer) in cast.payers.iter().enumerate() {
		let order = split_order(cast, carriers, payer, format!("split-{name}-{place}"), place)?;
		extrinsics.push(ours.sign(&payer.pair, Call::<Runtime>::place { order }.into())?);
	}
	run(ours, extrinsics, cast.payers.len(), LEGS)
}

/// A bank sends the same for its customers, up to 500 orders under one signature.
pub(crate) fn batch(ours: &mut Ours, cast: &Cast, carriers: usize, name: &str) -> Result<Sample> {
	let mut items = Vec::new();
	for (place, payer) in cast.batched.iter().enumerate() {
		let order = split_order(cast, carriers, payer, format!("batch-{name}-{place}"), place)?;
		items.push(Item::try_from(vec![order]).ok().context("one order is few")?);
	}
	let mut extrinsics = Vec::new();
	for chunk in items.chunks(BATCH_MAX as usize) {
		let items = chunk.to_vec().try_into().ok().context("no more than a batch takes")?;
		let call = Call::<Runtime>::place_batch { items };
		extrinsics.push(ours.sign(cast.batching_bank(), call.into())?);
	}
	run(ours, extrinsics, cast.batched.len(), LEGS)
}

fn run(
	ours: &mut Ours,
	extrinsics: Vec<OpaqueExtrinsic>,
	payments: usize,
	legs: usize,
) -> Result<Sample> {
	let bytes = extrinsics.iter().map(Encode::encoded_size).sum();
	let (work, paid) = ours.work_off(&extrinsics)?;
	ensure!(paid == payments, "{paid} of {payments} orders were paid");
	ours.check()?;
	let (legs, extrinsics) = (payments * legs, extrinsics.len());
	Ok(Sample { work, payments, legs, extrinsics, bytes })
}

fn split_order(
	cast: &Cast,
	carriers: usize,
	payer: &Person,
	text: String,
	place: usize,
) -> Result<OrderBody> {
	let first = place * CARRIER_LEGS % carriers;
	let carriers = cast.carriers.iter().take(carriers).cycle().skip(first);
	let carriers = carriers.take(CARRIER_LEGS).map(|carrier| carrier.account);
	let accounts =
		std::iter::once(cast.platform.account).chain(carriers).chain([cast.shop.account]);
	let parties: Vec<(u8, AccountNo)> = (0..).zip(accounts).collect();
	let terms = Terms::Split {
		platform: cast.platform.id,
		merchant: cast.shop.id,
		rules: cast.rules,
		attributes: Attributes::default(),
		parties: parties.try_into().ok().context("eight parties are few")?,
		inputs: Default::default(),
	};
	Ok(order(payer, text, terms, LEGS as u8))
}

fn order(payer: &Person, text: String, terms: Terms, legs_max: u8) -> OrderBody {
	OrderBody {
		reference: reference(text),
		payer: payer.account,
		amount: Amount(1_000),
		terms,
		release: ReleaseMode::Now,
		legs_max,
		end_to_end: None,
		not_after: None,
		buyer: None,
		funders: Default::default(),
		mandate: None,
		group: None,
		dispute: None,
	}
}
