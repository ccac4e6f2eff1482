import Foundation
import Logging

/// Writes each diagnostic as one line to standard error: time, level, label, message and metadata.
///
/// ```
/// 2026-03-01T09:30:12.418Z info search: read the data columns=5 file=iris.csv rows=150
/// ```
struct DiagnosticHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(label: String, logLevel: Logger.Level) { (self.label, self.logLevel) = (label, logLevel) }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let own = metadata.merging(event.metadata ?? [:]) { $1 }
        Terminal.log(Self.line(at: Date(), event.level, label, "\(event.message)", own))
    }

    /// Returns a line, in which names of columns, files and classes cannot change the terminal or begin another line.
    static func line(
        at time: Date, _ level: Logger.Level, _ label: String, _ message: String, _ metadata: Logger.Metadata
    ) -> String {
        let fields = metadata.sorted { $0.key < $1.key }.map { " \($0)=\(text($1))" }.joined()
        let instant = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        return TerminalText.harmless("\(instant) \(level.rawValue) \(label): \(message)\(fields)")
    }

    /// Returns a value, in quotes unless it is one word.
    private static func text(_ value: Logger.MetadataValue) -> String {
        let text = "\(value)"
        let isWord = !text.isEmpty && !text.contains { $0.isWhitespace || "\"=".contains($0) }
        return isWord ? text : JSONObjectText.quoted(text)
    }
}
