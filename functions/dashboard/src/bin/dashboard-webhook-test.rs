//! Serves [`dashboard_functions::webhook::test`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::WEBHOOK_TEST,
        dashboard_functions::webhook::test::test,
    )
    .await
}
