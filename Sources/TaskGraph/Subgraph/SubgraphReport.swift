/// What happened to the tasks of a subgraph: when each ran, and which failed.
public struct SubgraphReport: Equatable, Sendable {
    /// One task's run.
    public struct Entry: Equatable, Sendable {
        /// The key of the task.
        public let task: TaskKey
        /// When it started, in seconds since the subgraph did.
        public let startSeconds: Double
        /// When it ended, in seconds since the subgraph started.
        public let endSeconds: Double
        /// Why it has no result; nil if it has one.
        public let failure: TaskFailure?
    }

    /// The tasks that ran, in their order; those that failed because another did never run.
    public internal(set) var entries: [Entry] = []

    private static let format = "trellis-report"
    private static let formatVersion = 1

    init() {}

    /// The report as bytes.
    public var encoded: [UInt8] {
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

    /// Reads what `encoded` gave.
    ///
    /// - Throws: `WireError` for any other bytes.
    public init(decoding bytes: UnsafeRawBufferPointer) throws {
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
