// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error};
use codec::Encode;
use split_rules::RuleError;

#[test]
fn the_errors_of_the_rules_have_namesakes_from_index_32_on() {
	for rule_error in RuleError::ALL {
		let error = Error::<Test>::from(*rule_error);
		assert_eq!(format!("{error:?}"), format!("{rule_error:?}"));
		assert_eq!(error.encode(), [rule_error.encode()[0] + 32]);
	}
}
