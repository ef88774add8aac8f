// SPDX-License-Identifier: Apache-2.0

//! Following one order until it has ended and that is final.

use crate::{Answer, Chain, Error, Hash, OrderSelector, Rooms};
use futures::{stream, FutureExt, Stream, StreamExt};
use jsonrpsee::{PendingSubscriptionSink, SubscriptionMessage, SubscriptionSink};
use split_ledger_primitives::{views::OrderView, OrderId, OrderStatus};
use split_ledger_runtime_api::EscrowApi;
use std::{future::ready, mem::replace, sync::Arc, time::Duration};

/// Orders that a node follows at once, over all connections: each costs two runtime calls a block.
const FOLLOWED_MAX: usize = 1_024;

/// How long a slow reader is waited for. Blocks stay pinned in memory meanwhile.
const SEND_WITHIN: Duration = Duration::from_secs(10);

/// How many orders are followed: one clone each. The rooms themselves hold a handful more.
pub(crate) type Followed = Arc<()>;

/// What was last told of an order, provisionally and finally.
#[derive(Default)]
struct Told {
	best: Option<Option<OrderView>>,
	last: Option<Option<OrderView>>,
}

impl Told {
	/// Whether `answer` is news, and remembers it. Provisionally, what is final is none.
	fn is_news(&mut self, answer: &Answer<Option<OrderView>>) -> bool {
		let value = Some(answer.value.clone());
		if answer.finalised {
			return replace(&mut self.last, value.clone()) != value;
		}
		let before = replace(&mut self.best, value.clone());
		before.or_else(|| self.last.clone()) != value
	}
}

/// Whether nothing can follow: the order has ended, and that is final.
fn is_last(answer: &Answer<Option<OrderView>>) -> bool {
	answer.finalised
		&& answer.value.as_ref().is_some_and(|order| match order.status {
			OrderStatus::Held => false,
			OrderStatus::Released
			| OrderStatus::Refunded
			| OrderStatus::PartlyReleased
			| OrderStatus::Expired => true,
		})
}

impl<C: Chain> Rooms<C> {
	/// Starts a task that tells `pending` of every change of `order`.
	pub(crate) fn follow(&self, pending: PendingSubscriptionSink, order: OrderSelector) {
		let rooms = self.clone();
		// Taken before the first answer, so that no block falls between the two.
		let changes = rooms.changes();
		let task = async move {
			if Arc::strong_count(&rooms.followed) > FOLLOWED_MAX {
				return pending.reject(Error::Busy).await;
			}
			let first = rooms.block(None).and_then(|block| rooms.order_id(order, block.at.hash));
			match first {
				Ok(id) => {
					if let Ok(sink) = pending.accept().await {
						rooms.tell(&sink, id, changes).await;
					}
				}
				Err(error) => pending.reject(error).await,
			}
		};
		self.executor.spawn("split-ledger-follow-order", Some("rpc"), task.boxed());
	}

	/// Tells the reader of every change until the last, or until it is gone or too slow. A state
	/// that cannot be read is passed over: the next block is asked again.
	async fn tell(
		&self,
		sink: &SubscriptionSink,
		id: OrderId,
		mut changes: impl Stream<Item = Change> + Unpin,
	) {
		let closed = sink.closed().fuse();
		futures::pin_mut!(closed);
		let mut told = Told::default();
		let mut next = Some(Change::START);
		while let Some(change) = next {
			for at in self.blocks_of(change) {
				let Ok(answer) = self.ask(Some(at), |api, block| api.order(block, id)) else {
					continue;
				};
				if told.is_news(&answer) && !send(sink, &answer).await {
					return;
				}
				if is_last(&answer) {
					return;
				}
			}
			next = futures::select! {
				change = changes.next().fuse() => change,
				() = closed => None,
			};
			next = next.map(|first| first.and(&mut changes));
		}
	}

	/// That there is a new best or a new final block.
	fn changes(&self) -> impl Stream<Item = Change> + Unpin + Send {
		let best = self.client.import_notification_stream();
		let best = best.filter(|block| ready(block.is_new_best)).map(|_| Change::BEST);
		let last = self.client.finality_notification_stream().map(|_| Change::FINAL);
		stream::select(best, last)
	}

	/// The blocks to ask about after a change.
	fn blocks_of(&self, change: Change) -> impl Iterator<Item = Hash> {
		let info = self.client.info();
		let last = change.last.then_some(info.finalized_hash);
		let best = change.best && info.best_hash != info.finalized_hash;
		last.into_iter().chain(best.then_some(info.best_hash))
	}
}

/// Which of the two ends of the chain moved.
#[derive(Clone, Copy)]
struct Change {
	best: bool,
	last: bool,
}

impl Change {
	const START: Self = Self { best: true, last: true };
	const BEST: Self = Self { best: true, last: false };
	const FINAL: Self = Self { best: false, last: true };

	/// This change and all that wait behind it: only where the chain stands now is told.
	fn and(mut self, changes: &mut (impl Stream<Item = Self> + Unpin)) -> Self {
		while let Some(Some(other)) = changes.next().now_or_never() {
			self.best |= other.best;
			self.last |= other.last;
		}
		self
	}
}

/// Sends an answer; false where the reader is gone or too slow.
async fn send(sink: &SubscriptionSink, answer: &Answer<Option<OrderView>>) -> bool {
	match SubscriptionMessage::from_json(answer) {
		Ok(message) => sink.send_timeout(message, SEND_WITHIN).await.is_ok(),
		Err(_) => false,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::At;
	use split_ledger_primitives::{Date, ParticipantId, Uetr};

	fn answer(finalised: bool, status: OrderStatus) -> Answer<Option<OrderView>> {
		let submitter = ParticipantId(7);
		let order = OrderView {
			dispute: None,
			id: OrderId::new(Date(20_000), submitter, [1; 16]),
			submitter,
			uetr: Uetr::of_hash([3; 16]),
			status,
			placed: 3,
			body_hash: [2; 16],
			details: None,
		};
		Answer { at: At { hash: Hash::zero(), number: 5 }, finalised, value: Some(order) }
	}

	#[test]
	fn a_change_is_told_once_provisionally_and_once_finally() {
		let mut told = Told::default();
		assert!(told.is_news(&answer(false, OrderStatus::Held)));
		assert!(!told.is_news(&answer(false, OrderStatus::Held)));
		assert!(told.is_news(&answer(true, OrderStatus::Held)));
		assert!(!told.is_news(&answer(true, OrderStatus::Held)));
		assert!(told.is_news(&answer(false, OrderStatus::Released)));
	}

	#[test]
	fn what_is_final_already_is_not_told_provisionally() {
		let mut told = Told::default();
		assert!(told.is_news(&answer(true, OrderStatus::Held)));
		assert!(!told.is_news(&answer(false, OrderStatus::Held)));
	}

	#[test]
	fn nothing_follows_only_an_ended_order_in_a_final_block() {
		assert!(is_last(&answer(true, OrderStatus::Expired)));
		assert!(!is_last(&answer(false, OrderStatus::Expired)));
		assert!(!is_last(&answer(true, OrderStatus::Held)));
	}
}
