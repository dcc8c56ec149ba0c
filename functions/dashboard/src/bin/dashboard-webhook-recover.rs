//! Serves [`dashboard_functions::webhook::recover`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_RECOVER,
        dashboard_functions::webhook::recover::recover,
    )
    .await
}
