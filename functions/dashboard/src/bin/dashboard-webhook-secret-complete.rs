//! Serves [`dashboard_functions::webhook::complete_rotation`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_SECRET_COMPLETE,
        dashboard_functions::webhook::complete_rotation::complete_rotation,
    )
    .await
}
