//! Where the service may connect when a customer names the place.
//!
//! * [`address`]: which addresses are public.
//! * [`receiver`]: the URLs a webhook may be sent to.
//! * [`resolver`]: names to addresses, all of them public (feature `resolver`).
//!
//! The rule that must not break: an address that is dialled has been checked, and a name of which
//! one address is refused is refused as a whole.

pub mod address;
pub mod receiver;
#[cfg(feature = "resolver")]
pub mod resolver;
