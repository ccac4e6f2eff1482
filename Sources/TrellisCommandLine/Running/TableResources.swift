import Logging
import Trellis

/// The memory of `trellis table`, the folder for rows that do not fit in it, and the display of both.
struct TableResources: Sendable {
    /// The bytes of memory; nil for no limit.
    let memory: Int?

    /// The folder; nil if none is given, and that for temporary files cannot be used, which is an error only if it is needed.
    let spill: SpillFolder?
    let progress: TableProgress

    /// Parses the options, and checks the folder.
    ///
    /// - Parameter logger: The logger of diagnostics.
    /// - Throws: `TextError`.
    init(_ options: TableExecutionOptions, _ logger: Logger) throws {
        memory = try options.memory.map {
            try MemorySize(PlacedText(text: $0, place: TextPlace("--memory"))).bytes
        }
        spill =
            try options.spill.map { path in
                try TableRequest.placing("--spill") { try SpillFolder(path) }
            } ?? (try? SpillFolder())
        progress = TableProgress(
            memory: memory, spill: spill, diagnostics: SearchDiagnostics(logger).onRunEvent)
    }
}
