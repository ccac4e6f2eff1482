/// The state of a task in a run.
///
/// ```
/// waiting → ready → running → done → released
///    │        │        └────→ failed
///    ├────────┴─────────────→ cancelled
///    └──────────────────────→ failed
/// ```
package enum TaskState: UInt8, Sendable {
    /// Some inputs have no result yet.
    case waiting
    /// All inputs have results, and the task is on the ready stack.
    case ready
    /// The task was handed out, and has not finished, failed or been given back.
    case running
    /// The task has a result, which is an output or will still be read.
    case done
    /// The task had a result, which has no remaining readers.
    case released
    /// The task threw an error, or depends on a task that did.
    case failed
    /// The run was cancelled before the task was handed out, or its result has no use any more.
    case cancelled
}
