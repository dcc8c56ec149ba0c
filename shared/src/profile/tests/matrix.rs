//! Every combination there is, for a rich, a minimal and an extreme profile.

use super::*;
use crate::profile::tokens::estimate;
use sha2::{Digest, Sha256};

fn people() -> [(&'static str, Profile); 3] {
    [
        ("rich", ainhoa()),
        ("minimal", aoife()),
        ("extreme", extreme()),
    ]
}

/// One hash over every prompt.
fn digest() -> String {
    let mut hash = Sha256::new();
    for (_, who) in people() {
        for choice in renderings() {
            hash.update(render(&who, &choice).system_prompt);
            hash.update([0]);
        }
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
#[ignore = "what another process answers to the test below"]
fn print_digest() {
    println!("digest={}", digest());
}

#[test]
fn another_process_renders_the_same_bytes() {
    let ask = || {
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "profile::tests::matrix::print_digest",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(ask().contains(&format!("digest={}", digest())));
}

#[test]
fn every_combination_renders_whole() {
    for (name, who) in people() {
        for choice in renderings() {
            let prompt = render(&who, &choice);
            let text = &prompt.system_prompt;
            assert!(
                text.len() > 600,
                "{name} {choice:?}: useful, however little is known"
            );
            assert!(text.ends_with('\n') && !text.contains("\n\n\n") && !text.contains(" \n"));
            for section in &prompt.sections {
                assert!(!section.title.is_empty());
                assert!(
                    section.text.lines().all(|line| line.chars().count() > 3),
                    "{section:?}"
                );
            }
            assert!(prompt.token_estimate <= 800 || choice.preset != Preset::Compacto);
        }
    }
}

/// The estimate is never under a modern tokenizer's count, and not far above:
/// the figure in the documentation of `tokens`.
#[test]
fn the_estimate_is_close_to_a_real_tokenizer() {
    let real = tiktoken_rs::o200k_base().unwrap();
    let (mut lowest, mut highest) = ((f64::MAX, String::new()), (0.0, String::new()));
    for (name, who) in people().into_iter().chain([("plain", joaquin())]) {
        for choice in renderings() {
            let text = render(&who, &choice).system_prompt;
            let count = real.encode_ordinary(&text).len();
            let ratio = f64::from(estimate(&text)) / count as f64;
            let what = format!("{name} {choice:?}: {count}");
            if ratio < lowest.0 {
                lowest = (ratio, what.clone());
            }
            if ratio > highest.0 {
                highest = (ratio, what);
            }
        }
    }
    println!("lowest {lowest:?}, highest {highest:?}");
    assert!(lowest.0 >= 1.0, "{lowest:?}");
    assert!(highest.0 <= 1.60, "{highest:?}");
}
