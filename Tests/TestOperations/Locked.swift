import Foundation

/// A value behind a lock.
///
/// The standard library's `Mutex` would do, but on Linux the thread sanitizer cannot see it and reports races
/// that there are not; and the suite is to be run under the sanitizer.
///
/// `@unchecked Sendable`: the value is touched only with the lock.
package final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    package init(_ value: Value) {
        self.value = value
    }

    package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        lock.withLock { body(&value) }
    }
}
