//! Serves [`dashboard_functions::webhook::update`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_UPDATE,
        dashboard_functions::webhook::update::update,
    )
    .await
}
