import Learning
import LinearAlgebra
import TaskGraph

extension OperationRegistry {
    /// Registers the types of predictions and scores.
    mutating func addPredictions() {
        add(value: "answer", of: Predict.Output.self) { output, writer in
            output.predictions.encode(into: &writer)
            writer.header.append(output.warnings)
        } decode: { reader in
            let predictions = try Predictions(from: &reader)
            guard predictions.isConsistent else { throw Self.partsDoNotFit("answer") }
            return Predict.Output(predictions: predictions, warnings: try reader.header.readStrings())
        }
        add(value: "mark", of: Score.Output.self) { output, writer in
            writer.header.append(output.score)
            writer.header.append(output.warnings)
        } decode: { reader in
            Score.Output(score: try reader.header.readDouble(), warnings: try reader.header.readStrings())
        }
        add(value: "gathered-scores", of: GatheredScores.self) { scores, writer in
            writer.header.beginList(count: scores.values.count)
            for value in scores.values { try writer.append(part: value) }
        } decode: { reader in
            GatheredScores(
                values: try (0..<(try reader.header.beginList())).map { _ in try reader.readPart() })
        }
    }
}

extension Predictions {
    /// Writes the kinds of predictions, and each as a frame.
    fileprivate func encode(into writer: inout ValueWriter) {
        for isThere in [codes != nil, decisionFunction != nil, probabilities != nil, values != nil] {
            writer.header.append(isThere)
        }
        writer.append(Frame(classes))
        if let codes { writer.append(Frame(codes)) }
        decisionFunction?.encode(into: &writer)
        probabilities?.encode(into: &writer)
        if let values { writer.append(Frame(values)) }
    }

    /// Whether all kinds have the same number of rows, and columns for the classes.
    fileprivate var isConsistent: Bool {
        let isAscending = zip(classes, classes.dropFirst()).allSatisfy { $0 < $1 }
        let counts = [codes?.count, decisionFunction?.rows, probabilities?.rows, values?.count].compactMap(
            \.self)
        let known = Set(classes)
        return isAscending && classes.first ?? 0 >= 0 && Set(counts).count <= 1
            && codes?.allSatisfy(known.contains) ?? true
            && (probabilities?.columns ?? classes.count) == classes.count
            && (decisionFunction.map { $0.columns == (classes.count == 2 ? 1 : classes.count) } ?? true)
    }

    /// Decodes predictions written by ``encode(into:)``.
    fileprivate init(from reader: inout ValueReader) throws {
        let isThere = try (0..<4).map { _ in try reader.header.readBool() }
        self.init(classes: try reader.readArray(of: Int32.self))
        if isThere[0] { codes = try reader.readArray(of: Int32.self) }
        if isThere[1] { decisionFunction = try Matrix(from: &reader) }
        if isThere[2] { probabilities = try Matrix(from: &reader) }
        if isThere[3] { values = try reader.readArray(of: Double.self) }
    }
}

extension CanonicalEncoder {
    /// Writes strings.
    mutating func append(_ strings: [String]) {
        beginList(count: strings.count)
        for string in strings { append(string) }
    }
}

extension CanonicalDecoder {
    /// Reads strings.
    mutating func readStrings() throws -> [String] { try readList { try $0.readString() } }
}
