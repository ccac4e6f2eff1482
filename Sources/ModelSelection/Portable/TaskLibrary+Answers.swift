import Learning
import LinearAlgebra
import TaskGraph

extension TaskLibrary {
    /// Adds the values that predictions and scores are.
    mutating func addAnswers() {
        add(value: "answer", of: Predict.Answer.self) { answer, writer in
            answer.predictions.encode(into: &writer)
            writer.header.append(answer.warnings)
        } decode: { reader in
            let predictions = try Predictions(from: &reader)
            return Predict.Answer(predictions: predictions, warnings: try reader.header.readStrings())
        }
        add(value: "mark", of: Score.Mark.self) { mark, writer in
            writer.header.append(mark.score)
            writer.header.append(mark.warnings)
        } decode: { reader in
            Score.Mark(score: try reader.header.readDouble(), warnings: try reader.header.readStrings())
        }
    }
}

extension Predictions {
    /// Writes which responses there are, and each as a frame.
    fileprivate func encode(into writer: inout ValueWriter) {
        for isThere in [codes != nil, decision != nil, probabilities != nil, values != nil] {
            writer.header.append(isThere)
        }
        writer.append(Frame(classes))
        if let codes { writer.append(Frame(codes)) }
        decision?.encode(into: &writer)
        probabilities?.encode(into: &writer)
        if let values { writer.append(Frame(values)) }
    }

    /// Reads what ``encode(into:)`` wrote.
    fileprivate init(from reader: inout ValueReader) throws {
        let isThere = try (0..<4).map { _ in try reader.header.readBool() }
        self.init(classes: try reader.readArray(of: Int32.self))
        if isThere[0] { codes = try reader.readArray(of: Int32.self) }
        if isThere[1] { decision = try Matrix(from: &reader) }
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
