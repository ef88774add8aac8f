// SPDX-License-Identifier: Apache-2.0

//! What restrains an account and its keys beside its orders: freezes, holds of courts, redemptions,
//! limits of keys (M5, M7, P7).

mod courts;
mod key_limits;
mod redemption;
