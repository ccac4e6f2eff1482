internal import Learning
internal import Tabular

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The parts of a chunked table, and the kinds of their columns.
struct ChunkedSource: Sendable {
    /// A part of a file, and the names of the columns of the file.
    private struct FilePart {
        let part: CSVPart
        let names: [String]
    }

    /// The name in messages: the first pattern.
    let name: String
    let parts: [PartSource]
    private(set) var columns: [PartColumn]

    /// How the cells of each column are written, if it is known.
    let forms: [ColumnForm]?

    /// The default size of a part in bytes.
    static let defaultPartBytes = 16 << 20

    /// The bytes at the start of the data from which kinds are determined.
    private static let sampleBytes = 1 << 19

    /// The number of equal ranges of parts between which others are sampled.
    private static let otherSamples = 16

    /// Finds files, cuts them and determines the kinds of their columns.
    ///
    /// - Parameters:
    ///   - patterns: The paths of files, or patterns.
    ///   - options: The form of the files.
    ///   - chunkBytes: Returns the approximate size of a part, given that of all files.
    init(patterns: [String], options: ReadingOptions, chunkBytes: (_ total: Int) -> Int) throws {
        name = patterns.first ?? ""
        forms = nil
        let files = try ChunkedTable.paths(matching: patterns).map { try CSVFile(path: $0) }
        let chunkBytes = chunkBytes(files.reduce(0) { $0 + $1.size })
        var parts: [FilePart] = []
        var first: (path: String, names: [String])?
        for file in files {
            let path = file.path
            let names = try file.columnNames(options: options)
            if let first { try Self.require(names, path, toMatch: first) } else { first = (path, names) }
            parts += try file.parts(of: chunkBytes).map { FilePart(part: $0, names: names) }
        }
        guard let first else { throw ChunkedTableError.noFiles(pattern: name) }
        for column in options.ignore + options.types.keys.sorted() {
            guard first.names.contains(where: { ExactText($0) == ExactText(column) }) else {
                throw TabularError.unknownColumn(file: first.path, name: column, known: first.names)
            }
        }
        self.parts = parts.map { .file($0.part, names: $0.names, options: options) }
        columns = try Self.columns(of: parts, names: first.names, options: options)
        if columns.isEmpty { throw TabularError.noColumns(file: first.path) }
    }

    /// Creates a source of rows that wait on disk, cut into parts.
    ///
    /// - Parameters:
    ///   - name: The name in messages.
    ///   - runs: The rows, in order; at least one run.
    ///   - names: The names of the columns; further columns of the runs are not part of the source.
    ///   - chunkBytes: The approximate size of a part.
    init(name: String, runs: [SpilledRun], names: [String], chunkBytes: Int) {
        self.name = name
        let kinds = runs.first?.kinds ?? []
        columns = zip(names, kinds).map { PartColumn(name: $0, kind: $1.columnKind, isDeclared: true) }
        var forms = kinds.map { _ in ColumnForm() }
        for run in runs { for place in forms.indices { forms[place].add(run.forms[place]) } }
        self.forms = forms
        // Names for all columns, of which those without are not read.
        let all = names + kinds.indices.dropFirst(names.count).map { "\u{0}\($0)" }
        parts = runs.flatMap { $0.parts(of: chunkBytes, forms: forms) }
            .map { .spilled(SpilledPart(run: $0, names: all)) }
    }

    /// Creates a source of rows that tasks compute.
    ///
    /// - Parameters:
    ///   - name: The name in messages.
    ///   - parts: The rows, in order; at least one part.
    ///   - names: The names of the columns; further columns of the parts are not part of the source.
    ///   - kinds: The types of the columns.
    ///   - forms: How the cells of each column are written, if it is known.
    init(
        name: String, computed parts: [ComputedRows], names: [String], kinds: [ValueKind],
        forms: [ColumnForm]?
    ) {
        self.name = name
        self.forms = forms
        columns = zip(names, kinds).map { PartColumn(name: $0, kind: $1.columnKind, isDeclared: true) }
        self.parts = parts.map { .computed($0) }
    }

    /// Whether the parts share tasks, so that computing one of them takes about as long as computing all.
    var sharesTasks: Bool { if case .computed = parts.first { true } else { false } }

    /// How the files are read; nil for rows that wait on disk.
    var fileOptions: ReadingOptions? {
        if case .file(_, _, let options) = parts.first { options } else { nil }
    }

    /// Changes the kind that the cells of a column of files are read as.
    mutating func read(_ name: String, as kind: ColumnKind) {
        guard fileOptions != nil else { return }
        for (index, column) in columns.enumerated() where ExactText(column.name) == ExactText(name) {
            columns[index] = PartColumn(name: column.name, kind: kind, isDeclared: column.isDeclared)
        }
    }

    /// The paths of the files that match a pattern with `*`, `?` and `[…]`, sorted.
    static func paths(matching pattern: String) throws -> [String] {
        guard pattern.utf8.contains(where: { "*?[".utf8.contains($0) }) else { return [pattern] }
        // A file may have such characters in its name.
        if access(pattern, F_OK) == 0 { return [pattern] }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(pattern, 0, nil, &found) == 0, found.gl_pathc > 0 else {
            throw ChunkedTableError.noFiles(pattern: pattern)
        }
        return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
            .sorted { ExactText($0) < ExactText($1) }
    }

    /// Throws an error unless a file has the columns of the first, in any order.
    private static func require(
        _ names: [String], _ path: String, toMatch first: (path: String, names: [String])
    ) throws {
        let (own, others) = (Set(names.map { ExactText($0) }), Set(first.names.map { ExactText($0) }))
        guard own != others else { return }
        throw TabularError.otherColumns(
            file: path, first: first.path, missing: others.subtracting(own).sorted().map(\.text),
            surplus: own.subtracting(others).sorted().map(\.text))
    }

    /// Determines the kinds of the columns by the start of the data, and of the parts in the middle and at the end; and, as
    /// long as a column has no value, by some of the others.
    private static func columns(
        of parts: [FilePart], names: [String], options: ReadingOptions
    ) throws -> [PartColumn] {
        let others = (1..<otherSamples).map { $0 * parts.count / otherSamples }
        let places = [0, parts.count / 2, parts.count - 1] + others
        var kinds: [ExactText: ColumnKind] = [:]
        var seen: Set<Int> = []
        for (index, place) in places.enumerated() where seen.insert(place).inserted {
            if index >= places.count - others.count, kinds.count == names.count { break }
            let part = parts[place]
            let found = try part.part.sampledKinds(
                names: part.names, bytes: index == 0 ? sampleBytes : sampleBytes / 4, options: options)
            for (name, kind) in zip(part.names, found) {
                guard let kind else { continue }
                let known = kinds[ExactText(name)]
                kinds[ExactText(name)] = known == nil || known == kind ? kind : .category
            }
        }
        let ignored = Set(options.ignore.map { ExactText($0) })
        let declared = Dictionary(options.types.map { (ExactText($0), $1) }) { first, _ in first }
        return names.map { ExactText($0) }.filter { !ignored.contains($0) }.map { name in
            PartColumn(
                name: name.text, kind: declared[name] ?? kinds[name] ?? .number,
                isDeclared: declared[name] != nil)
        }
    }
}
