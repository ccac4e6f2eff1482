#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Standard output, for results, and standard error, for everything else.
enum Terminal {
    /// Whether standard error is a terminal, on which a line can be overwritten.
    static var showsErrors: Bool { isatty(STDERR_FILENO) == 1 }

    /// Prints results to standard output, followed by a newline.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    static func print(_ text: String) throws {
        try write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO, path: "standard output")
    }

    /// Prints a message to standard error, followed by a newline.
    static func log(_ text: String) { log(raw: text + "\n") }

    /// Writes a text to standard error as it is; ignores errors.
    static func log(raw text: String) { try? write(text, to: STDERR_FILENO, path: "standard error") }

    /// Writes a text to an open file descriptor.
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
