//! Serves [`dashboard_functions::delivery::retry`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_DELIVERY_RETRY,
        dashboard_functions::delivery::retry::retry,
    )
    .await
}
