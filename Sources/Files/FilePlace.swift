#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where a file is or would be, however its path is spelled: two paths to one file are equal.
///
/// A file that exists is known by its device and number, one that does not by its folder's and its name.
package struct FilePlace: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64
    private let name: String?

    /// The place of a path; nil if its folder does not exist.
    package init?(_ path: String) {
        var status = stat()
        if stat(path, &status) == 0 {
            (device, number, name) = (UInt64(status.st_dev), UInt64(status.st_ino), nil)
            return
        }
        let (folder, name) = path.folderAndName
        guard stat(folder, &status) == 0 else { return nil }
        (device, number, self.name) = (UInt64(status.st_dev), UInt64(status.st_ino), name)
    }
}

extension String {
    /// The path without its last component, `.` if there is none, and that component.
    var folderAndName: (folder: String, name: String) {
        guard let slash = lastIndex(of: "/") else { return (".", self) }
        return (String(self[...slash]), String(self[index(after: slash)...]))
    }
}
