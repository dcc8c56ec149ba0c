//! Serves [`dashboard_functions::discovery::approve`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::DISCOVERY_APPROVE,
        dashboard_functions::discovery::approve::approve,
    )
    .await
}
