//! Serves [`dashboard_functions::webhook::delete`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_DELETE,
        dashboard_functions::webhook::delete::delete,
    )
    .await
}
