//! Text that people write, through every door that takes it.

mod doors;
mod sending;
