// SPDX-License-Identifier: Apache-2.0

mod access;
mod admit;
mod bank_status;
mod check_access;
mod check_mortality;
mod check_nonce;
mod confirm_key_limit;
mod genesis;
mod govern;
mod keys;
mod onboard;
mod propose_key_limit;
mod reads;
mod roles;
mod spending;
mod suspend;
mod validator;
mod walks;
mod withdraw_key_limit;
