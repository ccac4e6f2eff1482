import Trellis

@testable import ChunkedTables
@testable import DaskCluster
@testable import ModelSelection
@testable import Tabular
@testable import TaskGraph

extension FuzzTarget {
    /// What another process sends, under a seal that is right: a piece of a graph, or a value.
    ///
    /// A value is its type's place among the names, the number of frames, the length of each in two bytes, the frames, and
    /// what is small.
    static let wire = FuzzTarget(name: "wire") {
        let matrix = Matrix([[1, 2], [3, 4], [5, 7]])
        let labels = Target.labels(Labels(["a", "b", "a"]))
        var answer = Predictions(classes: [0, 1])
        answer.codes = [1, 0]
        let values: [any Sendable] = [
            matrix, WeightedTarget(labels), WeightedTarget(.values([1, 2]), weights: [1, 0]),
            RowSet(indices: [2, 0]),
            Predict.Output(predictions: answer, warnings: ["w"]), Score.Output(score: 0.5, warnings: []),
            Moments(of: matrix, labels, about: Origin(amid: matrix, labels), detail: .products),
            RowPanels(matrix), RowProducts(train: matrix, others: matrix),
            try GramMatrix(
                KernelFunction(kernel: .rbf, gamma: 1, degree: 3, coef0: 0), train: matrix, others: matrix),
            try StandardScaler().fit(matrix, to: labels), try PCA().fit(matrix, to: labels),
            try SVC().fit(matrix, to: labels), try LogisticRegression().fit(matrix, to: labels),
        ]
        let plan = try GridSearch(Pipeline(StandardScaler(), PCA(), SVC()), folds: KFold(2)).plan(
            try Dataset(
                features: Matrix(rows: 8, columns: 2, values: (0..<16).map { Double($0 * 5 % 7) }),
                target: .labels(Labels((0..<8).map { $0 % 2 }))))
        let graph = plan.graph
        let pieces = graph.fused(outputs: plan.outputs, workers: 2, costs: TaskCosts(of: graph)).pieces
        let tables = try ofTables()
        return try (values + tables.values).map(input)
            + (pieces.map { (piece: $0, graph: graph) } + tables.pieces).map {
                [0] + (try registry.encode($0.piece, of: $0.graph)).dropLast(17)
            }
    } run: { input in
        guard let kind = input.first else { return }
        if kind == 0 {
            var encoder = CanonicalEncoder()
            encoder.append(encoded: Array(input.dropFirst()))
            encoder.sealedBytes.withUnsafeBytes { bytes in _ = try? registry.decodeSubgraph(bytes) }
            return
        }
        guard let encoded = value(input), let value = try? registry.decode(encoded) else { return }
        // What was read can be sent on, and comes back.
        guard let again = try? registry.encode(value) else {
            fatalError("\(value) was read and is not written")
        }
        require((try? registry.decode(again)) != nil, "\(value) was read, and not once more")
    }

    /// The values of tables, and pieces that read parts of files.
    private static func ofTables() throws -> (
        values: [any Sendable], pieces: [(piece: Piece, graph: TaskGraph)]
    ) {
        var columns = [TableChunk.Column(kind: .text), TableChunk.Column(kind: .number)]
        for text in ["b", "", "a"] {
            _ = Array(text.utf8).withUnsafeBufferPointer { columns[0].texts.code(of: $0) }
        }
        (columns[0].codes, columns[1].numbers) = ([2, -1, 1], [0.5, .nan, 3])
        let chunk = TableChunk(rows: 3, columns: columns)
        let statistics = GroupStatistic.allCases.map { ($0, ValueKind.number) }
        var summary = GroupSummary(keys: [.text, .number], statistics: statistics)
        summary.add(
            Evaluator.Block(
                rows: 3,
                outputs: [
                    .texts(columns[0].codes, dictionary: 0),
                    .numbers(columns[1].numbers, areIntegers: false),
                ]),
            operands: statistics.map { $0.0 == .rows ? nil : 1 }, dictionary: { _ in columns[0].texts })
        var steps = TableSteps()
        steps.steps = [
            .filter(try ColumnExpression(parsing: "not (v > 2) or k == 'a'")),
            .assign("w", try ColumnExpression(parsing: "v ** 2 + 1")),
        ]
        steps.outputs = [.column("k"), .column("w")]
        let file = CSVFile(path: "/t.csv", size: 90, modified: 7, isCompressed: false)
        let scan = PartScan(
            source: .file(
                CSVPart(file: file, range: 10..<50, firstLine: 3), names: ["k", "v"],
                options: ReadingOptions()),
            columns: [("k", ColumnKind.category), ("v", .number)].map {
                PartColumn(name: $0, kind: $1, isDeclared: false)
            }, steps: steps)
        let orders = [ColumnOrder(place: 0, isDescending: true)]
        let ranges = RowRanges(
            orders: orders, firsts: TableChunk(rows: 3, columns: [columns[0]]), tasks: [0, 0, 1],
            places: [1, 5, 2])
        let operations: [any TaskOperation] = [
            ReadPart(scan: scan, orders: orders, limit: 3, kinds: [.text, .number]),
            SplitParts(scans: [scan], kinds: [.text, .number], place: 1, rule: .ranges(ranges)),
            SummarizePart(
                scans: [scan], kinds: [.text, .number], keys: 1,
                statistics: [.init(statistic: .sum, output: 1)], limit: nil),
            JoinChunks(leftKeys: [0], rightKeys: [0], rightColumns: [1], kind: .left, tasks: 2),
        ]
        let pieces = operations.flatMap { operation in
            var graph = TaskGraph()
            let task = graph.insert(operation, inputs: [])
            return graph.fused(outputs: [task], workers: 1, costs: TaskCosts(of: graph)).pieces
                .map { (piece: $0, graph: graph) }
        }
        let values: [any Sendable] = [
            chunk, summary, JoinTable(chunk, keys: [0], columns: [1]), TablePieces([chunk, chunk]),
            RowSurvey(forms: [ColumnForm()], byteCount: 9, stride: 2, sample: chunk),
        ]
        return (values, pieces)
    }

    private static let registry = OperationRegistry.standard
    private static let names = registry.values.keys.sorted()

    private static func input(_ value: any Sendable) throws -> [UInt8] {
        let (name, entry) = try registry.entry(for: value)
        var writer = ValueWriter(registry)
        try entry.encode(value, &writer)
        let frames = writer.frames.map { frame in frame.withUnsafeBytes { Array($0) } }
        let place = UInt8(names.firstIndex(of: name)! + 1)
        return [place, UInt8(frames.count)]
            + frames.flatMap { [UInt8($0.count & 0xFF), UInt8($0.count >> 8)] } + frames.joined()
            + writer.header.bytes
    }

    private static func value(_ input: [UInt8]) -> EncodedValue? {
        var rest = input[...]
        func take(_ count: Int) -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let name = names[Int(take(1)[0] &- 1) % names.count]
        guard let count = take(1).first else { return nil }
        let lengths = (0..<count % 8).map { _ in take(2) }.map {
            $0.reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        var writer = ValueWriter(registry)
        for length in lengths { writer.append(Frame(take(length))) }
        writer.header.append(encoded: Array(rest))
        return EncodedValue(name: name, version: registry.values[name]!.version, writer)
    }

    /// A stream from the bridge, cut by its first byte; how it is cut makes no difference.
    static let frames = FuzzTarget(name: "frames") {
        let headers = [
            #"{"op":"alive"}"#, #"{"op":"done","run":1,"values":[{"key":"a","counts":[1,0]}]}"#,
            #"{"op":"failed","run":1,"key":"k","kind":"killed","origin":"o","message":"m"}"#,
            #"{"op":"ready","workers":[{"address":"a","name":"n","threads":1}],"dashboard":"d","scheduler":"s"}"#,
        ]
        return headers.map { header in
            [5] + BridgeFrame(header: Array(header.utf8), buffers: [[1, 2], [], [3]]).encoded
        }
    } run: { input in
        guard let first = input.first else { return }
        let stream = Array(input.dropFirst())
        let (whole, pieces) = (
            replies(stream, by: stream.count + 1), replies(stream, by: 1 + Int(first % 64))
        )
        require(whole == pieces, "\(whole) at once, but in pieces \(pieces)")
    }

    /// What a stream says up to the first error, if it arrives so many bytes at a time.
    private static func replies(_ stream: [UInt8], by count: Int) -> [String] {
        var parser = FrameParser()
        var found: [String] = []
        do {
            for start in stride(from: 0, to: stream.count, by: count) {
                parser.append(stream[start..<min(start + count, stream.count)])
                while let frame = try parser.next() {
                    found.append((try? BridgeReply(frame)).map { "\($0)" } ?? "no reply")
                }
            }
        } catch {
            found.append("error")
        }
        return found
    }
}
