import Machine
import Synchronization
import Trellis

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A file to which the events of a search are written while it runs.
///
/// Workers put events into a buffer, which one task empties a few times a second, so that a slow disk does not slow the
/// run. If it is so slow that the buffer is full, events are left out, and counted.
final class EventFile: Sendable {
    private let file: Int32
    private let path: String
    private let format: any EventFormat
    private let origin: ContinuousClock.Instant
    private let buffer = Mutex(Buffer())
    private let writer = Mutex<Task<Void, Never>?>(nil)

    private struct Buffer {
        var events: [(time: Double, event: SearchEvent)] = []
        var dropped = 0
        var search: RecordedSearch
        var error: CommandError?

        init() { search = RecordedSearch(since: .now) }
    }

    /// The maximum number of events in the buffer.
    private static let capacity = 1 << 20

    /// Creates the file, or empties it, and writes what precedes the events.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)``.
    init(_ output: OutputFile, format: any EventFormat) throws {
        path = output.path
        self.format = format
        origin = .now
        file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else {
            throw CommandError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        buffer.withLock { $0.search = RecordedSearch(since: origin) }
        try Terminal.write(format.head, to: file, path: path)
        writer.withLock { $0 = Task.detached(priority: .utility) { [self] in await writeRepeatedly() } }
    }

    /// Puts an event into the buffer.
    func receive(_ event: SearchEvent) {
        // Results would stay in memory.
        if case .run(.arrived) = event { return }
        let time = (ContinuousClock.now - origin).seconds
        buffer.withLock { buffer in
            guard buffer.events.count < Self.capacity else {
                buffer.dropped += 1
                return
            }
            buffer.events.append((time, event))
        }
    }

    private func writeRepeatedly() async {
        while !Task.isCancelled {
            flush()
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Writes what is in the buffer.
    private func flush() {
        var (events, search, error) = buffer.withLock { buffer in
            defer { buffer.events = [] }
            return (buffer.events, buffer.search, buffer.error)
        }
        guard error == nil else { return }
        var text = ""
        for (time, event) in events {
            search.receive(event)
            text += format.text(of: event, at: time, in: search)
            if text.utf8.count > 1 << 20 { write(&text, &error) }
        }
        write(&text, &error)
        buffer.withLock { ($0.search, $0.error) = (search, error) }
    }

    private func write(_ text: inout String, _ error: inout CommandError?) {
        defer { text = "" }
        guard error == nil, !text.isEmpty else { return }
        do { try Terminal.write(text, to: file, path: path) } catch let failure as CommandError {
            error = failure
        } catch {}
    }

    private func closeFile() {
        #if canImport(Darwin)
            _ = Darwin.close(file)
        #else
            _ = Glibc.close(file)
        #endif
    }

    /// Writes the rest, and closes the file.
    ///
    /// - Throws: ``CommandError/cannotWrite(path:reason:)`` if any event could not be written.
    func close() async throws {
        let task = writer.withLock { $0 }
        task?.cancel()
        await task?.value
        flush()
        defer { closeFile() }
        let (dropped, error) = buffer.withLock { ($0.dropped, $0.error) }
        if let error { throw error }
        try Terminal.write(format.tail, to: file, path: path)
        if dropped > 0 {
            Terminal.log("warning: \(path): \(dropped) events were left out, because the file was too slow")
        }
    }
}

extension [EventFile] {
    /// Closes all files.
    ///
    /// - Throws: The first error.
    func close() async throws {
        var first: (any Error)?
        for file in self {
            do { try await file.close() } catch { first = first ?? error }
        }
        if let first { throw first }
    }
}
