//! Developer and operator commands.
fn main() {}
