import COpenBLAS
import Dispatch

/// The library that computes products and factorisations, as the whole process has it.
public enum OpenBLAS {
    /// Sets OpenBLAS up for this process: kernels that suit the processor, and one thread a call.
    ///
    /// A program that searches calls it first thing, before any other thread is there and before anything computes: what
    /// it changes concerns everybody in the process who uses OpenBLAS, and is not safe to change later.
    ///
    /// ```swift
    /// import Trellis
    ///
    /// OpenBLAS.prepare()
    /// ```
    ///
    /// - *Kernels.* For a processor that is newer than itself OpenBLAS takes those of 2004. It is made to choose anew by
    ///   the instruction sets there are, unless `OPENBLAS_CORETYPE` is set.
    /// - *Threads.* Its own threads end. Trellis spreads work over the cores by itself.
    ///
    /// Without the call nothing is changed, and all results are right to rounding. But products are made one after the
    /// other, and OpenBLAS's threads split sums as it comes: results may differ in last bits from run to run.
    ///
    /// Later calls do nothing.
    public static func prepare() { _ = isPrepared }

    private static let isPrepared: Bool = {
        trellis_choose_kernels()
        trellis_hold_blas_at_one_thread()
        return true
    }()

    /// Makes one call of OpenBLAS; every wrapper does so by this.
    ///
    /// OpenBLAS ends the process when more threads than it was built for compute at the same time. So no more than 64 do:
    /// others wait, which costs them nothing where there are no more cores. Where a call uses several threads, one is made
    /// at a time, for they would compete.
    @inline(__always)
    static func call<Result>(_ body: () -> Result) -> Result {
        callers.wait()
        defer { callers.signal() }
        return body()
    }

    private static let callers = DispatchSemaphore(value: threadCount == 1 ? 64 : 1)

    /// The kernels that it computes with, by the name of the processors that they were made for.
    package static var kernels: String { String(cString: openblas_get_corename()) }

    /// How many threads a call may use.
    package static var threadCount: Int { Int(openblas_get_num_threads()) }
}
