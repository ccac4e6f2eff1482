import Logging
import Trellis

/// The join that `trellis table` is to make.
struct TableJoinRequest: Sendable {
    /// The paths of the files of the other table.
    let paths: [String]
    let keys: [String]
    let kind: JoinKind

    /// Parses the options; nil if no join is requested.
    ///
    /// - Throws: `TextError`, ``CommandError``.
    init?(_ options: TableJoinOptions) throws {
        keys = try options.on.flatMap {
            try CommaList.parse(PlacedText(text: $0, place: TextPlace("--on")))
        }
        guard let join = options.join else {
            if keys.isEmpty, options.how == nil { return nil }
            throw CommandError.missing(
                option: "--join", meaning: "name the file of the table that --on and --how apply to")
        }
        if keys.isEmpty {
            throw CommandError.missing(option: "--on", meaning: "name the columns by which --join finds rows")
        }
        guard let kind = JoinKind(rawValue: options.how ?? JoinKind.inner.rawValue) else {
            throw TextError.malformed(
                at: TextPlace("--how"), found: "'\(options.how ?? "")'", expected: "inner or left")
        }
        self.kind = kind
        paths = try TableRequest.placing("--join") { try ChunkedTable.paths(matching: [join]) }
    }
}

/// The tables that `trellis table` reads.
struct TableSources: Sendable {
    private let left: ChunkedTable
    private let join: (table: ChunkedTable, request: TableJoinRequest)?

    /// Opens the files.
    ///
    /// The kinds of columns, and those that are ignored, apply to both tables.
    ///
    /// - Throws: `TabularError`, ``ChunkedTableError``.
    init(
        _ paths: [String], _ request: TableJoinRequest?, options: ReadingOptions, memory: Int?
    ) throws {
        guard let request else {
            left = try ChunkedTable(readingBlocksOf: paths, options: options, memory: memory)
            join = nil
            return
        }
        var plain = options
        (plain.types, plain.ignore) = ([:], [])
        let named = Set((options.types.keys + options.ignore).map { ExactText($0) })
        var (tables, ignored): ([ChunkedTable], Set<ExactText>) = ([], [])
        for paths in [paths, request.paths] {
            var table = try ChunkedTable(readingBlocksOf: paths, options: plain, memory: memory)
            let names = Set(table.columnNames.map { ExactText($0) })
            ignored.formUnion(names.intersection(options.ignore.map { ExactText($0) }))
            if !named.isDisjoint(with: names) {
                var own = options
                own.types = options.types.filter { names.contains(ExactText($0.key)) }
                own.ignore = options.ignore.filter { names.contains(ExactText($0)) }
                table = try ChunkedTable(readingBlocksOf: paths, options: own, memory: memory)
            }
            tables.append(table)
        }
        let known = tables[0].columnNames + tables[1].columnNames
        let valid = Set((known + ignored.map(\.text)).map { ExactText($0) })
        if let name = named.subtracting(valid).min() {
            throw TabularError.unknownColumn(file: paths[0], name: name.text, known: known)
        }
        (left, join) = (tables[0], (tables[1], request))
    }

    /// Logs the files that were opened.
    func log(to logger: Logger, _ paths: [String]) {
        logger.logOpening(left, paths)
        if let join { logger.logOpening(join.table, join.request.paths) }
    }

    /// The table with the columns of the other, if there is one.
    func table(on scheduler: some Scheduler, _ resources: TableResources) async throws -> ChunkedTable {
        guard let join else { return left }
        do {
            return try await left.joined(
                with: join.table, by: join.request.keys, kind: join.request.kind, on: scheduler,
                memoryLimit: resources.memory, spill: resources.spill, onEvent: resources.progress.onEvent)
        } catch let error as ChunkedTableError where error.isOfKeys {
            throw TextError.refused(at: TextPlace("--on"), reason: "\(error)")
        }
    }
}

extension ChunkedTableError {
    /// Whether the keys of a join are invalid.
    fileprivate var isOfKeys: Bool {
        switch self {
        case .unknownColumn, .unknownKey, .keyKinds, .noKeys, .duplicateColumn: true
        default: false
        }
    }
}
