// A worker library with a custom step, which consists of this function. Build a self-contained library for workers
// from the root of the project:
//     swift build --package-path Examples -c release -Xswiftc -static-stdlib --scratch-path .build-own-worker \
//         --product OwnWorker
//     strip --strip-unneeded .build-own-worker/release/libOwnWorker.so

import Trellis
import TrellisWorkerInterface
import Winsorizing

/// Creates the library of `libOwnWorker.so`: the steps of Trellis and the winsorizer.
@_cdecl("tk_make_library")
public func makeLibrary() -> UnsafeMutableRawPointer {
    WorkerLibrary(.learning(steps: .standard.adding(Winsorizer.self))).retained()
}
