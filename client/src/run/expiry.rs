// SPDX-License-Identifier: Apache-2.0

//! Waiting for a deadline, of an order or of its group.

use super::{actions::rest_of, references::storage_of, Importer};
use crate::{
	bundle::Action,
	chain::{Block, OrderHead},
	rows::RefusedRow,
};
use anyhow::{anyhow, bail};
use split_ledger_primitives::{
	views::OrderView, Amount, Domain, Moment, OrderId, OrderStatus, DAY_MS,
};
use tokio::time::{sleep, Duration};

impl Importer<'_> {
	/// Waits until the clock of the chain has ended an order. Answers why there is nothing to wait
	/// for.
	pub(super) async fn wait_for_expiry(
		&self,
		action: &Action,
		order: usize,
		id: OrderId,
	) -> anyhow::Result<Option<RefusedRow>> {
		let refusal = |error: &str, detail: &str| {
			Ok(Some(RefusedRow {
				reference: action.reference.clone(),
				error: error.to_owned(),
				detail: detail.to_owned(),
			}))
		};
		let mut waited = false;
		loop {
			let block = self.chain.final_block().await?;
			let head = self.chain.read(block, &storage_of(Domain::Order, id)).await?;
			match head {
				None => return refusal("unknown-order", "The order was not placed."),
				Some(OrderHead::Ended { status: OrderStatus::Expired, .. }) => return Ok(None),
				Some(OrderHead::Ended { status: OrderStatus::Refunded, .. })
					if waited || self.went_back_with_group(block, order, id).await? =>
				{
					return Ok(None);
				}
				Some(OrderHead::Ended { .. }) => {
					return refusal("nothing-remains", "Nothing is held for the order any more.");
				}
				Some(OrderHead::Held { .. }) if self.unreleased(id).await?.is_zero() => {
					// Parked legs are all that is left: of what the deadline came to, if it was
					// waited for, else of a release before it.
					if waited {
						return Ok(None);
					}
					return refusal(
						"nothing-remains",
						"Nothing of the order is unreleased any more.",
					);
				}
				// It would be waited for until the absolute end.
				Some(OrderHead::Held { .. })
					if !waited && self.stopped_since(id).await?.is_some() =>
				{
					return refusal(
						"clocks-stopped",
						"The clocks of the order stand still: it is frozen or disputed.",
					);
				}
				Some(OrderHead::Held { .. }) => waited = true,
			}
			self.keep_up(block).await?;
			let now = self.chain.time(block).await?;
			let reference = &self.bundle.orders[order].reference;
			// The chain's, which an extension moves; where it waits for its group, the group's.
			let awaited = self.awaited_group(block, &self.bundle.orders[order]).await?;
			let ends = match awaited {
				Some(group) => Some(group.deadline),
				None => self.deadline(block, id).await?,
			};
			match ends {
				Some(deadline) if deadline <= now.plus(DAY_MS) => {}
				_ => bail!("the hold of `{reference}` ends in more than a day: wait for it then"),
			}
			sleep(Duration::from_millis(500)).await;
		}
	}

	async fn deadline(&self, block: Block, id: OrderId) -> anyhow::Result<Option<Moment>> {
		let view: Option<OrderView> = self.chain.ask(block, "EscrowApi_order", &id).await?;
		Ok(view.and_then(|view| view.details).and_then(|details| details.deadline))
	}

	/// What of an order is neither released nor parked nor given back.
	async fn unreleased(&self, id: OrderId) -> anyhow::Result<Amount> {
		let rest = self.legs(id).await?.iter().map(rest_of).collect::<Vec<_>>();
		Amount::checked_sum(rest).ok_or_else(|| anyhow!("an order of more than there is"))
	}
}
