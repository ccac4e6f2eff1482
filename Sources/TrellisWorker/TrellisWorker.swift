import Trellis
import TrellisWorkerInterface

/// Makes what `libTrellisWorker.so` knows: Trellis's own steps and scorers.
@_cdecl("tk_make_library")
public func makeLibrary() -> UnsafeMutableRawPointer {
    WorkerLibrary(.standard).retained()
}
