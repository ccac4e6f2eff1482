import CTrellisWorker
import Trellis

/// What a worker library knows, as the library's makers hand it over.
///
/// A package with operations or estimators of its own builds a worker library from a target of one function:
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
    /// The operations and types of value.
    public let tasks: TaskLibrary

    /// Hands over operations and types of value.
    public init(_ tasks: TaskLibrary) { self.tasks = tasks }

    /// The library as `tk_make_library` returns it.
    public func retained() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }
}

extension WorkerLibrary {
    /// What this library knows, asked for once.
    static let shared: WorkerLibrary = {
        OpenBLAS.prepare()
        // Workers share a machine; one that does not says so by `tk_set_blas_threads`.
        BLASThreads.limitCores(to: 1)
        // Dask spills and pauses by the memory that its workers have, used or not.
        LargeMemory.limitKept(to: 1 << 27)
        guard let made = tk_make_library() else { preconditionFailure("tk_make_library returned NULL") }
        return Unmanaged<WorkerLibrary>.fromOpaque(made).takeRetainedValue()
    }()
}
