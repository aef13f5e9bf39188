//! libFuzzer around one target: the one named by `ARMISTICE_FUZZ`. Built and started by `cargo xtask fuzz`.

#![no_main]

use std::sync::LazyLock;

use fuzz::Target;
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<&'static Target> = LazyLock::new(|| {
    let name = std::env::var("ARMISTICE_FUZZ").unwrap_or_default();
    fuzz::target(&name).unwrap_or_else(|| panic!("ARMISTICE_FUZZ names no target: `{name}`"))
});

fuzz_target!(|bytes: &[u8]| {
    (TARGET.run)(bytes);
});
