//! Serves [`dashboard_functions::webhook::rotate_secret`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_SECRET_ROTATE,
        dashboard_functions::webhook::rotate_secret::rotate_secret,
    )
    .await
}
