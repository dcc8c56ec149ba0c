//! Serves [`dashboard_functions::usage::view`].

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), surface::lambda::Error> {
    surface::lambda::serve(
        &dashboard_functions::registry::USAGE,
        dashboard_functions::usage::view::view,
    )
    .await
}
