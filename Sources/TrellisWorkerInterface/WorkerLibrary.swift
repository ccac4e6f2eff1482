import CTrellisWorker
import Machine
import Trellis

/// The operations and value types of a worker library.
///
/// A package with its own operations or estimators builds a worker library from a target with one function:
///
/// ```swift
/// import Trellis
/// import TrellisWorkerInterface
///
/// @_cdecl("tk_make_library")
/// public func makeLibrary() -> UnsafeMutableRawPointer {
///     WorkerLibrary(.learning(steps: .standard.adding(MyScaler.self))).retained()
/// }
/// ```
public final class WorkerLibrary: Sendable {
    /// The operations and value types.
    public let registry: OperationRegistry

    /// Creates a worker library with operations and value types.
    public init(_ registry: OperationRegistry) { self.registry = registry }

    /// Returns a retained pointer to the library, which `tk_make_library` must return.
    public func retained() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }
}

extension WorkerLibrary {
    /// The cores of this process, which concurrent calls of `tk_run` share.
    ///
    /// One core by default, because workers usually share a machine. A worker that does not calls
    /// `tk_set_blas_threads`.
    static let cores = Cores(limit: 1)

    /// The worker library of this process, created on first use.
    static let shared: WorkerLibrary = {
        OpenBLAS.prepare()
        // Dask spills values and pauses workers by their total memory, including unused blocks.
        LargeMemory.limitKept(to: 1 << 27)
        guard let made = tk_make_library() else { preconditionFailure("tk_make_library returned NULL") }
        return Unmanaged<WorkerLibrary>.fromOpaque(made).takeRetainedValue()
    }()
}
