// SPDX-License-Identifier: Apache-2.0

//! What every word of the business derives: it travels in calls, lies in the state, and is
//! JSON. How its parts are called in JSON each says itself.

macro_rules! words {
	($($item:item)+) => {
		$(
			#[derive(
				Clone, Debug, codec::Decode, codec::DecodeWithMemTracking, codec::Encode, Eq, PartialEq,
				codec::MaxEncodedLen, scale_info::TypeInfo, serde::Deserialize, serde::Serialize,
			)]
			$item
		)+
	};
}

pub(crate) use words;
