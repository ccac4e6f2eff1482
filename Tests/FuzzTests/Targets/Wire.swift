import Trellis

@testable import DaskCluster
@testable import ModelSelection
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
        return try values.map(input) + pieces.map { [0] + (try registry.encode($0, of: graph)).dropLast(17) }
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
