// SPDX-License-Identifier: Apache-2.0

mod access;
mod admit;
mod bank_status;
mod check_access;
mod check_mortality;
mod check_nonce;
mod genesis;
mod govern;
mod keys;
mod onboard;
mod reads;
mod roles;
mod suspend;
mod validator;
mod walks;
