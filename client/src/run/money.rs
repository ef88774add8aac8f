// SPDX-License-Identifier: Apache-2.0

//! Currencies, accounts, reserves and opening balances; and the close at the end.

use super::{
	memory::Named,
	references::{date_all, reference, Wanted},
	votes, Importer,
};
use crate::{
	bundle::{opening_reference, Who},
	chain::{Call, Letter},
	currency::Unit,
	hash::blake2_256,
};
use anyhow::{bail, Context};
use split_ledger_primitives::{
	views::{CurrencyView, CycleView, KeyView, LimitsView},
	Amount, Commitment, Domain, ParticipantId, Text,
};
use subxt_signer::sr25519::Keypair;

/// The settlement agent of a currency, and its key.
pub struct Agent {
	id: ParticipantId,
	key: Keypair,
}

/// Opening money that is to be issued.
struct Opening {
	who: Who,
	unit: Unit,
	amount: Amount,
	text: String,
}

impl Importer<'_> {
	/// Opens the currencies of the bundle that the chain does not have, and lets the banks join. Where
	/// a currency is open already, its agent stays.
	pub(super) async fn open_currencies(&mut self, agent: Who) -> anyhow::Result<()> {
		let id = self.directory.id(agent)?;
		for unit in self.bundle.participants.units() {
			let known = self.currency(unit).await?.map(|view| view.agent);
			let key = match known {
				Some(other) if other != id => self.key_of_agent(unit, other).await?,
				Some(_) => self.keys.of_participant(agent).clone(),
				None => {
					self.open_currency(unit, id).await?;
					self.keys.of_participant(agent).clone()
				}
			};
			self.agents.insert(unit, Agent { id: known.unwrap_or(id), key });
		}
		self.join_banks().await
	}

	/// The key of an agent whom an earlier run brought in.
	async fn key_of_agent(&self, unit: Unit, agent: ParticipantId) -> anyhow::Result<Keypair> {
		let block = self.chain.final_block().await?;
		for key in self.keys.by_vote(&self.bundle.participants) {
			let public = key.public_key().0;
			let view: Option<KeyView> =
				self.chain.ask(block, "ParticipantsApi_key", &public).await?;
			if view.is_some_and(|view| view.participant == agent && view.active) {
				return Ok(key);
			}
		}
		bail!("the settlement agent of {unit} on this chain is participant {agent}, and no key of it is at hand: name it by --bank-key")
	}

	fn agent(&self, unit: Unit) -> anyhow::Result<&Agent> {
		self.agents.get(&unit).context("a currency has an agent")
	}

	async fn open_currency(&self, unit: Unit, agent: ParticipantId) -> anyhow::Result<()> {
		self.report.begin(&format!("opening {unit} by vote"), 1);
		let exponent = u8::try_from(unit.exponent())?;
		let call = Call::open_currency(unit.number(), agent, exponent);
		votes::decide(self.chain, &self.keys.by_vote(&self.bundle.participants), call)
			.await
			.with_context(|| format!("cannot open {unit}"))
	}

	/// The currency, if the chain has it.
	pub(super) async fn currency(&self, unit: Unit) -> anyhow::Result<Option<CurrencyView>> {
		let block = self.chain.final_block().await?;
		let all: Vec<CurrencyView> = self.chain.ask(block, "ClearingApi_currencies", &()).await?;
		Ok(all.into_iter().find(|view| view.currency == unit.number()))
	}

	async fn join_banks(&self) -> anyhow::Result<()> {
		let mut letters = Vec::new();
		let mut names = Vec::new();
		for (bank, unit) in self.bank_units() {
			if self.limits(bank, unit).await?.is_none() {
				let key = self.keys.of_participant(bank).clone();
				letters.push(Letter { key, call: Call::join(unit.number()) });
				names.push(self.bundle.participants.get(bank).name.as_str());
			}
		}
		self.send_all("joining currencies", &letters, &names).await
	}

	/// Each bank with each currency in which it has a reserve or keeps an account.
	fn bank_units(&self) -> Vec<(Who, Unit)> {
		let all = &self.bundle.participants;
		let pairs = all.iter().flat_map(|(who, row)| {
			let bank = all.bank_of(who);
			row.accounts.keys().map(move |unit| (bank, *unit))
		});
		let mut pairs: Vec<_> = pairs.collect();
		pairs.sort();
		pairs.dedup();
		pairs
	}

	async fn limits(&self, bank: Who, unit: Unit) -> anyhow::Result<Option<LimitsView>> {
		let block = self.chain.final_block().await?;
		let index = self.directory.bank(bank)?;
		self.chain.ask(block, "ClearingApi_limits", &(unit.number(), index)).await
	}

	/// Opens the accounts of the bundle that are not there.
	pub(super) async fn open_accounts(&mut self) -> anyhow::Result<()> {
		let all = &self.bundle.participants;
		let mut letters = Vec::new();
		let mut names = Vec::new();
		for (who, row) in all.iter().filter(|(_, row)| !row.is_bank()) {
			for unit in row.accounts.keys() {
				if self.directory.account(who, *unit).is_none() {
					let id = self.directory.id(who)?;
					// A bundle says nothing of receivers: whom its orders name is paid.
					let of = row.account_type();
					let call = Call::open_account(id, unit.number(), of, true);
					let key = self.keys.of_participant(all.bank_of(who)).clone();
					letters.push(Letter { key, call });
					names.push(row.name.as_str());
				}
			}
		}
		self.send_all("opening accounts", &letters, &names).await?;
		self.look_up().await?;
		Ok(())
	}

	/// Issues what the bundle opens with: reserves by the agent, customer money by the banks. What
	/// was issued under its reference before is not issued again.
	pub(super) async fn bring_money(&mut self) -> anyhow::Result<()> {
		let openings = self.openings();
		let wanted = openings
			.iter()
			.map(|opening| Ok(Wanted { named: self.name_opening(opening)?, date: None }))
			.collect::<anyhow::Result<Vec<_>>>()?;
		let block = self.chain.final_block().await?;
		let dated = date_all(self.chain, block, &mut self.memory, &wanted).await?;

		let mut letters = Vec::new();
		let mut names = Vec::new();
		for (opening, dated) in openings.iter().zip(dated).filter(|(_, dated)| !dated.is_used) {
			let Opening { who, unit, amount, text } = opening;
			let row = self.bundle.participants.get(*who);
			let reference = reference(text, dated.date)?;
			let (key, call) = if row.is_bank() {
				let bank = self.directory.bank(*who)?;
				let call = Call::issue_reserve(&reference, bank, unit.number(), *amount);
				(self.agent(*unit)?.key.clone(), call)
			} else {
				let account = self.directory.account_no(*who, *unit)?;
				let proof = Commitment(blake2_256(&[b"split-ledger/opening", text.as_bytes()]));
				let call = Call::issue(&reference, account, *amount, 0, proof);
				(self.keys.of_participant(self.bundle.participants.bank_of(*who)).clone(), call)
			};
			letters.push(Letter { key, call });
			names.push(row.name.as_str());
		}
		self.send_all("issuing opening money", &letters, &names).await?;
		self.set_caps().await
	}

	fn openings(&self) -> Vec<Opening> {
		let rows = self.bundle.participants.iter();
		let openings = rows.flat_map(|(who, row)| {
			let some = row.accounts.iter().filter(|(_, amount)| !amount.is_zero());
			some.map(move |(unit, amount)| Opening {
				who,
				unit: *unit,
				amount: *amount,
				text: opening_reference(&row.name, *unit),
			})
		});
		openings.collect()
	}

	fn name_opening<'b>(&self, opening: &'b Opening) -> anyhow::Result<Named<'b>> {
		let all = &self.bundle.participants;
		let (submitter, domain) = if all.get(opening.who).is_bank() {
			(self.agent(opening.unit)?.id, Domain::Reserve)
		} else {
			(self.directory.id(all.bank_of(opening.who))?, Domain::Issue)
		};
		Ok(Named { submitter, domain, text: &opening.text })
	}

	/// Sets the caps of banks that have none yet. A cap that was set stays: it is the agent's, and
	/// reserves have moved since.
	async fn set_caps(&self) -> anyhow::Result<()> {
		let mut letters = Vec::new();
		let mut names = Vec::new();
		for (bank, unit) in self.bank_units() {
			let row = self.bundle.participants.get(bank);
			let (cap, limits) = (row.cap(unit), self.limits(bank, unit).await?);
			let has_none = limits.is_some_and(|limits| limits.cap.is_zero());
			if has_none && !cap.is_zero() {
				let call = Call::set_cap(self.directory.bank(bank)?, unit.number(), cap);
				letters.push(Letter { key: self.agent(unit)?.key.clone(), call });
				names.push(row.name.as_str());
			}
		}
		self.send_all("setting caps", &letters, &names).await
	}

	/// Closes each currency once, unless an earlier run did and nothing was posted since. Answers
	/// how many were closed.
	pub(super) async fn close_cycles(&self) -> anyhow::Result<usize> {
		let reason = Text::try_from(b"end of the run".to_vec());
		let reason = reason.map_err(|_| anyhow::anyhow!("a reason fits a text"))?;
		let mut letters = Vec::new();
		let mut names = Vec::new();
		for unit in self.bundle.participants.units() {
			let view = self.currency(unit).await?.context("a currency was lost")?;
			let block = self.chain.final_block().await?;
			let open: Option<CycleView> = self
				.chain
				.ask(block, "ClearingApi_cycle", &(unit.number(), Some(view.cycle)))
				.await?;
			let is_empty = open.is_none_or(|cycle| cycle.roots == 0);
			if !is_empty || view.cycle.0 == 0 {
				let call = Call::close_cycle(unit.number(), &reason);
				letters.push(Letter { key: self.agent(unit)?.key.clone(), call });
				names.push(unit.code());
			}
		}
		self.send_all("closing cycles", &letters, &names).await?;
		Ok(letters.len())
	}
}
