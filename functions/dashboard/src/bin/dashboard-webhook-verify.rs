//! Serves [`dashboard_functions::webhook::verify_signature`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_VERIFY,
        dashboard_functions::webhook::verify_signature::verify_signature,
    )
    .await
}
