// SPDX-License-Identifier: Apache-2.0

mod banks;
mod cover;
mod currencies;
mod cycles;
mod model;
mod prune;
mod reserves;
mod return_reserve;
mod roots;
mod vectors;
mod views;
