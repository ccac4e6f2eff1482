import FoundationEssentials

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// The folder for temporary files of a bridge and of the workers that it starts, which only their owner can enter.
///
/// The bridge removes it when it ends in order. This process does, too, once the bridge has ended in whatever way.
struct BridgeFolder: Sendable {
    let path: String

    /// Makes a folder.
    ///
    /// - Throws: ``DaskClusterError/bridgeLost(reason:)``.
    init() throws(DaskClusterError) {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/trellis-bridge-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else {
            throw .bridgeLost(reason: "no folder for its files: \(String(cString: strerror(errno)))")
        }
        path = made
    }

    /// Removes the folder, if it is there.
    func remove() {
        // Again where a process that just ends makes a file in what is being removed.
        for _ in 0..<5 where FileManager.default.fileExists(atPath: path) {
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
