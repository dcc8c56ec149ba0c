//! Parameters for probes: valid ones, and those that a schema refuses. The same seed gives the
//! same ones.

use serde_json::{Map, Value, json};

use crate::schema::{Schema, sample};

/// Values that are tried, at most.
const CANDIDATES: usize = 60;

/// Numbers out of a seed (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Those of this seed, for this purpose.
    pub fn new(seed: u64, purpose: &str) -> Self {
        let salt = purpose
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Self(seed ^ salt)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(of.len()).ok().filter(|count| *count > 0)?;
        let index = usize::try_from(self.next() % count).ok()?;
        of.get(index)
    }
}

/// A value that the schema accepts; none where none was found.
pub fn valid(document: &Value) -> Option<Value> {
    let schema = Schema::read(document.clone()).ok()?;
    sample::samples(document, CANDIDATES)
        .into_iter()
        .find(|value| schema.accepts(value))
}

/// The parameters with one member of another type, so that the schema refuses them.
pub fn of_wrong_type(params: &Value, document: &Value, dice: &mut Dice) -> Option<Value> {
    let others = [
        json!(["a"]),
        json!({ "a": 1 }),
        json!(true),
        json!(7),
        json!("a"),
        Value::Null,
    ];
    let mut wrong = Vec::new();
    let declared = document.get("properties").and_then(Value::as_object);
    let required = document.get("required").and_then(Value::as_array);
    let is_required = |name: &&String| {
        required.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(name.as_str())))
    };
    let names = || declared.map(Map::keys).into_iter().flatten();
    // One that must be there is looked at for certain.
    let of_all = names().find(is_required).is_none();
    for name in names().filter(|name| of_all || is_required(name)) {
        let now = params.get(name).unwrap_or(&Value::Null);
        for other in others.iter().filter(|other| kind(other) != kind(now)) {
            let mut changed = params.as_object().cloned().unwrap_or_default();
            changed.insert(name.clone(), other.clone());
            wrong.push(Value::Object(changed));
        }
    }
    refused(wrong, document, dice)
}

/// The parameters without one member, so that the schema refuses them.
pub fn with_one_missing(params: &Value, document: &Value, dice: &mut Dice) -> Option<Value> {
    let members = params.as_object()?;
    let without = members.keys().map(|name| {
        let mut fewer = members.clone();
        fewer.remove(name);
        Value::Object(fewer)
    });
    refused(without.collect(), document, dice)
}

/// The parameters with one more member, so that the schema refuses them.
pub fn with_one_unknown(params: &Value, document: &Value, dice: &mut Dice) -> Option<Value> {
    let mut more = params.as_object()?.clone();
    more.insert("conformanceUnknown".to_owned(), json!("unknown"));
    refused(vec![Value::Object(more)], document, dice)
}

fn refused(candidates: Vec<Value>, document: &Value, dice: &mut Dice) -> Option<Value> {
    let schema = Schema::read(document.clone()).ok()?;
    let refused: Vec<_> = candidates
        .into_iter()
        .filter(|value| !schema.accepts(value))
        .collect();
    dice.pick(&refused).cloned()
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_parameters_are_refused_by_the_schema() {
        let schema = json!({
            "type": "object", "required": ["city"], "additionalProperties": false,
            "properties": { "city": { "type": "string", "minLength": 2 }, "days": { "type": "integer" } },
        });
        let read = Schema::read(schema.clone()).unwrap();
        let params = valid(&schema).unwrap();
        assert!(read.accepts(&params));
        for seed in 0..50 {
            let mut dice = Dice::new(seed, "test");
            for wrong in [
                of_wrong_type(&params, &schema, &mut dice),
                with_one_missing(&params, &schema, &mut dice),
                with_one_unknown(&params, &schema, &mut dice),
            ] {
                assert!(!read.accepts(&wrong.unwrap()));
            }
        }
    }

    #[test]
    fn what_a_schema_allows_is_not_wrong() {
        let open = json!({ "type": "object" });
        let mut dice = Dice::new(1, "test");
        assert_eq!(of_wrong_type(&json!({}), &open, &mut dice), None);
        assert_eq!(with_one_missing(&json!({ "a": 1 }), &open, &mut dice), None);
        assert_eq!(with_one_unknown(&json!({}), &open, &mut dice), None);
        assert_eq!(valid(&json!(false)), None);
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed, purpose| {
            let mut dice = Dice::new(seed, purpose);
            (0..8).map(|_| dice.next()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, "a"), draw(1, "a"));
        assert_ne!(draw(1, "a"), draw(2, "a"));
        assert_ne!(draw(1, "a"), draw(1, "b"));
    }
}
