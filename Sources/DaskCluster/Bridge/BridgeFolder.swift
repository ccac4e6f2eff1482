import FoundationEssentials

#if canImport(Darwin)
    internal import Darwin
#else
    internal import Glibc
#endif

/// A private folder for the temporary files of a bridge and of the workers that it starts.
///
/// The bridge removes the folder when it exits cleanly. This process also removes it after the bridge has exited for
/// any reason.
struct BridgeFolder: Sendable {
    let path: String

    /// Creates the folder.
    ///
    /// - Throws: ``DaskClusterError/bridgeLost(reason:)``.
    init() throws(DaskClusterError) {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/trellis-bridge-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let made else {
            throw .bridgeLost(
                reason: "cannot create its temporary folder: \(String(cString: strerror(errno)))")
        }
        path = made
    }

    /// Removes the folder if it exists.
    func remove() {
        // Retry, because a process that is exiting may create files during the removal.
        for _ in 0..<5 where FileManager.default.fileExists(atPath: path) {
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
