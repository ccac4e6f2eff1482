import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Standard output, for results, and standard error, for everything else.
enum Terminal {
    /// Whether standard error is a terminal, on which a line can be overwritten.
    static var showsErrors: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether the locale has more characters than ASCII.
    static var isUnicode: Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.lazy.compactMap { getenv($0).map { String(cString: $0) } }.first { !$0.isEmpty }
        return locale?.uppercased().contains("UTF") ?? false
    }

    /// The number of columns of the terminal on standard error; 80 if it is unknown.
    static var errorWidth: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Prints results to standard output, followed by a newline.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    static func print(_ text: String) throws {
        try write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO, path: "standard output")
    }

    /// The lines at the end of standard error that are redrawn, of which the last has the cursor at its end.
    private static let drawn = Mutex<[String]>([])

    /// Prints a message to standard error, followed by a newline, above the lines that are redrawn; ignores errors.
    static func log(_ text: String) {
        drawn.withLock { lines in
            writeError(erasing(lines) + text + "\n" + lines.joined(separator: "\n"))
        }
    }

    /// Draws lines at the end of standard error, in place of those drawn before; erases them if there are none.
    static func draw(_ lines: [String]) {
        drawn.withLock { drawn in
            writeError(erasing(drawn) + lines.joined(separator: "\n"))
            drawn = lines
        }
    }

    private static func writeError(_ text: String) {
        if !text.isEmpty { try? write(text, to: STDERR_FILENO, path: "standard error") }
    }

    /// Returns what erases lines, which may wrap.
    private static func erasing(_ lines: [String]) -> String {
        guard !lines.isEmpty else { return "" }
        let up = TerminalText.rows(of: lines, width: errorWidth) - 1
        return "\r" + (up > 0 ? "\u{1B}[\(up)A" : "") + "\u{1B}[J"
    }

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
