/// An error of reading or writing a file.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// The path as given by the caller.
    package let path: String

    /// The reason for the error.
    package let reason: String

    private let isReading: Bool

    /// Creates an error for a file that cannot be read.
    init(cannotRead path: String, reason: String) {
        (self.path, self.reason, isReading) = (path, reason, true)
    }

    /// Creates an error for a file that cannot be written.
    init(cannotWrite path: String, reason: String) {
        (self.path, self.reason, isReading) = (path, reason, false)
    }

    /// The error message.
    package var description: String { "\(path): cannot be \(isReading ? "read" : "written"): \(reason)" }
}
