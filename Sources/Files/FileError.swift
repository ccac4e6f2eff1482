/// Why a file cannot be read or written.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// The path as it was given.
    package let path: String

    /// The reason, in words.
    package let reason: String

    private let isReading: Bool

    /// A file that cannot be read.
    init(cannotRead path: String, reason: String) {
        (self.path, self.reason, isReading) = (path, reason, true)
    }

    /// A file that cannot be written.
    init(cannotWrite path: String, reason: String) {
        (self.path, self.reason, isReading) = (path, reason, false)
    }

    /// The message for people.
    package var description: String { "\(path): cannot be \(isReading ? "read" : "written"): \(reason)" }
}
