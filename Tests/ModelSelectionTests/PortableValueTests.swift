import Foundation
import Testing
import Trellis

@testable import ModelSelection

/// Values go to other processes as a few bytes and frames, and come back the same to the bit.
@Suite struct PortableValueTests {
    private let registry = OperationRegistry.standard

    /// Encodes, decodes and encodes again: equal bytes are equal bits.
    private func roundTrip<Value: Sendable>(_ value: Value) throws -> Value {
        let encoded = try registry.encode(value)
        let back = try #require(try registry.decode(encoded) as? Value)
        let again = try registry.encode(back)
        #expect(again.meta == encoded.meta)
        #expect(zip(again.frames, encoded.frames).allSatisfy { bytes($0) == bytes($1) })
        return back
    }

    private func bytes(_ frame: Frame) -> [UInt8] { frame.withUnsafeBytes { Array($0) } }

    static let matrices = [
        Matrix([[1, -0.0], [.infinity, .leastNonzeroMagnitude]]), Matrix(rows: 0, columns: 3),
        Matrix(rows: 2, columns: 0),
        Matrix(rows: 5, columns: 2, values: (0..<10).map(Double.init)).rows(1..<3),
        Matrix([[Double(nan: 3, signaling: false)]]),
    ]

    @Test(arguments: matrices)
    func matricesReturn(matrix: Matrix) throws {
        let back = try roundTrip(matrix)
        #expect((back.rows, back.columns) == (matrix.rows, matrix.columns))
        #expect(back.values.map(\.bitPattern) == matrix.values.map(\.bitPattern))
    }

    @Test func aMatrixIsNotCopiedToBeEncoded() throws {
        let matrix = Matrix(rows: 100, columns: 10, repeating: 1)
        let rows = matrix.rows(50..<60)
        let address = matrix.withUnsafeValues { UInt(bitPattern: $0.baseAddress) }
        let frame = try #require(registry.encode(rows).frames.first)
        #expect(frame.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } == address + 50 * 10 * 8)
        // Rows that share another's storage count as what they are.
        let size = try registry.byteCount(of: rows)
        #expect((800..<900).contains(size))
    }

    @Test func columnValuesReturn() throws {
        let table = try Fixtures.table("penguins").dataset(target: "species").features.table
        var values = ColumnValues(of: table.rows(at: Array(0..<100)))
        values.add(ColumnValues(of: table.rows(at: Array(100..<200))))
        #expect(try roundTrip(values) == values)
    }

    @Test func encodedRowsReturn() throws {
        let parts: [Features] = [
            .matrix(Matrix([[1, 2], [-0.0, .infinity]])), .encoded(EncodedRows([([2, -1], 3)], rows: 2)),
            .matrix(Matrix([[3], [4]])), .encoded(EncodedRows([([0, 1], 2), ([0, 0], 1)], rows: 2)),
        ]
        let rows = try #require(EncodedRows(sideBySide: parts, rows: 2))
        #expect(try roundTrip(rows) == rows)
        let scaled = EncodedRows(
            rows: 2, columns: rows.columns, dense: rows.dense, denseColumns: rows.denseColumns,
            blocks: rows.blocks.map { block in
                block.with(
                    values: .init(
                        zeros: (0..<block.width).map { -1.5 * Double($0) },
                        ones: (0..<block.width).map { 2.5 + Double($0) }))
            })
        #expect(try roundTrip(scaled) == scaled)
        let short = EncodedRows(
            rows: 2, columns: rows.columns, dense: rows.dense, denseColumns: rows.denseColumns,
            blocks: rows.blocks.map { $0.with(values: .init(zeros: [1], ones: [2])) })
        #expect(throws: (any Error).self) { try registry.decode(registry.encode(short)) }
        let narrow = EncodedRows([([0], 1)], rows: 1)
        #expect(try roundTrip(narrow) == narrow)
        // Two blocks at the same place, and a code that is not a column.
        for blocks in [
            [(0, 2, [Int32(0), 1]), (1, 2, [0, 1])], [(0, 2, [0, 2])], [(0, 2, [0])], [(2, 2, [0, 1])],
        ] {
            let wrong = EncodedRows(
                rows: 2, columns: 4, dense: Matrix(rows: 2, columns: 0), denseColumns: [],
                blocks: blocks.map { EncodedRows.Block(start: $0, width: $1, codes: $2) })
            #expect(throws: (any Error).self) { try registry.decode(registry.encode(wrong)) }
        }
    }

    @Test func panelsReturn() throws {
        for (rows, columns) in [(0, 2), (33, 3), (900, 1), (30_000, 50)] {
            let x = Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map(Double.init))
            let panels = RowPanels(x)
            #expect(try roundTrip(panels).matrix == x)
            #expect(try roundTrip(panels.firstColumns(1)).matrix == x.firstColumns(1))
            // They are not copied to be encoded.
            let frames = try registry.encode(panels).frames
            let address = rows == 0 ? nil : panels.withUnsafeRun(0) { UnsafeRawPointer($0) }
            #expect(frames.first?.withUnsafeBytes { $0.baseAddress } == address)
        }
    }

    @Test(arguments: [3, OtherProducts.leastColumnsHeld]) func gramMatricesReturn(columns: Int) throws {
        let x = Matrix(rows: 9, columns: columns, values: (0..<9 * columns).map { Double($0 % 7) / 8 })
        let (train, others) = (x.rows(at: [5, 0, 2, 3]), x.rows(6..<9))
        let kernel = KernelFunction(kernel: .poly, gamma: 0.5, degree: 2, coef0: 1)
        let whole = try GramMatrix(kernel, of: roundTrip(RowProducts(train: x, others: x)))
        let view = GramMatrix(
            GramMatrix(viewing: whole, train: [5, 0, 2, 3]),
            others: try roundTrip(OtherProducts(train: train, others: others)))
        let products = OtherProducts(train: x, others: others)
        for gram in [whole, view] {
            let back = try roundTrip(gram)
            #expect(back.kernel == kernel && back.diagonal == gram.diagonal)
            #expect((back.trainCount, back.otherCount) == (gram.trainCount, gram.otherCount))
            for row in 0..<gram.trainCount + gram.otherCount {
                for column in 0..<gram.trainCount { #expect(back[row, column] == gram[row, column]) }
            }
        }
        let again = GramMatrix(try roundTrip(whole), others: products)
        #expect(again.block(rows: 9..<12, columns: 0..<9) == whole.block(rows: 15..<18, columns: 0..<9))
    }

    @Test func targetsReturn() throws {
        for target in [
            Target.labels(Labels(["b", "ä", "b"])), .labels(Labels(classes: ["x"], codes: [])),
            .values([1, -0.0, 2.5]), .values([]),
        ] {
            for weights in [nil, (0..<target.count).map { Double($0) / 3 }] {
                let target = WeightedTarget(target, weights: weights)
                #expect(try roundTrip(target) == target)
            }
        }
    }

    /// Whole and sealed, but nothing that a registry of this release writes.
    @Test func whatDoesNotFitTogetherIsRefused() throws {
        struct Forged: Sendable {
            let codes: [Int32], shape: [Int]
            var weights: [Double]?
        }
        var forger = OperationRegistry()
        forger.add(value: "target", of: Forged.self) { forged, writer in
            writer.header.append(forged.weights != nil)
            if let weights = forged.weights { writer.append(Frame(weights)) }
            writer.header.append(true)
            writer.header.beginList(count: 1)
            writer.header.append("only")
            writer.append(Frame(forged.codes))
        } decode: { _ in
            Forged(codes: [], shape: [])
        }
        let fewWeights = try forger.encode(Forged(codes: [0, 0], shape: [], weights: [1]))
        #expect(throws: WireError.cannotDecode(value: "target", reason: "1 weights of 2 rows")) {
            try registry.decode(fewWeights)
        }
        for code: Int32 in [1, -1] {
            let target = try forger.encode(Forged(codes: [0, code], shape: []))
            #expect(
                throws: WireError.cannotDecode(value: "target", reason: "a code is not an index of a class")
            ) {
                try registry.decode(target)
            }
        }
        forger.add(value: "matrix", of: Forged.self) { forged, writer in
            writer.header.append(forged.shape)
            writer.append(Frame([1.0, 2.0]))
        } decode: { _ in
            Forged(codes: [], shape: [])
        }
        for shape in [[], [2], [3, 1], [-1, -2], [Int(Int32.max), Int(Int32.max)], [.max, 2]] {
            let matrix = try forger.encode(Forged(codes: [], shape: shape))
            #expect(throws: WireError.self) { try registry.decode(matrix) }
        }
    }

    @Test func answersAndMarksReturn() throws {
        var predictions = Predictions(classes: [0, 2])
        predictions.codes = [2, 0, 2]
        predictions.decisionFunction = Matrix([[1], [-1], [0.5]])
        let output = Predict.Output(predictions: predictions, warnings: ["stopped early"])
        let back = try roundTrip(output)
        #expect(back.warnings == output.warnings)
        #expect(back.predictions.classes == [0, 2])
        #expect(back.predictions.codes == [2, 0, 2])
        #expect(back.predictions.decisionFunction == predictions.decisionFunction)
        #expect(back.predictions.probabilities == nil && back.predictions.values == nil)
        (predictions.codes, predictions.decisionFunction) = (nil, nil)
        predictions.probabilities = Matrix([[0.25, 0.75]])
        predictions.values = [1.5]
        let other = try roundTrip(Predict.Output(predictions: predictions, warnings: []))
        #expect(other.predictions.codes == nil)
        #expect(other.predictions.probabilities == predictions.probabilities)
        #expect(other.predictions.values == [1.5])

        let score = try roundTrip(Score.Output(score: .nan, warnings: ["a", "b"]))
        #expect(score.score.bitPattern == Double.nan.bitPattern)
        #expect(score.warnings == ["a", "b"])
    }

    /// What another process sends may be anything; what contradicts itself would trap later.
    @Test func answersThatContradictThemselvesAreRefused() throws {
        func output(_ change: (inout Predictions) -> Void) -> Predict.Output {
            var predictions = Predictions(classes: [0, 1, 2])
            predictions.codes = [2, 0]
            change(&predictions)
            return Predict.Output(predictions: predictions, warnings: [])
        }
        _ = try registry.decode(registry.encode(output { _ in }))
        let wrong: [(inout Predictions) -> Void] = [
            { $0.classes = [0, 2, 2] }, { $0.classes = [2, 0] }, { $0.classes = [-1, 0, 2] },
            { $0.codes = [2, 3] }, { $0.values = [1] }, { $0.decisionFunction = Matrix([[1, 2, 3]]) },
            { $0.decisionFunction = Matrix([[1], [2]]) }, { $0.probabilities = Matrix([[1, 0], [0, 1]]) },
        ]
        for change in wrong {
            let encoded = try registry.encode(output(change))
            #expect(throws: WireError.cannotDecode(value: "answer", reason: "its parts are inconsistent")) {
                try registry.decode(encoded)
            }
        }
    }

    @Test func everyKindOfModelReturnsAndAnswersTheSame() throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        let diabetes = try Fixtures.dataSet("diabetes", target: "progression", problem: .regression)
        let dates = try FeatureTable([.dates([0, 1e9, 86_400])])
        let encoder = try DatetimeEncoder().fit(dates, to: .values([1, 2, 3]))
        let returned = try registry.decode(registry.encode(encoder)) as? FittedDatetimeEncoder
        #expect(try returned?.transform(dates) == encoder.transform(dates))
        for type in StepRegistry.standard.types where type != DatetimeEncoder.self {
            let data = type is any Regressor.Type ? diabetes : iris
            let model = try type.init().fit(data.features, to: data.target) as any FittedModel
            let encoded = try registry.encode(model)
            let decoded = try registry.decode(encoded)
            let back = try #require(decoded as? any FittedModel)
            #expect(Swift.type(of: back) == Swift.type(of: model))
            #expect(try registry.encode(back).meta == encoded.meta)
            if model is any FittedTransformer {
                #expect(
                    try back.transformed(data.matrix, as: "")
                        == model.transformed(data.matrix, as: ""))
            } else {
                let kinds: PredictionKinds =
                    model is any FittedRegressor ? .values : [.labels, .decisionFunction]
                let (one, other) = (
                    try model.predictions(for: data.matrix, kinds: kinds),
                    try back.predictions(for: data.matrix, kinds: kinds)
                )
                #expect(one.codes == other.codes && one.decisionFunction == other.decisionFunction)
                #expect(one.values == other.values)
            }
        }
    }

    @Test func numbersInModelsReturnToTheBit() throws {
        struct Odd: Codable, Sendable { var numbers: [Double] }
        var registry = OperationRegistry()
        registry.add(codable: "odd", of: Odd.self)
        var generator = SeededGenerator(seed: 5)
        let random = (0..<2000).map { _ in
            Double(bitPattern: UInt64.random(in: 0...(.max), using: &generator))
        }
        let odd = Odd(
            numbers: [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, 0.1]
                + random.filter { !$0.isNaN })
        let back = try #require(try registry.decode(registry.encode(odd)) as? Odd)
        #expect(back.numbers.map(\.bitPattern) == odd.numbers.map(\.bitPattern))
        let nan = try #require(try registry.decode(registry.encode(Odd(numbers: [.nan]))) as? Odd)
        #expect(nan.numbers.count == 1 && nan.numbers[0].isNaN)
    }

    /// Single bytes change, and the seal is made anew, so that the codecs themselves must cope.
    @Test func damagedValuesNeverTrap() throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        var values: [any Sendable] = [
            Matrix([[1, 2], [3, 4]]), WeightedTarget(.labels(Labels(["a", "b"]))),
            WeightedTarget(.values([1]), weights: [2]),
            Score.Output(score: 1, warnings: ["w"]), RowPanels(Matrix([[1, 2], [3, 4]])),
            try GramMatrix(
                KernelFunction(kernel: .linear), train: Matrix([[1, 2]]), others: Matrix([[3, 4]])),
            OtherProducts(train: Matrix([[1, 2]]), others: Matrix([[3, 4]])),
            Predict.Output(predictions: Predictions(classes: [1]), warnings: []),
        ]
        values.append(try DatetimeEncoder().fit(FeatureTable([.dates([0, 1e9])]), to: .values([1, 2])))
        for type in StepRegistry.standard.types
        where !(type is any Regressor.Type) && type != DatetimeEncoder.self {
            values.append(
                try type.init().fit(
                    iris.features.rows(at: Array(40..<60)), to: iris.target.rows(at: Array(40..<60)))
                    as any FittedModel)
        }
        var generator = SeededGenerator(seed: 7)
        var refused = 0
        for value in values {
            let encoded = try registry.encode(value)
            let content = encoded.meta.dropLast(17)
            let frames = encoded.frames.map { bytes($0) }
            for _ in 0..<1000 {
                var damaged = Array(content)
                for _ in 0..<Int.random(in: 1...2, using: &generator) {
                    damaged[Int.random(in: damaged.indices, using: &generator)] = UInt8.random(
                        in: 0...255, using: &generator)
                }
                var seal = CanonicalEncoder()
                seal.append(damaged.withUnsafeBytes { TaskKey(hashing: $0) })
                do {
                    _ = try decode(damaged + seal.bytes, frames)
                } catch {
                    #expect(error is WireError)
                    refused += 1
                }
            }
        }
        #expect(refused > 5000)
    }

    /// A value of consistent types and inconsistent counts, as another process may send one.
    @Test func modelsThatContradictThemselvesAreRefused() throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        let origin = Origin(row: [0, 0, 0, 0])
        let model = try SVC().fit(iris.features, to: iris.target)
        let moments = try Moments(of: iris.matrix, iris.target, about: origin, detail: .columns)
        let map = AffineMap(centre: [1, 2], linear: .diagonal([1, 2]))
        try expectRefusal(
            of: model, with: "intercepts", "3 pairs of classes require as many intercepts, not 1")
        try expectRefusal(of: moments, with: "sums", "4 columns require as many sums, not 1")
        try expectRefusal(
            of: map, with: "offset",
            "the linear map is 2 × 2, but the centre has 2 and the offset 1 columns")
        try expectRefusal(
            of: try ColumnRanges(of: iris.matrix, iris.target, about: origin, detail: .columns),
            with: "minima",
            "there are 1 minima, but 4 maxima")
        let dual = try SVC().fit(Self.gram(of: iris.matrix), iris.target, in: FitContext())
        try expectRefusal(of: dual, with: "classes", "a classifier requires at least two classes, not 1")
    }

    /// A model is consistent in itself, and still may not belong to a Gram matrix.
    @Test func modelsOfOtherGramMatricesAreRefused() throws {
        let iris = try Fixtures.dataSet("iris", target: "species")
        let dual = try SVC().fit(Self.gram(of: iris.matrix), iris.target, in: FitContext())
        let other = try Self.gram(of: iris.matrix.rows(0..<20))
        #expect(
            throws: LearningError.inconsistentModel(
                step: nil, reason: "the model has support vectors beyond the 20 training rows")
        ) { try dual.predict(other, rows: 0..<20, kinds: .labels) }
    }

    private static func gram(of x: Matrix) throws -> GramMatrix {
        try GramMatrix(
            KernelFunction(kernel: .linear), train: x, others: Matrix(rows: 0, columns: x.columns))
    }

    private func expectRefusal<Value: Codable & Sendable>(
        of value: Value, with key: String, _ reason: String
    ) throws {
        var content = try JSONDecoder().decode(JSON.self, from: JSONEncoder().encode(value))
        content[[.key(key)]] = .array([.int(0)])
        let edited = try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(content))
        let encoded = try registry.encode(edited)
        let error = try #require(throws: WireError.self) { try registry.decode(encoded) }
        guard case .cannotDecode(_, reason) = error else {
            Issue.record("\(error)")
            return
        }
    }

    private func decode(_ meta: [UInt8], _ frames: [[UInt8]]) throws -> any Sendable {
        // All frames in one buffer, whose parts they are.
        let all = frames.flatMap { $0 }
        return try all.withUnsafeBytes { all in
            var start = 0
            let parts = frames.map { frame in
                defer { start += frame.count }
                return UnsafeRawBufferPointer(rebasing: all[start..<start + frame.count])
            }
            return try meta.withUnsafeBytes { try registry.decode(meta: $0, frames: parts) }
        }
    }
}
