import Trellis
import TrellisWorkerInterface

/// Creates the library of `libTrellisWorker.so`: the steps and scorers of Trellis.
@_cdecl("tk_make_library")
public func makeLibrary() -> UnsafeMutableRawPointer {
    WorkerLibrary(.standard).retained()
}
