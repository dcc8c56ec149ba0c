//! Serves [`dashboard_functions::webhook::create`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_CREATE,
        dashboard_functions::webhook::create::create,
    )
    .await
}
