import Trellis

/// What `trellis table` computes, with parsed expressions.
struct TableRequest: Sendable {
    /// The form of the result.
    private enum Result: Sendable {
        case rows(isWritten: Bool)
        case groups(by: [String], [Aggregation])
        case valueCounts(String)
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
    /// - Throws: `TextError`, ``CommandError``.
    init(
        _ steps: TableStepOptions, _ statistics: TableStatisticOptions, order: [RowOrder], limit: Int?,
        isWritten: Bool
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
        if let column = statistics.valueCounts {
            result = .valueCounts(column)
        } else if statistics.describe {
            result = .description
        } else {
            result = requests.isEmpty ? .rows(isWritten: isWritten) : .groups(by: keys, aggregations)
        }
        (self.order, self.limit) = (order, limit)
    }

    /// Computes the result.
    func compute(
        _ source: ChunkedTable, on scheduler: some Scheduler, memory: Int?, onEvent: RunEvent.Handler? = nil
    ) async throws -> Table {
        var table = source
        for (name, expression) in assignments {
            table = try Self.placing("--with") { [table] in try table.with(name, expression) }
        }
        for condition in conditions {
            table = try Self.placing("--where") { [table] in try table.filter(condition) }
        }
        if !columns.isEmpty { table = try Self.placing("--select") { [table] in try table.select(columns) } }
        switch result {
        case .rows(let isWritten):
            let limit = limit ?? (isWritten ? nil : 10)
            if let limit, order.isEmpty { return try await table.head(limit, on: scheduler) }
            return try await table.compute(
                on: scheduler, sortedBy: order, limit: limit, memoryLimit: memory, onEvent: onEvent)
        case .groups(let keys, let aggregations):
            return try await table.grouped(by: keys).aggregated(aggregations)
                .compute(on: scheduler, sortedBy: order, limit: limit, memoryLimit: memory, onEvent: onEvent)
        case .valueCounts(let column):
            return try await table.valueCounts(column)
                .compute(on: scheduler, sortedBy: order, limit: limit, memoryLimit: memory, onEvent: onEvent)
        case .description:
            return try await table.describe(on: scheduler, memoryLimit: memory, onEvent: onEvent)
        }
    }

    /// Parses `name = expression`; the name may be in backticks.
    private static func assignment(_ text: String) throws -> (name: String, expression: ColumnExpression) {
        let place = TextPlace("--with")
        guard let mark = text.firstIndex(of: "="), text[text.index(after: mark)...].first != "=" else {
            throw TextError.malformed(
                at: place, found: "'\(text)'",
                expected: "a name and an expression, such as 'total = fare + tip'")
        }
        var name = text[..<mark].drop(while: \.isWhitespace)
        while name.last?.isWhitespace == true { name.removeLast() }
        if name.count > 2, name.first == "`", name.last == "`" { name = name.dropFirst().dropLast() }
        guard !name.isEmpty else {
            throw TextError.malformed(at: place, found: "'\(text)'", expected: "a name before '='")
        }
        return (String(name), try expression(String(text[text.index(after: mark)...]), option: "--with"))
    }

    private static func expression(_ text: String, option: String) throws -> ColumnExpression {
        try placing(option) { try ColumnExpression(parsing: text) }
    }

    /// Puts the name of an option before the message of an error.
    private static func placing<Value>(_ option: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ChunkedTableError {
            throw TextError.refused(at: TextPlace(option), reason: "\(error)")
        }
    }
}
