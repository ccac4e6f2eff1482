import Learning
import LinearAlgebra
import TaskGraph

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension OperationRegistry {
    /// Registers a `Codable` type of value, such as a model or the result of a custom operation.
    ///
    /// The value is encoded as JSON, with its matrices as frames. Numbers and infinities keep their bits; a NaN stays
    /// NaN, but may change its bits. A `Validatable` value is validated after decoding.
    ///
    /// - Parameters:
    ///   - name: The name of the type in encoded values.
    ///   - type: The type.
    ///   - version: Increase it when the encoding of the type changes.
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
            // In an array, because a value may encode itself as a bare number or string.
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
                throw WireError.cannotDecode(value: name, reason: "it has \(values.count) values")
            }
            try (value as? any Validatable)?.validate()
            return value
        }
    }
}
