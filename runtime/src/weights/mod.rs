// SPDX-License-Identifier: Apache-2.0

//! What each call costs, measured on this runtime; made by `scripts/weights.sh`, never edited.
