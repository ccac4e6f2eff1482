import Trellis

/// The memory of `trellis table`, the folder for rows that do not fit in it, and the display of both.
struct TableResources: Sendable {
    /// The bytes of memory; nil for no limit.
    let memory: Int?

    /// The path of the folder; nil for that for temporary files.
    private let path: String?

    /// The folder, if it is given.
    private let givenFolder: SpillFolder?
    let progress: TableProgress

    /// Parses the options, and checks the folder.
    ///
    /// - Throws: `TextError`.
    init(_ options: TableExecutionOptions) throws {
        memory = try options.memory.map {
            try MemorySize(PlacedText(text: $0, place: TextPlace("--memory"))).bytes
        }
        path = options.spill
        givenFolder = try options.spill.map { path in
            try TableRequest.placing("--spill") { try SpillFolder(path) }
        }
        progress = TableProgress(memory: memory, spill: givenFolder)
    }

    /// The folder for rows.
    ///
    /// - Throws: `TextError` if files cannot be created in it.
    var spillFolder: SpillFolder {
        get throws {
            if let givenFolder { return givenFolder }
            let folder = try TableRequest.placing("--spill") { try SpillFolder() }
            progress.shows(folder)
            return folder
        }
    }
}
