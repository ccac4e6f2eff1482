public import Learning
public import Tabular
internal import TaskGraph

/// A table in CSV files that may be larger than memory.
///
/// A chunked table is a description of what to read and what to do with the rows. Nothing but the kinds of the columns is
/// read until a result is requested. Then each part of the files becomes a task, which reads only the columns that are
/// needed and applies all steps to one block of rows after another, so that a summary takes little memory whatever the size
/// of the files. Any scheduler runs the tasks, with the same results bit for bit.
///
/// ```swift
/// let trips = try ChunkedTable(csv: "trips-*.csv")
/// let tips = try trips
///     .filter { $0.fare > 0 }
///     .with("tip_fraction") { $0.tip / $0.fare }
///     .grouped(by: "hour")
///     .aggregated(.mean("tip_fraction"))
/// print(try await tips.compute(on: ThreadedScheduler()).csv)
/// ```
///
/// Missing values, statistics and the order of groups are those of pandas.
public struct ChunkedTable: Sendable {
    var source: ChunkedSource
    var steps = TableSteps()

    /// The tables in memory of the steps that are joins, in their order.
    var joinedRows: [JoinedRows] = []
    var columns: [(name: String, kind: ValueKind)]

    /// Opens CSV files.
    ///
    /// Files are scanned once for the places where they can be cut, at several GB per second and core. Their columns must have
    /// the same names, in any order. The kinds of columns are determined by a sample of the rows; a cell that is not of this
    /// kind is an error when it is read, which names the file and the line. A file that changes afterwards is an error as
    /// well. A file compressed by gzip is a single part.
    ///
    /// - Parameters:
    ///   - pattern: The path of a file, or a pattern with `*`, `?` and `[…]`. Its files are read in the order of their names.
    ///   - options: The form of the files and the kinds of their columns.
    ///   - chunkBytes: The approximate size of a part; nil for 16 MiB, or less if `memory` requires it.
    ///   - memory: The bytes of memory that results are computed in; nil for no limit.
    /// - Throws: `TabularError` if a file cannot be read or its header is invalid; ``ChunkedTableError/noFiles(pattern:)``.
    /// - Precondition: `chunkBytes` is at least 1.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    public init(
        csv pattern: String, options: ReadingOptions = ReadingOptions(), chunkBytes: Int? = nil,
        memory: Int? = nil
    ) throws {
        try self.init(csv: [pattern], options: options, chunkBytes: chunkBytes, memory: memory)
    }

    /// Opens CSV files.
    ///
    /// - Parameters:
    ///   - patterns: The paths of files, or patterns, in the order in which they are read.
    ///   - options: The form of the files and the kinds of their columns.
    ///   - chunkBytes: The approximate size of a part; nil for 16 MiB, or less if `memory` requires it.
    ///   - memory: The bytes of memory that results are computed in; nil for no limit.
    /// - Throws: `TabularError` if a file cannot be read or its header is invalid; ``ChunkedTableError/noFiles(pattern:)``.
    /// - Precondition: `chunkBytes` is at least 1.
    /// - Complexity: O(*n*), where *n* is the size of the files.
    public init(
        csv patterns: [String], options: ReadingOptions = ReadingOptions(), chunkBytes: Int? = nil,
        memory: Int? = nil
    ) throws {
        if let chunkBytes {
            precondition(chunkBytes >= 1, "chunkBytes must be at least 1, not \(chunkBytes)")
        }
        // The size depends on the memory alone, so that results are the same on every machine.
        let most = memory.map { max(1 << 16, $0 / 64) } ?? ChunkedSource.defaultPartBytes
        let bytes = chunkBytes ?? min(ChunkedSource.defaultPartBytes, most)
        self.init(try ChunkedSource(patterns: patterns, options: options) { _ in bytes })
    }

    /// Opens CSV files whose rows are read block by block only, and never all rows of a part at once.
    ///
    /// Summaries, sorts and joins with large tables do so. Parts need not fit in the memory then, and are not smaller than 1 MiB,
    /// nor more than some thousands unless they are of 16 MiB: each takes some memory itself.
    ///
    /// Integers from 2⁵³ on, of which a double does not hold all, are never rounded unless the kind of their column is given as
    /// numbers: a column with such integers in the sample is text, and one that occurs later is an error.
    ///
    /// - Parameters:
    ///   - patterns: The paths of files, or patterns, in the order in which they are read.
    ///   - options: The form of the files and the kinds of their columns.
    ///   - memory: The bytes of memory that results are computed in; nil for no limit.
    /// - Throws: The errors of ``init(csv:options:chunkBytes:memory:)``.
    package init(readingBlocksOf patterns: [String], options: ReadingOptions, memory: Int?) throws {
        let most = ChunkedSource.defaultPartBytes
        var options = options
        options.keepsIntegers = true
        self.init(
            try ChunkedSource(patterns: patterns, options: options) { total in
                memory.map { min(most, max(1 << 20, $0 / 64, total / 4096)) } ?? most
            })
    }

    /// Creates a table with all rows and columns of a source.
    init(_ source: ChunkedSource) {
        self.source = source
        columns = source.columns.map { ($0.name, ValueKind($0.kind)) }
    }

    /// Returns the paths of the files that patterns match, in the order in which they are read.
    ///
    /// - Parameter patterns: Paths, and patterns with `*`, `?` and `[…]`.
    /// - Throws: ``ChunkedTableError/noFiles(pattern:)`` for a pattern that matches no file.
    public static func paths(matching patterns: [String]) throws -> [String] {
        try patterns.flatMap { try ChunkedSource.paths(matching: $0) }
    }

    /// The names of the columns, from left to right.
    public var columnNames: [String] { columns.map(\.name) }

    /// The kinds of the columns; conditions are numbers, 1 where they are true and 0 where not.
    public var columnKinds: [ColumnKind] { columns.map(\.kind.columnKind) }

    /// The number of parts, each of which is read by one task.
    public var chunkCount: Int { source.parts.count }
}

// MARK: - Steps

extension ChunkedTable {
    /// Returns the rows in which a condition is true.
    ///
    /// - Parameter condition: The condition.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or an operand has the wrong type.
    public func filter(_ condition: ColumnExpression) throws -> ChunkedTable {
        try check(condition)
        var table = self
        table.steps.steps.append(.filter(condition))
        _ = try table.program(outputs: [])
        return table
    }

    /// Returns the rows in which a condition is true.
    ///
    /// - Parameter condition: Returns the condition, given the columns by name.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or an operand has the wrong type.
    public func filter(_ condition: (ColumnExpressions) -> ColumnExpression) throws -> ChunkedTable {
        try filter(condition(ColumnExpressions()))
    }

    /// Returns the table with another column, in place of one with the same name or after the others.
    ///
    /// - Parameters:
    ///   - name: The name of the column.
    ///   - expression: Its values.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or an operand has the wrong type.
    public func with(_ name: String, _ expression: ColumnExpression) throws -> ChunkedTable {
        try check(expression)
        let kinds = try program(outputs: [expression])
        var table = self
        table.steps.steps.append(.assign(name, expression))
        let column = (name: name, kind: kinds.kinds[kinds.outputs[0]])
        if let place = columns.firstIndex(where: { ExactText($0.name) == ExactText(name) }) {
            table.columns[place] = column
        } else {
            table.columns.append(column)
        }
        return table
    }

    /// Returns the table with another column, in place of one with the same name or after the others.
    ///
    /// - Parameters:
    ///   - name: The name of the column.
    ///   - expression: Returns its values, given the columns by name.
    /// - Throws: ``ChunkedTableError`` if a column does not exist, or an operand has the wrong type.
    public func with(
        _ name: String, _ expression: (ColumnExpressions) -> ColumnExpression
    ) throws -> ChunkedTable {
        try with(name, expression(ColumnExpressions()))
    }

    /// Returns some columns, in the order of their names.
    ///
    /// - Parameter names: The names of the columns, at least one.
    /// - Throws: ``ChunkedTableError/unknownColumn(name:advice:)`` or ``ChunkedTableError/duplicateColumn(name:)``.
    public func select(_ names: [String]) throws -> ChunkedTable {
        var table = self
        table.columns = try names.map { try column($0) }
        if let name = names.firstRepeated { throw ChunkedTableError.duplicateColumn(name: name) }
        return table
    }

    /// Throws an error unless the columns of an expression exist.
    private func check(_ expression: ColumnExpression) throws {
        for name in expression.columnNames.sorted() { _ = try column(name.text) }
    }

    /// Returns the column with a name.
    func column(_ name: String) throws -> (name: String, kind: ValueKind) {
        guard let column = columns.first(where: { ExactText($0.name) == ExactText(name) }) else {
            throw ChunkedTableError.unknownColumn(name: name, advice: advice(for: name, among: columnNames))
        }
        return column
    }

    /// Compiles the steps with some expressions as the result.
    func program(outputs: [ColumnExpression]) throws -> Program {
        try steps.with(outputs: outputs).program(columns: source.columns)
    }

    /// Returns what the task of each part reads, with some expressions as the result, and their types.
    func scans(outputs: [ColumnExpression]) throws -> (scans: [PartScan], kinds: [ValueKind]) {
        let program = try program(outputs: outputs)
        let steps = steps.with(outputs: outputs)
        let scans = source.parts.map {
            PartScan(source: $0, columns: program.columns, steps: steps, joinedRows: joinedRows)
        }
        return (scans, program.outputs.map { program.kinds[$0] })
    }
}

extension Array<String> {
    /// The first name that occurs before.
    var firstRepeated: String? {
        var seen: Set<ExactText> = []
        return first { !seen.insert(ExactText($0)).inserted }
    }
}
