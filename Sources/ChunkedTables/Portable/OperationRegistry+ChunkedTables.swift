package import TaskGraph

extension OperationRegistry {
    /// Registers the operations on the parts of tables, so that workers of a cluster can run them.
    ///
    /// The type `Matrix` must be registered as well. Operations on rows that wait on disk, and writing to files, run in their own
    /// process only.
    package mutating func addChunkedTables() {
        addRows()
        addDatasets()
        addSummaries()
        addJoins()
        addShuffling()
    }

    private mutating func addRows() {
        add(operation: "read-part") { decoder in
            let scan = try PartScan(from: &decoder)
            let orders = try decoder.readOrders(below: scan.steps.outputs.count)
            return ReadPart(
                scan: scan, orders: orders, limit: try decoder.readOptionalInt(),
                kinds: try decoder.readKinds(of: scan))
        }
        add(operation: "format-part") { decoder in
            let scan = try PartScan(from: &decoder)
            let (kinds, forms) = (try decoder.readKinds(of: scan), try decoder.readForms())
            guard kinds.count == forms.count else {
                throw WireError.cannotDecode(value: "format-part", reason: "its columns do not match")
            }
            return FormatPart(scan: scan, kinds: kinds, forms: forms)
        }
        add(value: "table-chunk", of: TableChunk.self) { chunk, writer in
            chunk.encode(into: &writer)
        } decode: {
            try TableChunk(from: &$0)
        }
        add(value: "formatted-rows", of: FormattedRows.self) { rows, writer in
            writer.append(Frame(rows.bytes))
        } decode: {
            FormattedRows(bytes: try $0.readArray(of: UInt8.self))
        }
    }

    private mutating func addSummaries() {
        add(operation: "summarize-part") { decoder, settings in
            let (scans, kinds) = try decoder.readScans()
            let keys = try decoder.readInt()
            let statistics = try decoder.readCases(of: GroupStatistic.self)
            let outputs = try decoder.readInts()
            guard (0...kinds.count).contains(keys), statistics.count == outputs.count,
                zip(statistics, outputs).allSatisfy({ $0 == .rows ? $1 == -1 : kinds.indices.contains($1) })
            else { throw WireError.cannotDecode(value: "summarize-part", reason: "its columns do not match") }
            return SummarizePart(
                scans: scans, kinds: kinds, keys: keys,
                statistics: zip(statistics, outputs).map {
                    SummarizePart.Statistic(statistic: $0, output: $1 < 0 ? nil : $1)
                },
                limit: try settings.readOptionalInt())
        }
        add(operation: "merge-summaries") { _, settings in
            MergeSummaries(limit: try settings.readOptionalInt())
        }
        add(value: "group-summary", of: GroupSummary.self) { summary, writer in
            summary.encode(into: &writer)
        } decode: {
            try GroupSummary(from: &$0)
        }
    }

    private mutating func addJoins() {
        add(value: "join-table", of: JoinTable.self) { table, writer in
            table.encode(into: &writer)
        } decode: {
            try JoinTable(from: &$0)
        }
    }
}

extension CanonicalEncoder {
    mutating func append(_ orders: [ColumnOrder]) {
        append(orders.flatMap { [$0.place, $0.isDescending ? 1 : 0] })
    }
}

extension CanonicalDecoder {
    /// Reads the types of the outputs of a scan.
    mutating func readKinds(of scan: PartScan) throws -> [ValueKind] {
        let kinds = try readCases(of: ValueKind.self)
        guard try scan.outputKinds() == kinds else {
            throw WireError.cannotDecode(value: "part", reason: "its columns have other types")
        }
        return kinds
    }

    /// Reads a list of at least one scan, and the types of the outputs of all of them.
    mutating func readScans() throws -> (scans: [PartScan], kinds: [ValueKind]) {
        let scans = try readList { try PartScan(from: &$0) }
        guard let first = scans.first else {
            throw WireError.cannotDecode(value: "parts", reason: "there is none")
        }
        let kinds = try readKinds(of: first)
        guard try scans.allSatisfy({ try $0.outputKinds() == kinds }) else {
            throw WireError.cannotDecode(value: "parts", reason: "their columns have other types")
        }
        return (scans, kinds)
    }

    /// Reads orders by some of the first `count` columns.
    mutating func readOrders(below count: Int) throws -> [ColumnOrder] {
        let numbers = try readInts()
        guard numbers.count.isMultiple(of: 2) else {
            throw WireError.cannotDecode(value: "order", reason: "it is no list of columns")
        }
        return try stride(from: 0, to: numbers.count, by: 2).map { index in
            guard (0..<count).contains(numbers[index]) else {
                throw WireError.cannotDecode(value: "order", reason: "there is no column \(numbers[index])")
            }
            return ColumnOrder(place: numbers[index], isDescending: numbers[index + 1] != 0)
        }
    }
}
