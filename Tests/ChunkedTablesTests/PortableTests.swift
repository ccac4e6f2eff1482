import Learning
import ModelSelection
import Testing

@testable import ChunkedTables
@testable import Tabular
@testable import TaskGraph

/// Operations and values go to other processes as bytes, and come back the same.
@Suite struct PortableTests {
    private let registry = OperationRegistry.standard

    private static let kinds: [ValueKind] = [.text, .number, .flag, .date]

    /// A part with steps of every kind.
    private static func scan(
        joining joins: [TableJoin] = [], of source: PartSource? = nil
    ) throws -> PartScan {
        let file = CSVFile(path: "/data/a b.csv", size: 900, modified: -5, isCompressed: false)
        var options = ReadingOptions(separator: ";", decimal: .comma, missing: ["?", "-"])
        options.usesStandardMissing = false
        options.keepsIntegers = true
        let names = ["k", "v", "é", "e\u{301}", "d"]
        let source =
            source
            ?? .file(CSVPart(file: file, range: 100..<700, firstLine: 9), names: names, options: options)
        var steps = TableSteps()
        steps.steps = joins.map { .join($0) }
        steps.steps += [
            .assign("w", -ColumnExpression.column("v") / 3 + -0.0 - ColumnExpression(.nan) * -7),
            .assign("u", ColumnExpression.column("k").lowercased),
            .filter(
                try ColumnExpression(
                    parsing:
                        "not (starts_with(k, 'it''s') or d < '2024-03-01') and if_missing(v, 2) ** -2 != 1e999"
                )),
        ]
        steps.outputs = [
            .column("u"), .column("w"), .column("d").isMissing, ColumnExpression.column("d").date,
        ]
        let columns = [("k", ColumnKind.category), ("v", .number), ("d", .date)]
        return PartScan(
            source: source, columns: columns.map { PartColumn(name: $0, kind: $1, isDeclared: $1 == .date) },
            steps: steps)
    }

    private static func operations() throws -> [any TaskOperation] {
        let renamed = ["k", "v", "d"].map { JoinNames.Renaming(old: $0, new: $0) }
        let join = TableJoin(
            keys: ["k"], kind: .left,
            names: JoinNames(left: renamed, right: [.init(old: "v", new: "v_y")]), kinds: [.number])
        let scan = try scan(joining: [join])
        let computed = try Self.scan(
            of: .computed(ComputedRows(names: ["k", "v", "d", "\u{0}"], byteCount: 77, recipe: nil)))
        let orders = [ColumnOrder(place: 0, isDescending: true), ColumnOrder(place: 3, isDescending: false)]
        let forms = kinds.map { ColumnForm(areIntegers: $0 == .text, areExact: false, areDays: $0 == .date) }
        let ranges = RowRanges(
            orders: orders, firsts: TableChunk(rows: 2, columns: [chunk.columns[0], chunk.columns[3]]),
            tasks: [0, 4], places: [7, 1])
        return [
            ReadPart(scan: scan, orders: orders, limit: 12, kinds: kinds),
            ReadPart(scan: computed, limit: nil, kinds: kinds),
            ReadNumbers(scan: try numbers(scan), columns: 1, rows: 11),
            ScanPart(scan: scan, kinds: kinds),
            ReadFeatures(
                scan: scan, kinds: kinds,
                names: [CategoryNames(sorted: ["a", "é", "e\u{301}"]), nil, nil, nil], rows: 7),
            FormatPart(scan: scan, kinds: kinds, forms: forms),
            SummarizePart(
                scans: [scan, computed], kinds: kinds, keys: 1,
                statistics: [
                    .init(statistic: .rows, output: nil), .init(statistic: .quantiles, output: 1),
                    .init(statistic: .minimum, output: 0),
                ], limit: 1 << 20),
            MergeSummaries(limit: nil), MergeSummaries(limit: 7),
            SurveyParts(scans: [scan, computed], kinds: kinds, orders: orders),
            SplitParts(scans: [scan], kinds: kinds, place: 3, rule: .hash(keys: [0, 3], count: 5)),
            SplitParts(scans: [computed, scan], kinds: kinds, place: 0, rule: .ranges(ranges)),
            TakePiece(index: 2, count: 3), MergePieces(orders: orders), MergePieces(orders: []),
            JoinChunks(leftKeys: [1], rightKeys: [0], rightColumns: [2, 0], kind: .inner, tasks: 4),
        ]
    }

    /// The scan with only its numbers as outputs.
    private static func numbers(_ scan: PartScan) throws -> PartScan {
        var steps = scan.steps
        steps.outputs = [.column("w")]
        return PartScan(source: scan.source, columns: scan.columns, steps: steps)
    }

    private static let chunk: TableChunk = {
        var columns = kinds.map { TableChunk.Column(kind: $0) }
        for text in ["b", "", "a"] {
            _ = Array(text.utf8).withUnsafeBufferPointer { columns[0].texts.code(of: $0) }
        }
        columns[0].codes = [2, -1, 0, 1, 2]
        columns[1].numbers = [-0.0, .infinity, .nan, .leastNonzeroMagnitude, 3]
        columns[1].areIntegers = false
        columns[2].numbers = [0, 1, 1, 0, 1]
        columns[3].numbers = [1e9, .nan, -1e9, 0.5, 7]
        return TableChunk(rows: 5, columns: columns)
    }()

    @Test func everyOperationIsRebuiltTheSame() throws {
        let operations = try Self.operations()
        for operation in operations {
            var graph = TaskGraph()
            let task = graph.insert(operation, inputs: [])
            let piece = try #require(
                graph.fused(outputs: [task], workers: 1, costs: TaskCosts(of: graph)).pieces.first)
            let bytes = try registry.encode(piece, of: graph)
            let back = try #require(
                bytes.withUnsafeBytes { try registry.decodeSubgraph($0) }.operations.first)
            #expect(type(of: back) == type(of: operation) && back.digest == operation.digest)
        }
        var tables = OperationRegistry()
        tables.addChunkedTables()
        #expect(Set(operations.map(\.name)) == Set(tables.operationNames))
    }

    @Test func rowsOnDiskAreNotSent() throws {
        let run = SpilledRun(file: try SpillFolder().file(), kinds: Self.kinds)
        let scan = try Self.scan(of: .spilled(SpilledPart(run: run, names: ["k", "v", "d", "e"])))
        var encoder = CanonicalEncoder()
        scan.encode(into: &encoder)
        var decoder = CanonicalDecoder(encoder.bytes)
        #expect(
            throws: WireError.cannotDecode(
                value: "part", reason: "its rows wait on the disk of another process")
        ) { try PartScan(from: &decoder) }
    }

    /// Encodes, decodes and encodes again: equal bytes are equal bits.
    private func roundTrip<Value: Sendable>(_ value: Value) throws -> Value {
        let encoded = try registry.encode(value)
        let back = try #require(try registry.decode(encoded) as? Value)
        try expectEqual(try registry.encode(back), encoded)
        return back
    }

    private func expectEqual(_ one: EncodedValue, _ other: EncodedValue) throws {
        #expect(one.meta == other.meta)
        try #require(one.frames.count == other.frames.count)
        for (one, other) in zip(one.frames, other.frames) {
            #expect(one.withUnsafeBytes { Array($0) } == other.withUnsafeBytes { Array($0) })
        }
    }

    @Test func rowsReturn() throws {
        let back = try roundTrip(Self.chunk)
        #expect(back.bytes(of: 0..<5) == Self.chunk.bytes(of: 0..<5))
        #expect(back.columns.map(\.areIntegers) == [true, false, true, true])
        let pieces = try roundTrip(TablePieces(Self.chunk, rows: [[3, 0], [], [1, 2, 4]]))
        #expect(pieces.pieces.map(\.rows) == [2, 0, 3])
        // A piece has no texts but its own.
        #expect(pieces.pieces.map(\.columns[0].texts.count) == [2, 0, 2])
        _ = try roundTrip(
            RowSurvey(forms: [ColumnForm(areDays: false)], byteCount: 9, stride: 2, sample: Self.chunk))
        #expect(try roundTrip(FormattedRows(bytes: [1, 0, 255])).bytes == [1, 0, 255])
        _ = try roundTrip(JoinTable(Self.chunk, keys: [0, 3], columns: [2, 1]))
        _ = try roundTrip(JoinTable(TableChunk(kinds: Self.kinds), keys: [1], columns: [0]))
    }

    /// What is merged with a summary that was read has the bits of what is merged with the summary itself.
    ///
    /// With few distinct numbers, quantiles are of counted values, otherwise of a sample.
    @Test(arguments: [3001, 900]) func summariesReturn(distinct: Int) throws {
        let statistics = GroupStatistic.allCases.flatMap { statistic in
            [ValueKind.text, .number].filter {
                $0 == .number || ![.sum, .moments, .quantiles].contains(statistic)
            }
            .map { (statistic, $0) }
        }
        func summary(_ seed: Int, rows: Int) -> GroupSummary {
            var summary = GroupSummary(keys: [.number, .text], statistics: statistics)
            var texts = CategoryBuilder()
            let codes = (0..<rows).map { row in
                Array("t\(row * seed % 1709)".utf8).withUnsafeBufferPointer { texts.code(of: $0) }
            }
            let numbers = (0..<rows).map { Double($0 * seed % distinct) / 7 }
            let keys = (0..<rows).map { $0 % 11 == 0 ? .nan : Double($0 * seed % 3 - 1) }
            let block = Evaluator.Block(
                rows: rows,
                outputs: [
                    .numbers(keys, areIntegers: true), .texts(codes.map { $0 % 2 }, dictionary: 0),
                    .texts(codes, dictionary: 0), .numbers(numbers, areIntegers: false),
                ])
            summary.add(
                block, operands: statistics.map { $0.0 == .rows ? nil : $0.1 == .text ? 2 : 3 },
                dictionary: { _ in texts })
            return summary
        }
        for rows in [40_000, 5, 0] {
            var plain = summary(31, rows: rows)
            var read = try roundTrip(plain)
            let other = summary(47, rows: 30_000)
            plain.merge(other)
            read.merge(try roundTrip(other))
            try expectEqual(try registry.encode(plain), try registry.encode(read))
        }
        _ = try roundTrip(GroupSummary(keys: [], statistics: [(.rows, .number), (.quantiles, .date)]))
    }

    /// The levels of a sketch that do not stand for its values are an error.
    @Test func damagedSketchesAreErrors() throws {
        func decode(
            _ numbers: [Int], _ extremes: [Double], _ levels: [Int], _ values: [Double]
        ) throws -> [QuantileSketch] {
            let frames = [Frame(numbers), Frame(extremes), Frame(levels), Frame(values)]
            var writer = ValueWriter(registry)
            for frame in frames { writer.append(frame) }
            let encoded = EncodedValue(name: "sketches", version: 1, writer)
            return try withExtendedLifetime(frames) {
                try encoded.meta.withUnsafeBytes { meta in
                    let bytes = frames.map { $0.withUnsafeBytes { $0 } }
                    var reader = ValueReader(
                        header: try OpenedValue(meta: meta, frames: bytes).header, frames: bytes,
                        registry: registry)
                    return try QuantileSketch.decode(from: &reader)
                }
            }
        }
        // 3 once, and 1 and 9 twice each; the next values of the second level that stay are the odd ones.
        let sketch = try decode([5, 2, 0, 2], [1, 9], [2, 5], [3, 1, 9])[0]
        #expect(sketch.count == 5 && sketch.rankError == 2 && sketch.allLevels.takesOdd == [false, true])
        #expect(try decode([5, 0, 1, 2], [1, 9], [2, 5], [3, 1, 9])[0].isCounted)
        #expect(try decode([], [], [], []).isEmpty)
        for (numbers, extremes, levels, values) in [
            ([5, 0, 0], [1], [], []), ([5, 0, 0, 2], [1], [2, 5], [3, 1, 9]),
            ([5, 0, 0, 2], [1, 9, 9], [2, 5], [3, 1, 9]), ([0, 0, 0, 0], [1, 9], [], []),
            ([5, 0, 0, 3], [1, 9], [2, 5], [3, 1, 9]), ([5, 0, 0, 2], [1, 9], [2, 7], [3, 1, 9]),
            ([5, 0, 0, 2], [1, 9], [-2, 5], [3, 1, 9]), ([6, 0, 0, 2], [1, 9], [2, 5], [3, 1, 9]),
            ([4, 0, 0, 2], [1, 9], [2, 5], [3, 1, 9]), ([5, 1, 1, 2], [1, 9], [2, 5], [3, 1, 9]),
            ([5, -1, 0, 2], [1, 9], [2, 5], [3, 1, 9]), ([5, 0, 0, 2], [1, 9], [2, 5, 0], [3, 1, 9]),
            ([5, 0, 0, 2], [1, 9], [2, 5], [3, 1, 9, 4]),
        ] as [([Int], [Double], [Int], [Double])] {
            #expect(throws: WireError.self, "\(numbers) \(levels)") {
                try decode(numbers, extremes, levels, values)
            }
        }
    }

    /// A piece of a table that is damaged is an error, and never a table with other rows.
    @Test func damagedValuesAreErrors() throws {
        func decode(_ edit: (inout ValueWriter) -> Void) throws {
            var writer = ValueWriter(registry)
            edit(&writer)
            _ = try registry.decode(EncodedValue(name: "table-chunk", version: 1, writer))
        }
        func write(_ writer: inout ValueWriter, rows: Int, codes: [Int32], ends: [Int]) {
            writer.header.append(rows)
            writer.header.beginList(count: 1)
            writer.header.append("text")
            writer.header.append(true)
            writer.append(Frame(codes))
            writer.append(Frame(Array("ab".utf8)))
            writer.append(Frame(ends))
        }
        try decode { write(&$0, rows: 1, codes: [1], ends: [1, 2]) }
        for (rows, codes, ends) in [
            (2, [1], [1, 2]), (1, [2], [1, 2]), (1, [-2], [1, 2]), (1, [0], [2, 1]), (1, [0], [1, 3]),
            (1, [0], [1]), (-1, [], [1, 2]),
        ] as [(Int, [Int32], [Int])] {
            #expect(throws: WireError.self) {
                try decode { write(&$0, rows: rows, codes: codes, ends: ends) }
            }
        }
    }
}
