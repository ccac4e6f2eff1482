import Learning
import LinearAlgebra
import TaskGraph

extension TaskLibrary {
    /// Adds the values that operations of sharing give, but for those that belong to one kind of step.
    mutating func addSharedValues() {
        add(value: "row-set", of: RowSet.self) { rows, writer in
            writer.header.append(rows.indices)
        } decode: {
            RowSet(indices: try $0.header.readInts())
        }
        add(codable: "origin", of: Origin.self)
        add(codable: "affine-map", of: AffineMap.self)
        add(value: "row-products", of: RowProducts.self) { products, writer in
            writer.header.append(products.trainCount)
            products.products.encode(into: &writer)
            writer.append(Frame(products.norms))
        } decode: { reader in
            let trainCount = try reader.header.readInt()
            let products = RowProducts(
                trainCount: trainCount, products: try Matrix(from: &reader),
                norms: try reader.readArray(of: Double.self))
            guard let products else {
                throw WireError.cannotDecode(value: "row-products", reason: "the parts do not fit together")
            }
            return products
        }
        add(value: "gram-matrix", of: GramMatrix.self) { gram, writer in
            writer.header.append(gram.trainCount)
            writer.header.append(gram.otherCount)
            writer.append(Frame(gram.elements))
        } decode: { reader in
            let (train, others) = (try reader.header.readInt(), try reader.header.readInt())
            let elements = try reader.readArray(of: Float.self)
            guard let gram = GramMatrix(train: train, others: others, elements: elements) else {
                throw WireError.cannotDecode(
                    value: "gram-matrix", reason: "\(elements.count) elements do not make the matrix")
            }
            return gram
        }
        add(value: "cover", of: Cover.self) { cover, writer in
            writer.header.append(cover.refusals.map(\.description))
            writer.header.append(cover.model != nil)
            if let model = cover.model { try writer.append(part: model) }
        } decode: { reader in
            let refusals = try reader.header.readStrings().map(SharedFailure.init(description:))
            let model = try reader.header.readBool() ? try reader.readPart() as? any FittedModel : nil
            return Cover(model: model, refusals: refusals)
        }
        addBatch("models", of: (any FittedModel).self)
        addBatch("gram-models", of: (any FittedGramModel).self)
        addBatch("answers", of: Predict.Answer.self)
    }

    /// Adds batches of one type of value.
    private mutating func addBatch<Value: Sendable>(_ name: String, of type: Value.Type) {
        add(value: name, of: Batch<Value>.self) { batch, writer in
            writer.header.beginList(count: batch.entries.count)
            for entry in batch.entries {
                switch entry {
                case .success(let value):
                    writer.header.append(true)
                    try writer.append(part: value)
                case .failure(let failure):
                    writer.header.append(false)
                    writer.header.append(failure.description)
                }
            }
        } decode: { reader in
            let entries = try (0..<(try reader.header.beginList())).map { _ in
                guard try reader.header.readBool() else {
                    return Result<Value, SharedFailure>.failure(
                        SharedFailure(description: try reader.header.readString()))
                }
                guard let value = try reader.readPart() as? Value else {
                    throw WireError.cannotDecode(value: name, reason: "an entry is of another type")
                }
                return .success(value)
            }
            return Batch(entries)
        }
    }
}
