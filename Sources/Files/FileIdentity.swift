#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The identity of a file, whether or not it exists; different paths to the same file are equal.
///
/// An existing file is identified by its device and inode. A file that does not exist is identified by its folder and
/// its name.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let name: String?

    /// Identifies the file at a path; nil if its folder does not exist.
    package init?(_ path: String) {
        var status = stat()
        if stat(path, &status) == 0 {
            (device, inode, name) = (UInt64(status.st_dev), UInt64(status.st_ino), nil)
            return
        }
        let (folder, name) = path.folderAndName
        guard stat(folder, &status) == 0 else { return nil }
        (device, inode, self.name) = (UInt64(status.st_dev), UInt64(status.st_ino), name)
    }
}

extension String {
    /// The path without its last component, or `.` if there is only one component; and the last component.
    var folderAndName: (folder: String, name: String) {
        guard let slash = lastIndex(of: "/") else { return (".", self) }
        return (String(self[...slash]), String(self[index(after: slash)...]))
    }
}
