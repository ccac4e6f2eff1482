import Trellis

/// What `trellis table` computes, with parsed expressions.
struct TableRequest: Sendable {
    /// The form of the result.
    private enum Result: Sendable {
        /// Rows, of which a few are printed unless they are written.
        case rows(isWritten: Bool)
        /// Rows that are written to a file as they are computed.
        case file(String)
        case groups(by: [String], [Aggregation], file: String?)
        case valueCounts(String, file: String?)
        case description
    }

    private let conditions: [ColumnExpression]
    private let assignments: [(name: String, expression: ColumnExpression)]
    private let columns: [String]
    private let result: Result
    private let order: [RowOrder]
    private let limit: Int?

    /// Parses the options.
    ///
    /// - Parameters:
    ///   - file: The path of the CSV file to write, if any.
    ///   - isWritten: Whether any file is written.
    ///   - needsTable: Whether the result is needed in memory.
    /// - Throws: `TextError`, ``CommandError``.
    init(
        _ steps: TableStepOptions, _ statistics: TableStatisticOptions, order: [RowOrder], limit: Int?,
        file: String?, isWritten: Bool, needsTable: Bool
    ) throws {
        conditions = try steps.where.map { try Self.expression($0, option: "--where") }
        assignments = try steps.with.map { try Self.assignment($0) }
        columns = try steps.select.flatMap {
            try CommaList.parse(PlacedText(text: $0, place: TextPlace("--select")))
        }
        let keys = try statistics.groupBy.flatMap {
            try CommaList.parse(PlacedText(text: $0, place: TextPlace("--group-by")))
        }
        let aggregations = try statistics.aggregations()
        let requests = [
            (!keys.isEmpty || !aggregations.isEmpty, "statistics"),
            (statistics.valueCounts != nil, "--value-counts"),
            (statistics.describe, "--describe"),
        ].filter(\.0).map(\.1)
        if requests.count > 1 {
            throw CommandError.conflict(
                "\(requests[0]) and \(requests[1]) are two results; request one of them")
        }
        if !keys.isEmpty, aggregations.isEmpty {
            throw CommandError.missing(
                option: "a statistic", meaning: "add --count, --mean COLUMN or another one to --group-by")
        }
        if statistics.describe, !order.isEmpty {
            throw CommandError.conflict("--sort does not apply to --describe, whose rows are the columns")
        }
        let file = limit == nil && !needsTable ? file : nil
        if let column = statistics.valueCounts {
            result = .valueCounts(column, file: file)
        } else if statistics.describe {
            result = .description
        } else if !requests.isEmpty {
            result = .groups(by: keys, aggregations, file: file)
        } else if let file {
            result = .file(file)
        } else {
            result = .rows(isWritten: isWritten)
        }
        (self.order, self.limit) = (order, limit)
    }

    /// Computes the result; nil if it has been written.
    func compute(
        _ sources: TableSources, on scheduler: some Scheduler, _ resources: TableResources
    ) async throws -> SummaryResult? {
        var table = try await sources.table(on: scheduler, resources)
        for (name, expression) in assignments {
            table = try Self.placing("--with") { [table] in try table.with(name, expression) }
        }
        for condition in conditions {
            table = try Self.placing("--where") { [table] in try table.filter(condition) }
        }
        if !columns.isEmpty { table = try Self.placing("--select") { [table] in try table.select(columns) } }
        let (memory, spill, onEvent) = (resources.memory, resources.spill, resources.progress.onEvent)
        switch result {
        case .file(let path) where memory != nil:
            if !order.isEmpty {
                table = try await table.sorted(
                    by: order, on: scheduler, memoryLimit: memory, spill: spill, onEvent: onEvent)
            }
            try await table.write(
                csv: path, on: scheduler, memoryLimit: memory, spill: spill, onEvent: onEvent)
            return nil
        case .rows, .file:
            let limit = limit ?? (isWritten ? nil : 10)
            let rows =
                if let limit, order.isEmpty {
                    try await table.head(limit, on: scheduler)
                } else {
                    try await table.compute(
                        on: scheduler, sortedBy: order, limit: limit, memoryLimit: memory, onEvent: onEvent)
                }
            return SummaryResult(rows)
        case .groups(let keys, let aggregations, let file):
            return try await compute(
                table.grouped(by: keys).aggregated(aggregations), file: file, on: scheduler, resources)
        case .valueCounts(let column, let file):
            return try await compute(table.valueCounts(column), file: file, on: scheduler, resources)
        case .description:
            return try await table.describe(on: scheduler, memoryLimit: memory, onEvent: onEvent)
        }
    }

    /// Computes the statistics of groups; nil if they have been written.
    private func compute(
        _ summary: TableSummary, file: String?, on scheduler: some Scheduler, _ resources: TableResources
    ) async throws -> SummaryResult? {
        let (memory, spill, onEvent) = (resources.memory, resources.spill, resources.progress.onEvent)
        guard let file, memory != nil else {
            return try await summary.result(
                on: scheduler, sortedBy: order, limit: limit, memoryLimit: memory, spill: spill,
                onEvent: onEvent)
        }
        for approximation in try await summary.write(
            csv: file, on: scheduler, sortedBy: order, memoryLimit: memory, spill: spill, onEvent: onEvent)
        {
            Terminal.log("note: \(approximation)")
        }
        return nil
    }

    /// Whether rows are written to a file.
    private var isWritten: Bool {
        switch result {
        case .rows(let isWritten): isWritten
        case .file: true
        case .groups, .valueCounts, .description: false
        }
    }

    /// Parses `name = expression`; the name may be in backticks.
    private static func assignment(_ text: String) throws -> (name: String, expression: ColumnExpression) {
        let place = TextPlace("--with")
        var rest = text.drop(while: \.isWhitespace)
        let quoted = rest.popQuotedName()
        let mark = rest.firstIndex(of: "=")
        var name = rest[..<(mark ?? rest.startIndex)]
        while name.last?.isWhitespace == true { name.removeLast() }
        guard let mark, rest[rest.index(after: mark)...].first != "=",
            quoted == nil ? name.first != "`" : name.isEmpty
        else {
            throw TextError.malformed(
                at: place, found: "'\(text)'",
                expected: "a name and an expression, such as 'total = fare + tip'")
        }
        let found = quoted ?? String(name)
        guard !found.isEmpty else {
            throw TextError.malformed(at: place, found: "'\(text)'", expected: "a name before '='")
        }
        return (found, try expression(String(rest[rest.index(after: mark)...]), option: "--with"))
    }

    private static func expression(_ text: String, option: String) throws -> ColumnExpression {
        try placing(option) { try ColumnExpression(parsing: text) }
    }

    /// Puts the name of an option before the message of an error.
    static func placing<Value>(_ option: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ChunkedTableError {
            throw TextError.refused(at: TextPlace(option), reason: "\(error)")
        }
    }
}

extension Substring {
    /// Removes a name in backticks, which are doubled inside, from the start; returns nil if there is none.
    fileprivate mutating func popQuotedName() -> String? {
        guard first == "`" else { return nil }
        var (rest, name) = (dropFirst(), "")
        while let character = rest.popFirst() {
            if character == "`" {
                guard rest.first == "`" else {
                    self = rest
                    return name
                }
                rest.removeFirst()
            }
            name.append(character)
        }
        return nil
    }
}
