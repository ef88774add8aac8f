// SPDX-License-Identifier: Apache-2.0

//! What people write on the command line, and what it means on the chain.

use crate::{
	bundle::{moment, nearest, role_named},
	chain::{Block, Chain},
	currency::Unit,
};
use anyhow::{anyhow, bail, Context as _};
use split_ledger_primitives::{
	views::{AccountView, ParticipantView},
	AccountNo, Amount, ExpiryPolicy, Moment, ParticipantId, Role, Roles,
};
use std::{
	io::IsTerminal,
	str::FromStr,
	time::{SystemTime, UNIX_EPOCH},
};
use subxt::utils::AccountId32;

/// An account and its currency.
pub(super) async fn account(
	chain: &Chain,
	block: Block,
	number: AccountNo,
) -> anyhow::Result<(AccountView, Unit)> {
	let view: Option<AccountView> = chain.ask(block, "LedgerApi_account", &number).await?;
	let view = view.with_context(|| format!("there is no account {number}"))?;
	let unit = Unit::of_number(view.currency).context("a currency that this client knows")?;
	Ok((view, unit))
}

/// A participant.
pub(super) async fn participant(
	chain: &Chain,
	block: Block,
	id: ParticipantId,
) -> anyhow::Result<ParticipantView> {
	let view: Option<ParticipantView> =
		chain.ask(block, "ParticipantsApi_participant", &id).await?;
	view.with_context(|| format!("there is no participant {id}"))
}

/// An amount as people write it.
pub(super) fn amount(unit: Unit, text: &str) -> anyhow::Result<Amount> {
	unit.parse(text).map_err(|expected| anyhow!("`{text}`: expected {expected}"))
}

/// A moment as people write it.
pub(super) fn time(text: &str) -> Result<Moment, String> {
	moment(text).ok_or_else(|| "a time is written as `2026-11-22T18:30:00Z`".to_owned())
}

/// The clock of this machine.
pub(super) fn now() -> Moment {
	let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
	Moment(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Roles as people write them.
pub(super) fn read_roles(text: &str) -> Result<Roles, String> {
	let read = |name: &str| role_named(name).ok_or_else(|| format!("`{name}` is no role"));
	let roles: Vec<Role> = text.split(';').map(read).collect::<Result<_, _>>()?;
	Ok(Roles::of(&roles))
}

/// The account of a key, as people write it.
pub(super) fn read_account(text: &str) -> Result<[u8; 32], String> {
	AccountId32::from_str(text).map(|account| account.0).map_err(|error| error.to_string())
}

/// What was most likely meant.
pub(super) fn hint(name: &str, known: &[String]) -> String {
	let close = nearest(name, known.iter().map(String::as_str));
	close.map(|close| format!("; is it `{close}`?")).unwrap_or_default()
}

/// Colours are for people, and only for those who want them.
pub(super) fn colours() -> bool {
	let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
	std::io::stderr().is_terminal() && !refused
}

/// Who gets what remains at the deadline, by its name.
pub(super) fn expiry(name: &str) -> anyhow::Result<ExpiryPolicy> {
	match name {
		"payer" => Ok(ExpiryPolicy::Payer),
		"payees" => Ok(ExpiryPolicy::Payees),
		"merchant" => Ok(ExpiryPolicy::Merchant),
		other => bail!("`{other}` is none of payer, payees and merchant"),
	}
}
