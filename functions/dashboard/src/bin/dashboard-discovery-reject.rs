//! Serves [`dashboard_functions::discovery::reject`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::DISCOVERY_REJECT,
        dashboard_functions::discovery::reject::reject,
    )
    .await
}
