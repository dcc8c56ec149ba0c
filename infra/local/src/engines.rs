//! DynamoDB, inside this process.
//!
//! It has a thread and a runtime of its own: the runtime of one test may end while
//! other tests still use the engine, and the engine's work must not count as a test's.

use std::path::Path;
use std::time::Duration;

use dynoxide::actions::{
    create_table::CreateTableRequest, update_time_to_live::UpdateTimeToLiveRequest,
};
use dynoxide::{Database, DynoxideError};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::Error;
use crate::template::{Template, local_name};

/// The region of everything on this machine. The DynamoDB engine has another region in its
/// ARNs, so nothing may compare the two.
pub const REGION: &str = "us-east-1";

/// DynamoDB with the template's tables, in this process.
pub struct Engines {
    /// Where the SDK finds DynamoDB.
    pub dynamodb_url: String,
    /// The name of the first table.
    pub table_name: String,
    tables: Vec<(String, String)>,
    database: Database,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Engines {
    /// Starts an engine in memory, with the tables of `root`'s template.
    ///
    /// # Errors
    /// Where the template cannot be read or the engine refuses a table.
    pub fn memory(root: &Path) -> Result<Self, Error> {
        Self::start(&mut Template::read(&root.join("template.yaml"))?, None)
    }

    /// Starts an engine with the template's tables, in memory or in a folder, and
    /// binds the tables' names in the template.
    ///
    /// # Errors
    /// As [`Engines::memory`], or where the folder is not writable.
    pub fn start(template: &mut Template, data: Option<&Path>) -> Result<Self, Error> {
        let database = open(data)?;
        let mut tables = Vec::new();
        for logical_id in template.of_type("AWS::DynamoDB::Table") {
            let name = format!("twin-local-{}", local_name(&logical_id));
            create_table(&database, &name, &template.properties(&logical_id)?)?;
            template.bind(&logical_id, "", &name);
            template.bind(
                &logical_id,
                "Arn",
                &format!("arn:aws:dynamodb:{REGION}:000000000000:table/{name}"),
            );
            tables.push((logical_id, name));
        }
        let (_, table_name) = tables
            .first()
            .cloned()
            .ok_or_else(|| Error::Template("it has no table".into()))?;

        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))
            .map_err(Error::io("opening a port for DynamoDB"))?;
        listener
            .set_nonblocking(true)
            .map_err(Error::io("opening a port for DynamoDB"))?;
        let address = listener
            .local_addr()
            .map_err(Error::io("opening a port for DynamoDB"))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("dynamodb")
            .enable_all()
            .build()
            .map_err(Error::io("starting the DynamoDB engine"))?;
        let (stop, stopped) = oneshot::channel::<()>();
        let served = database.clone();
        let thread = std::thread::spawn(move || {
            runtime.block_on(async move {
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    // A client with an unfinished request must not delay the stop.
                    let serving = tokio::spawn(dynoxide::server::serve_with_shutdown(
                        listener,
                        served,
                        std::future::pending(),
                    ));
                    let _dropped = stopped.await;
                    serving.abort();
                }
            });
            runtime.shutdown_timeout(Duration::from_millis(200));
        });
        Ok(Self {
            dynamodb_url: format!("http://{address}"),
            table_name,
            tables,
            database,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The name of a table, by its name in the template.
    pub fn table(&self, logical_id: &str) -> Option<String> {
        let (_, name) = self.tables.iter().find(|(id, _)| id == logical_id)?;
        Some(name.clone())
    }

    /// The engine itself, for operations that no API call offers: `sweep_ttl`, reading every
    /// item after a test.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The variables with which an SDK client finds this engine.
    pub fn env(&self) -> Vec<(String, String)> {
        [
            ("AWS_ENDPOINT_URL_DYNAMODB", self.dynamodb_url.as_str()),
            ("AWS_REGION", REGION),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            // A client without an endpoint must fail at once, not call 169.254.169.254.
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }
}

impl Drop for Engines {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

fn open(data: Option<&Path>) -> Result<Database, Error> {
    let Some(folder) = data else {
        return Database::memory().map_err(engine);
    };
    std::fs::create_dir_all(folder).map_err(Error::io(format!("creating {}", folder.display())))?;
    let file = folder.join("dynamodb.sqlite");
    let path = file
        .to_str()
        .ok_or_else(|| Error::Engine(format!("{} is not UTF-8", file.display())))?;
    Database::new(path).map_err(engine)
}

/// Makes a table from its CloudFormation properties: they have the API's own form, except for the
/// names of a few settings that no emulator has.
fn create_table(database: &Database, name: &str, properties: &Value) -> Result<(), Error> {
    const SHARED: [&str; 5] = [
        "AttributeDefinitions",
        "KeySchema",
        "LocalSecondaryIndexes",
        "GlobalSecondaryIndexes",
        "BillingMode",
    ];
    let mut request = json!({ "TableName": name });
    for key in SHARED {
        if let (Some(value), Some(fields)) = (properties.get(key), request.as_object_mut()) {
            fields.insert(key.into(), value.clone());
        }
    }
    let request: CreateTableRequest =
        serde_json::from_value(request).map_err(|e| Error::Template(e.to_string()))?;
    match database.create_table(request) {
        Ok(_) => {}
        // The folder of an earlier run has the table already, and its TTL setting.
        Err(DynoxideError::ResourceInUseException(_)) => {
            return add_indexes(database, name, properties);
        }
        Err(error) => return Err(engine(error)),
    }
    if let Some(specification) = properties.get("TimeToLiveSpecification") {
        let request = json!({ "TableName": name, "TimeToLiveSpecification": specification });
        let request: UpdateTimeToLiveRequest =
            serde_json::from_value(request).map_err(|e| Error::Template(e.to_string()))?;
        database.update_time_to_live(request).map_err(engine)?;
    }
    Ok(())
}

/// Adds the global indexes that the table of an earlier run does not have.
fn add_indexes(database: &Database, name: &str, properties: &Value) -> Result<(), Error> {
    let wrong = |e: serde_json::Error| Error::Template(e.to_string());
    let request = serde_json::from_value(json!({ "TableName": name })).map_err(wrong)?;
    let table = database.describe_table(request).map_err(engine)?;
    let table = serde_json::to_value(table).map_err(wrong)?;
    let list = |value: &Value, path: &str| {
        let items = value.pointer(path).and_then(Value::as_array);
        items.cloned().unwrap_or_default()
    };
    let there = list(&table, "/Table/GlobalSecondaryIndexes");
    for index in list(properties, "/GlobalSecondaryIndexes") {
        let name_of = |index: &Value| index.get("IndexName").cloned();
        if there.iter().any(|other| name_of(other) == name_of(&index)) {
            continue;
        }
        let request = json!({
            "TableName": name,
            "AttributeDefinitions": properties.get("AttributeDefinitions"),
            "GlobalSecondaryIndexUpdates": [{ "Create": index }],
        });
        let request = serde_json::from_value(request).map_err(wrong)?;
        database.update_table(request).map_err(engine)?;
    }
    Ok(())
}

fn engine(error: DynoxideError) -> Error {
    Error::Engine(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use dynoxide::actions::describe_table::DescribeTableRequest;

    use super::*;
    use crate::loopback_client;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[tokio::test]
    async fn the_template_s_table_is_there_and_served() {
        let engines = Engines::memory(&root()).unwrap();
        let answer = loopback_client()
            .unwrap()
            .get(&engines.dynamodb_url)
            .send()
            .await
            .unwrap();
        assert!(answer.text().await.unwrap().starts_with("healthy"));

        let request: DescribeTableRequest =
            serde_json::from_value(json!({ "TableName": engines.table_name })).unwrap();
        let table =
            serde_json::to_value(engines.database().describe_table(request).unwrap()).unwrap();
        // A local index would limit each partition to 10 GB.
        assert_eq!(table.pointer("/Table/LocalSecondaryIndexes/0"), None);
        assert_eq!(
            table.pointer("/Table/GlobalSecondaryIndexes/0/IndexName"),
            Some(&json!("by-due"))
        );
    }

    #[test]
    fn several_are_apart_and_a_folder_is_found_again() {
        let folder = std::env::temp_dir().join(format!("twin-engines-{}", std::process::id()));
        let start = || {
            let mut template = Template::read(&root().join("template.yaml")).unwrap();
            Engines::start(&mut template, Some(&folder)).unwrap()
        };
        let put = |engines: &Engines, key: &str| {
            let item = json!({ "TableName": engines.table_name, "Item": { "pk": { "S": key }, "sk": { "S": "-" } } });
            engines
                .database()
                .put_item(serde_json::from_value(item).unwrap())
                .unwrap();
        };
        let count = |engines: &Engines| {
            let scan = json!({ "TableName": engines.table_name });
            let found = engines
                .database()
                .scan(serde_json::from_value(scan).unwrap())
                .unwrap();
            serde_json::to_value(found).unwrap()["Count"]
                .as_u64()
                .unwrap()
        };
        let first = start();
        put(&first, "a");
        let other = Engines::memory(&root()).unwrap();
        assert_eq!((count(&first), count(&other)), (1, 0));
        drop(first);
        assert_eq!(count(&start()), 1);
        std::fs::remove_dir_all(&folder).unwrap();
    }
    #[test]
    fn the_table_of_an_older_template_gets_its_new_indexes() {
        let database = Database::memory().unwrap();
        let template = Template::read(&root().join("template.yaml")).unwrap();
        let new = template.properties("Table").unwrap();
        let mut old = new.clone();
        let definitions = old["AttributeDefinitions"].as_array_mut().unwrap();
        definitions.retain(|definition| {
            !["x", "y"].contains(&definition["AttributeName"].as_str().unwrap())
        });
        old.as_object_mut()
            .unwrap()
            .remove("GlobalSecondaryIndexes");
        create_table(&database, "table", &old).unwrap();
        let item = |sk: &str, more: Value| {
            let mut item = json!({ "pk": { "S": "a" }, "sk": { "S": sk } });
            item.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            let put = json!({ "TableName": "table", "Item": item });
            database
                .put_item(serde_json::from_value(put).unwrap())
                .unwrap();
        };
        item("before", json!({ "x": { "S": "k" }, "y": { "S": "1" } }));
        create_table(&database, "table", &new).unwrap();
        create_table(&database, "table", &new).unwrap();
        item("after", json!({ "x": { "S": "k" }, "y": { "S": "2" } }));
        item("never", json!({}));
        let query = json!({
            "TableName": "table", "IndexName": "by-due", "KeyConditionExpression": "x = :x",
            "ExpressionAttributeValues": { ":x": { "S": "k" } },
        });
        let found = database
            .query(serde_json::from_value(query).unwrap())
            .unwrap();
        assert_eq!(serde_json::to_value(found).unwrap()["Count"], 2);
    }
}
