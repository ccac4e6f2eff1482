import TaskGraph
import TestOperations
import TrellisWorkerInterface

/// Makes what the workers of test clusters know.
@_cdecl("tk_make_library")
public func makeLibrary() -> UnsafeMutableRawPointer {
    WorkerLibrary(.forTests).retained()
}
