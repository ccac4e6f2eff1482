/// Where a task stands in a run.
///
/// ```
/// waiting → ready → running → done → released
///    │        │        └────→ failed
///    ├────────┴─────────────→ cancelled
///    └──────────────────────→ failed
/// ```
package enum TaskState: UInt8, Sendable {
    /// Some of its inputs have no result yet.
    case waiting
    /// All inputs have results; it is on the ready stack.
    case ready
    /// It was handed out, and has been neither finished nor failed nor given back.
    case running
    /// It has a result, which is wanted at the end or will still be read.
    case done
    /// It had a result, which nobody will read any more.
    case released
    /// It threw an error, or a task that it depends on did.
    case failed
    /// The run was cancelled before it was handed out, or nobody could use its result any more.
    case cancelled
}
