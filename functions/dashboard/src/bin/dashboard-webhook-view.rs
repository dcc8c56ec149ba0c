//! Serves [`dashboard_functions::webhook::view`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_VIEW,
        dashboard_functions::webhook::view::view,
    )
    .await
}
