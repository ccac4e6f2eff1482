import COpenBLAS
import Dispatch
internal import Locking

/// The process-wide settings of OpenBLAS, which computes products and factorisations.
public enum OpenBLAS {
    /// Configures OpenBLAS for this process: kernels for the current processor, and one thread per call.
    ///
    /// Call this method at the start of the program, before other threads start and before any computation. The
    /// settings affect all users of OpenBLAS in the process, and are not safe to change later.
    ///
    /// ```swift
    /// import Trellis
    ///
    /// OpenBLAS.prepare()
    /// ```
    ///
    /// - *Kernels.* OpenBLAS falls back to kernels of 2004 on processors that are newer than the library. This method
    ///   selects the kernels by the available instruction sets, unless `OPENBLAS_CORETYPE` is set.
    /// - *Threads.* OpenBLAS stops its own threads. Trellis distributes work over the cores itself.
    ///
    /// Without this call, results are correct up to rounding. However, products are computed one at a time, and
    /// OpenBLAS's threads may change the order of additions, so that the last bits of results may differ between
    /// runs.
    ///
    /// Subsequent calls have no effect, nor has one after a computation: other kernels round differently, so that results
    /// of one process would depend on the time of the call.
    public static func prepare() { _ = isPrepared }

    /// Whether ``prepare()`` was called before any computation; false if it is called now, too late.
    package static let isPrepared: Bool = hasComputed.withLock { hasComputed in
        if hasComputed { return false }
        trellis_choose_kernels()
        trellis_hold_blas_at_one_thread()
        return true
    }

    /// Whether a computation has begun.
    private static let hasComputed = Lock(false)

    /// Calls OpenBLAS; all wrappers use this method.
    ///
    /// OpenBLAS terminates the process if more threads compute at the same time than it was built for. This method
    /// therefore limits the number of concurrent calls to 64; further callers wait. If a call uses several threads,
    /// only one call runs at a time, because concurrent calls would compete for the cores.
    @inline(__always)
    static func call<Result>(_ body: () -> Result) -> Result {
        callers.wait()
        defer { callers.signal() }
        return body()
    }

    private static let callers = hasComputed.withLock { hasComputed in
        hasComputed = true
        return DispatchSemaphore(value: threadCount == 1 ? 64 : 1)
    }

    /// The name of the kernels, which is that of the processors that they were written for.
    package static var kernels: String { String(cString: openblas_get_corename()) }

    /// The number of threads that a call may use.
    package static var threadCount: Int { Int(openblas_get_num_threads()) }
}
