import Learning
import LinearAlgebra
import TaskGraph

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension OperationRegistry {
    /// Adds a type of value that is `Codable`: models, and whatever an operation of your own gives.
    ///
    /// It is encoded as JSON, but for its matrices, which are frames. Numbers are the same to the bit after it,
    /// infinities are, and a NaN is a NaN, though perhaps with other bits. What is `Validatable` is validated when it has
    /// been decoded.
    ///
    /// - Parameters:
    ///   - name: what the type is called in encoded values.
    ///   - type: the type.
    ///   - version: raised whenever what the type writes of itself changes.
    public mutating func add<Value: Codable & Sendable>(
        codable name: String, of type: Value.Type, version: Int = 1
    ) {
        add(value: name, of: type, version: version) { value, writer in
            let shelf = MatrixShelf()
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            encoder.userInfo[MatrixShelf.key] = shelf
            encoder.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            // In an array, for a value may encode itself as a bare number or word.
            writer.header.append(bytes: Array(try encoder.encode([value])))
            writer.header.beginList(count: shelf.matrices.count)
            for matrix in shelf.matrices { matrix.encode(into: &writer) }
        } decode: { reader in
            let json = try reader.header.readBytes()
            let count = try reader.header.beginList()
            let matrices = try (0..<count).map { _ in try Matrix(from: &reader) }
            let decoder = JSONDecoder()
            decoder.userInfo[MatrixShelf.key] = MatrixShelf(matrices)
            decoder.nonConformingFloatDecodingStrategy = .convertFromString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            let values = try decoder.decode([Value].self, from: Data(json))
            guard let value = values.first, values.count == 1 else {
                throw WireError.cannotDecode(value: name, reason: "there are \(values.count)")
            }
            try (value as? any Validatable)?.validate()
            return value
        }
    }
}
