#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The two streams: standard output is the answer, standard error is everything else.
enum Terminal {
    /// Whether standard error is a terminal, so that a line may be written over.
    static var showsErrors: Bool { isatty(STDERR_FILENO) == 1 }

    /// Prints a part of the answer and ends its line.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)`` if standard output does not take it.
    static func print(_ text: String) throws {
        try write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO, path: "standard output")
    }

    /// Tells the user something, on a line of its own.
    static func tell(_ text: String) { tell(raw: text + "\n") }

    /// Writes to standard error as it is.
    ///
    /// Nothing can be done if it does not take it.
    static func tell(raw text: String) { try? write(text, to: STDERR_FILENO, path: "standard error") }

    /// Writes all of a text to an open file.
    static func write(_ text: String, to file: Int32, path: String) throws {
        var text = text
        try text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                #if canImport(Darwin)
                    let written = Darwin.write(file, rest.baseAddress, rest.count)
                #else
                    let written = Glibc.write(file, rest.baseAddress, rest.count)
                #endif
                if written < 0 && errno == EINTR { continue }
                guard written >= 0 else {
                    throw CommandError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
                }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
