//! A small law and a small record made of any bytes: where the kernel says that a norm is breached on every reading, or
//! on none, no reading says otherwise.
#![no_main]

#[path = "../../crates/kernel/tests/made/mod.rs"]
mod made;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let asked = made::ask(bytes);
    assert!(!asked.is_wrong(), "{asked}");
});
