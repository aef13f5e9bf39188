//! Stub until the case runner is here.

/// What a case said.
pub struct CaseReport(Vec<String>);
impl CaseReport {
    /// All held.
    pub fn passed(&self) -> bool {
        self.0.is_empty()
    }
    /// Lines.
    pub fn lines(&self) -> Vec<String> {
        self.0.clone()
    }
}
/// Runs.
pub fn run(_: &str) -> CaseReport {
    CaseReport(Vec::new())
}
