/// A report of the tasks of a subgraph: their times and failures.
package struct SubgraphReport: Equatable, Sendable {
    /// The run of one task.
    package struct Entry: Equatable, Sendable {
        /// The key of the task.
        package let task: TaskKey
        /// The start time, in seconds since the subgraph started.
        package let startSeconds: Double
        /// The end time, in seconds since the subgraph started.
        package let endSeconds: Double
        /// The failure; nil if the task has a result.
        package let failure: TaskFailure?
    }

    /// The tasks that ran, in order.
    ///
    /// Tasks that failed because of another task did not run.
    package internal(set) var entries: [Entry] = []

    private static let format = "trellis-report"
    private static let formatVersion = 1

    init() {}

    /// The report as bytes.
    package var encoded: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.append(Self.format)
        encoder.append(Self.formatVersion)
        encoder.beginList(count: entries.count)
        for entry in entries {
            encoder.append(entry.task)
            encoder.append(entry.startSeconds)
            encoder.append(entry.endSeconds)
            if let failure = entry.failure { encoder.append(failure) } else { encoder.appendNil() }
        }
        return encoder.sealedBytes
    }

    /// Decodes a report from ``encoded``.
    ///
    /// - Throws: `WireError` for any other bytes.
    package init(decoding bytes: UnsafeRawBufferPointer) throws {
        var decoder = try CanonicalDecoder(sealed: bytes)
        try decoder.readFormat(Self.format, version: Self.formatVersion)
        entries = try decoder.readList { decoder in
            let task = try decoder.readKey()
            let (start, end) = (try decoder.readDouble(), try decoder.readDouble())
            guard decoder.isNil else {
                return Entry(
                    task: task, startSeconds: start, endSeconds: end, failure: try decoder.readFailure())
            }
            try decoder.readNil()
            return Entry(task: task, startSeconds: start, endSeconds: end, failure: nil)
        }
        try decoder.readEnd()
    }
}
