//! What the project installs and ships comes from where its locks say: tools by hash, crates by
//! Cargo.lock. Whoever deploys it has no more rights than a deployment takes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use local::template::Template;
use serde_json::{Value, json};
use tests::root;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// pip and npm refuse a file whose hash is not in the lock, so a registry that serves another file
/// under the same version changes nothing here.
#[test]
fn every_tool_is_locked_by_hash() {
    let mut lists = BTreeSet::new();
    for toolset in local::tools::Toolset::ALL {
        let name = toolset.name();
        let (list, lock) = (
            format!("infra/tools/{name}.in"),
            format!("infra/tools/{name}.txt"),
        );
        // A requirement and its hashes are one logical line.
        let locked = read(&lock).replace("\\\n", " ");
        let mut pinned = BTreeSet::new();
        for line in locked.lines().filter(|line| !line.starts_with('#')) {
            let (requirement, hashes) = line
                .split_once("--hash=sha256:")
                .unwrap_or_else(|| panic!("{lock}: {line}"));
            assert!(hashes.len() >= 64, "{lock}: {line}");
            let version = requirement.split(';').next().unwrap().trim();
            assert!(version.contains("=="), "{lock}: {version}");
            pinned.insert(version.to_owned());
        }
        for package in read(&list).lines() {
            assert!(
                pinned.contains(package),
                "{list}: {package} is not locked: cargo xtask tools --lock"
            );
        }
        lists.extend([list, lock]);
        let npm = toolset.npm().into_iter();
        lists.extend(
            npm.filter(|list| list.starts_with("infra/tools/"))
                .map(str::to_owned),
        );
    }
    let found: BTreeSet<_> = std::fs::read_dir(root().join("infra/tools"))
        .unwrap()
        .map(|file| {
            format!(
                "infra/tools/{}",
                file.unwrap().file_name().into_string().unwrap()
            )
        })
        .collect();
    assert_eq!(found, lists, "every list is a toolset's");
}

/// The same for npm, on every platform: `npm ci` installs nothing that the lock leaves out.
#[test]
fn every_npm_package_is_locked_by_hash() {
    let lists = local::tools::Toolset::ALL.into_iter();
    lists
        .filter_map(|toolset| toolset.npm())
        .for_each(is_locked);
}

fn is_locked(list: &str) {
    let lock: Value = serde_json::from_str(&read(&format!("{list}/package-lock.json"))).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    let mut optional = BTreeSet::new();
    for (path, package) in packages {
        if !path.is_empty() {
            assert!(
                package["integrity"]
                    .as_str()
                    .is_some_and(|hash| hash.starts_with("sha512-")),
                "{path}"
            );
        }
        optional.extend(
            package["optionalDependencies"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone()),
        );
    }
    for name in optional {
        let end = format!("node_modules/{name}");
        assert!(
            packages.keys().any(|path| path.ends_with(&end)),
            "{name} is left out: cargo xtask tools --lock"
        );
    }
}

// --- The pipeline -----------------------------------------------------------------------------

/// The statements of a role of the pipeline, by the name of the role.
fn statements(role: &str) -> Vec<Value> {
    let mut template = Template::read(&root().join("infra/pipeline/role.yaml")).unwrap();
    template.bind("Boundary", "Outputs.Arn", "arn:boundary");
    template.bind("CloudFormationRole", "Arn", "arn:CloudFormationRole");
    template.bind("Artifacts", "Arn", "arn:aws:s3:::artifacts");
    template.set("StackName", "twin").unwrap();
    template.set("HostedZoneId", "Z1").unwrap();
    let policies = template.property(role, "Policies").unwrap().unwrap();
    let policies = policies.as_array().unwrap().iter();
    let all = policies.flat_map(|p| p["PolicyDocument"]["Statement"].as_array().unwrap().clone());
    all.collect()
}

fn list(value: &Value) -> Vec<String> {
    let all = match value {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    let texts = all.iter().map(|one| one.as_str().unwrap().to_owned());
    texts.collect()
}

/// Whether a pattern of IAM, with `*`, matches an action.
fn matches(pattern: &str, action: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == action,
        Some((begin, end)) => action.starts_with(begin) && action[begin.len()..].ends_with(end),
    }
}

/// Whatever is merged, no role that a deployment makes has a right beyond its own stack.
#[test]
fn the_pipeline_can_make_bounded_roles_only() {
    let bounded = json!("arn:boundary");
    let mut makes = 0;
    for role in ["PipelineRole", "CloudFormationRole"] {
        for statement in statements(role) {
            let actions = list(&statement["Action"]);
            let condition = &statement["Condition"]["StringEquals"]["iam:PermissionsBoundary"];
            for decides in [
                "iam:AttachRolePolicy",
                "iam:CreateRole",
                "iam:DeleteRolePolicy",
                "iam:DetachRolePolicy",
                "iam:PutRolePermissionsBoundary",
                "iam:PutRolePolicy",
            ] {
                if actions.iter().any(|action| matches(action, decides)) {
                    assert_eq!(condition, &bounded, "{role}: {decides}");
                    makes += 1;
                }
            }
            // Those cannot be limited to roles with the boundary, or change the boundary itself.
            for refused in [
                "iam:CreatePolicy",
                "iam:CreatePolicyVersion",
                "iam:CreateUser",
                "iam:DeletePolicy",
                "iam:DeleteRolePermissionsBoundary",
                "iam:SetDefaultPolicyVersion",
                "iam:UpdateAssumeRolePolicy",
            ] {
                let allowed = actions.iter().any(|action| matches(action, refused));
                assert!(!allowed, "{role}: {refused}");
            }
            if actions
                .iter()
                .any(|action| action.starts_with("route53:Change"))
            {
                let zone = "arn:aws:route53:::hostedzone/Z1";
                assert_eq!(statement["Resource"], zone, "{role}");
            }
        }
    }
    assert_eq!(makes, 6, "CloudFormation makes roles");
    // Without a zone of its own, a deployment changes no records.
    let none = Template::read(&root().join("infra/pipeline/role.yaml")).unwrap();
    let zone = none.parameters().find(|(name, _)| *name == "HostedZoneId");
    assert_eq!(zone, Some(("HostedZoneId", Some(""))));
}

/// A job with credentials runs what is on GitHub's machine, and what the job without them has built.
#[test]
fn no_job_with_credentials_installs_a_package() {
    let pipeline: Value =
        serde_saphyr::from_str(&read("infra/pipeline/github-actions.yaml")).unwrap();
    let mut with_credentials = 0;
    for (name, job) in pipeline["jobs"].as_object().unwrap() {
        if job["permissions"]["id-token"] != "write" {
            assert!(job.get("environment").is_none(), "{name}: secrets");
            continue;
        }
        with_credentials += 1;
        for step in job["steps"].as_array().unwrap() {
            let run = step["run"].as_str().unwrap_or_default();
            for word in run.split(|c: char| c.is_whitespace() || c == ';' || c == '|') {
                let program = word.rsplit('/').next().unwrap();
                let installs = [
                    "pip", "pip3", "pipx", "uv", "uvx", "npm", "npx", "cargo", "sam", "python",
                    "python3", "apt", "apt-get", "brew", "sh", "bash",
                ];
                assert!(!installs.contains(&program), "{name}: {run}");
            }
            // By commit, because a tag can be moved.
            if let Some(action) = step["uses"].as_str() {
                let commit = action.split_once('@').unwrap().1;
                assert!(commit.len() == 40, "{name}: {action}");
            }
        }
    }
    assert_eq!(with_credentials, 2);
}

/// The parameters and the stack's name that the pipeline deploys with are those of samconfig.toml.
#[test]
fn the_pipeline_deploys_what_samconfig_says() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let script = Command::new("python3")
        .arg("infra/pipeline/deployment.py")
        .arg(folder)
        .args(["staging", "production"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        script.status.success(),
        "{}",
        String::from_utf8_lossy(&script.stderr)
    );
    let settings: toml::Table = toml::from_str(&read("samconfig.toml")).unwrap();
    for stage in ["staging", "production"] {
        let of =
            |end: &str| std::fs::read_to_string(folder.join(format!("{stage}.{end}"))).unwrap();
        let named = settings[stage]["global"]["parameters"]["stack_name"].as_str();
        assert_eq!(Some(&*of("stack")), named);
        let given: Vec<String> = serde_json::from_str(&of("json")).unwrap();
        let wanted = settings[stage]["deploy"]["parameters"]["parameter_overrides"]
            .as_table()
            .unwrap();
        let wanted: Vec<_> = wanted
            .iter()
            .map(|(name, value)| format!("{name}={}", value.as_str().unwrap()))
            .collect();
        assert_eq!(
            given.iter().collect::<BTreeSet<_>>(),
            wanted.iter().collect()
        );
        // The pipeline cannot make a role with any other boundary.
        assert!(
            given
                .iter()
                .any(|pair| pair.starts_with("PermissionsBoundary=")),
            "{stage}"
        );
    }
}
