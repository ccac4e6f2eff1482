// A worker library that knows a step of one's own: this function is all there is to it. Build it from the project's
// root, self-contained, as workers want it:
//     swift build --package-path Examples -c release -Xswiftc -static-stdlib --scratch-path .build-own-worker \
//         --product OwnWorker
//     strip --strip-unneeded .build-own-worker/release/libOwnWorker.so

import Trellis
import TrellisWorkerInterface
import Winsorizing

/// Makes what `libOwnWorker.so` knows: Trellis's own steps, and the winsorizer.
@_cdecl("tk_make_library")
public func makeLibrary() -> UnsafeMutableRawPointer {
    WorkerLibrary(.learning(steps: .standard.adding(Winsorizer.self))).retained()
}
