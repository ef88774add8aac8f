// SPDX-License-Identifier: Apache-2.0

//! What restrains an account beside its orders: freezes, holds of courts, redemptions (M5, M7).

mod courts;
mod redemption;
