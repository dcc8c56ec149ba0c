//! Logs: one JSON line an event, to standard output, where Lambda takes them up.

use std::panic;

use tracing_subscriber::fmt::MakeWriter;

/// Starts logging, and keeps what a panic says about its value out of the log but for its
/// place: the pipeline writes the line that names the request.
pub fn start() {
    start_to(std::io::stdout);
}

/// Starts logging to another place.
pub fn start_to(place: impl for<'a> MakeWriter<'a> + Send + Sync + 'static) {
    tracing_subscriber::fmt()
        .with_writer(place)
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_max_level(crate::config::log_level())
        .init();
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.place = place, "panic");
    }));
}
