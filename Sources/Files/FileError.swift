/// Why a file cannot be written.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// The path as it was given.
    package let path: String

    /// The reason, in words.
    package let reason: String

    /// The message for people.
    package var description: String { "\(path): cannot be written: \(reason)" }
}
