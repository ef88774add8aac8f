// SPDX-License-Identifier: Apache-2.0

//! What each call costs, measured on this runtime; generated, never edited. None is generated yet:
//! the pallets' own hand-set values stand in.
